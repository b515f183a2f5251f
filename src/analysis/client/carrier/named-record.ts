import { ts } from '../../../compiler.cjs';
import { indentationAt, isFunctionLike, references } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** True for a parameter whose pattern may stand at the beginning of the function instead: nothing reads its names before that. */
export function canBeNamed(parameter: ts.ParameterDeclaration): boolean {
  const owner = parameter.parent;
  if (!isFunctionLike(owner) || !ts.isObjectBindingPattern(parameter.name)) return false;
  if (parameter.dotDotDotToken || parameter.modifiers?.length) return false;
  const after = owner.parameters.slice(owner.parameters.indexOf(parameter) + 1);
  return owner.body !== undefined && !owner.asteriskToken && !after.some((each) => each.initializer);
}

/**
 * Gives a name to a record that a parameter takes apart: `({ code, state }) => {` becomes `(query) => { const { code, state } = query;`.
 * @param use - the code, in the place of which the query is written
 */
export function nameRecord(lift: Lift, parameter: ts.ParameterDeclaration, use: ts.Expression): string {
  const name = newName(lift, parameter);
  const pattern = parameter.name as ts.ObjectBindingPattern;
  lift.edits.replace(pattern, name);
  // What is left out of a pattern with a rest would be in the rest.
  const hasRest = pattern.elements.some(({ dotDotDotToken }) => dotDotDotToken);
  const left = pattern.elements.filter((element) => hasRest || !isOnlyUse(lift, element, use));
  if (left.length > 0)
    lift.edits.insert(parameter.getSourceFile(), ...statementFor(parameter, pattern, left, name));
  return name;
}

/** The name that the comment of the function uses already; a compiler that checks JavaScript finds the type by it. */
function newName({ names }: Lift, parameter: ts.ParameterDeclaration): string {
  const [documented] = ts.getJSDocParameterTags(parameter).map((tag) => tag.name);
  const wanted = documented && ts.isIdentifier(documented) ? [documented.text] : [];
  for (const name of [...wanted, 'query', 'callbackQuery']) {
    const free = names.ofBox(parameter, name);
    if (free) return free;
  }
  return names.ofConstant(parameter, parameter.parent);
}

/** True for a name that nothing but the place of the query reads. */
function isOnlyUse({ project }: Lift, element: ts.BindingElement, use: ts.Expression): boolean {
  const symbol = ts.isIdentifier(element.name)
    ? project.checker.getSymbolAtLocation(element.name)
    : undefined;
  if (!symbol || element.dotDotDotToken) return false;
  const uses = references(project.checker, symbol, use.getSourceFile()).filter(
    (each) => each !== element.name,
  );
  return uses.every((each) => each === use);
}

/** Where the names are declared from now on, and the text. */
function statementFor(
  { parent }: ts.ParameterDeclaration,
  pattern: ts.ObjectBindingPattern,
  left: readonly ts.BindingElement[],
  name: string,
): [number, string] {
  const file = pattern.getSourceFile();
  const body = (parent as ts.FunctionLikeDeclaration).body as ts.ConciseBody;
  const isWhole = left.length === pattern.elements.length;
  if (!ts.isBlock(body))
    throw new CannotFollow('wider-flow', pattern, `${shortText(pattern)} has no place for a name.`);
  const end = file.text.includes('\r\n') ? '\r\n' : '\n';
  const statements = [...body.statements];
  const semicolon = statements.some((each) => each.getText().endsWith(';')) ? ';' : '';
  // Directives stay first.
  const first = statements.find(
    (each) => !(ts.isExpressionStatement(each) && ts.isStringLiteral(each.expression)),
  );
  const position = first?.getStart() ?? body.getEnd() - 1;
  const isOnLine = file.text.slice(body.getStart(), position).includes('\n');
  const names = isWhole
    ? indented(pattern, isOnLine ? indentationAt(file, position) : '')
    : `{ ${left.map((each) => each.getText()).join(', ')} }`;
  const text = `const ${names} = ${name}${semicolon}`;
  return [
    position,
    isOnLine ? `${text}${end}${indentationAt(file, position)}` : `${text}${semicolon ? '' : ';'} `,
  ];
}

/** The text of a pattern over several lines, as deep as where it goes. Lines of a text in it stay as they are. */
function indented(pattern: ts.ObjectBindingPattern, deeper: string): string {
  const text = pattern.getText();
  const before = indentationAt(pattern.getSourceFile(), pattern.getStart());
  if (text.includes('`') || !deeper.startsWith(before)) return text;
  return text.replaceAll(/\n(?=[^\r\n])/g, `\n${deeper.slice(before.length)}`);
}
