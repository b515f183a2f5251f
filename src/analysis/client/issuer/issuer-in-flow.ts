import { ts } from '../../../compiler.cjs';
import { codeParameter, issuerParameter } from '../../../sdk/roles.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isMember } from '../carrier/families.ts';
import { valueIn, writersOf } from '../carrier/query-beside.ts';
import { destructuredRead, isConst, type QueryRead, readBehind } from '../query/query-read.ts';
import { named } from '../redemption/redeemer-options.ts';
import { isText } from './code-read.ts';

/**
 * The member beside the code that everybody who writes the record fills with `iss` of the same query, whatever it is called:
 * `returnedIss` of `{ code, returnedIss }`.
 *
 * @param place Where the text will stand.
 * @returns source text of a `string | undefined`, or undefined when no member is proved to be that
 */
export function issuerInFlow(project: Project, code: ts.Expression, place: ts.Node): string | undefined {
  const node = named(project, code);
  const element = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  if (!element || !ts.isBindingElement(element) || !ts.isObjectBindingPattern(element.parent))
    return undefined;
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(element.parent));
  const key = keyOf(element);
  const declarations =
    key === undefined ? [] : (project.checker.getPropertyOfType(type, key)?.declarations ?? []);
  const [first] = declarations;
  if (key === undefined || !first || !isMember(first)) return undefined;
  const literals = writersOf({ project }, declarations);
  if (!literals) return undefined;
  const beside = element.parent.elements.find((each) => {
    const name = keyOf(each);
    return (
      each !== element &&
      name !== undefined &&
      literals.every((literal) => isPair(project, literal, key, name))
    );
  });
  return beside && ts.isIdentifier(beside.name) ? textOf(project, beside.name, place) : undefined;
}

function keyOf(element: ts.BindingElement): string | undefined {
  if (element.dotDotDotToken || element.initializer) return undefined;
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) ? key.text : undefined;
}

/** True when the literal reads both out of one query. */
function isPair(
  project: Project,
  literal: ts.ObjectLiteralExpression,
  code: string,
  issuer: string,
): boolean {
  const [one, other] = [code, issuer].map((name) => {
    const value = valueIn(literal, name);
    return value && readOf(project, withoutDefault(value));
  });
  return one?.key === codeParameter && other?.key === issuerParameter && one.params === other.params;
}

/** The read behind a value; the name of `{ code }` stands for a constant. */
function readOf(project: Project, value: ts.Expression): QueryRead | undefined {
  if (!ts.isShorthandPropertyAssignment(value.parent)) return readBehind(project, value);
  const symbol = project.checker.getShorthandAssignmentValueSymbol(value.parent);
  const declaration = symbol?.valueDeclaration;
  if (declaration && ts.isBindingElement(declaration)) return destructuredRead(project, declaration);
  const isHeld = declaration && ts.isVariableDeclaration(declaration) && isConst(declaration);
  return isHeld && declaration.initializer ? readBehind(project, declaration.initializer) : undefined;
}

/** `params.get('iss') ?? undefined` */
function withoutDefault(value: ts.Expression): ts.Expression {
  const isDefault =
    ts.isBinaryExpression(value) &&
    value.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
    /^(undefined|null)$/.test(value.right.getText());
  return isDefault ? value.left : value;
}

function textOf(project: Project, name: ts.Identifier, place: ts.Node): string | undefined {
  const symbol = symbolOf(project, name);
  const seen = project.checker
    .getSymbolsInScope(place, ts.SymbolFlags.Variable)
    .find((candidate) => candidate.name === name.text);
  if (!symbol || seen !== symbol) return undefined;
  const type = project.checker.getTypeOfSymbolAtLocation(symbol, place);
  if (isText(type)) return name.text;
  return isText(type, ts.TypeFlags.Null) ? `${name.text} ?? undefined` : undefined;
}
