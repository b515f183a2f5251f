import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { httpMember } from '../../../sdk/context-roles.ts';
import { indentationAt, isFunctionLike, isWithin } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import { keyTaken } from './taken-parts.ts';

/** `authInfo` of a pattern → `http: { authInfo } = {}` */
export const patternOf = (
  element: ts.BindingElement | ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
): string => `${httpMember}: { ${element.getText()} } = {}`;

/** True for `{ authInfo, ...rest }`: a pattern that took `http` out would leave none to the rest. */
export function takesRest(element: ts.BindingElement): boolean {
  const elements = element.parent.elements as readonly ts.BindingElement[];
  return (
    elements.some(({ dotDotDotToken }) => dotDotDotToken) &&
    !elements.some((other) => keyTaken(other) === httpMember)
  );
}

/**
 * How does code that takes the rest of a context read `authInfo` out of it?
 * Asked of each pattern with a rest.
 * Gives `{ ...rest }` and a statement `const { http: { authInfo } = {} } = rest;`, first in the function or after the declaration;
 * undefined where there is no place for one.
 */
export function editsOfRest(element: ts.BindingElement): readonly Edit[] | undefined {
  const elements = element.parent.elements as readonly ts.BindingElement[];
  const next = elements[elements.indexOf(element) + 1];
  const rest = elements.at(-1)!.name;
  const owner = element.parent.parent;
  if (!next || !ts.isIdentifier(rest)) return undefined;
  const file = element.getSourceFile();
  const edit = (start: number, end: number, text: string): Edit => ({
    file: file.fileName,
    start,
    end,
    text,
  });
  const taken = edit(element.getStart(), next.getStart(), '');
  const statement = `const { ${patternOf(element)} } = ${rest.text};`;
  if (ts.isVariableDeclaration(owner)) {
    const list = owner.parent.parent;
    if (!ts.isVariableStatement(list) || list.declarationList.declarations.length > 1) return undefined;
    return [taken, edit(list.end, list.end, `\n${indentationAt(file, list.getStart())}${statement}`)];
  }
  const fn = owner.parent;
  if (!ts.isParameter(owner) || !isFunctionLike(fn) || !fn.body || isUsedBefore(element, fn.body))
    return undefined;
  const { body } = fn;
  if (!ts.isBlock(body))
    return [
      taken,
      edit(body.getStart(), body.getStart(), `{ ${statement} return `),
      edit(body.end, body.end, '; }'),
    ];
  const first = body.statements.find(
    (each) => !(ts.isExpressionStatement(each) && ts.isStringLiteral(each.expression)),
  );
  if (!first) return undefined;
  const start = first.getStart();
  const isOwnLine = file.getLineStarts().some((line) => line > body.getStart() && line <= start);
  const between = isOwnLine ? `\n${indentationAt(file, start)}` : ' ';
  return [taken, edit(start, start, `${statement}${between}`)];
}

/** The defaults of other parameters may ask for the name before the body runs. */
function isUsedBefore(element: ts.BindingElement, body: ts.Node): boolean {
  const { name, parent } = element;
  if (!ts.isIdentifier(name)) return true;
  const fn = body.parent as ts.SignatureDeclaration;
  return mentionsIn(name.getSourceFile(), name.text).some(
    (use) =>
      use !== name &&
      use.parent !== element &&
      fn.parameters.some((each) => isWithin(use, each)) &&
      !isWithin(use, parent),
  );
}
