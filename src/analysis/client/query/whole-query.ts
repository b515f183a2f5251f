import { ts } from '../../../compiler.cjs';
import { memberName, unwrap } from '../../program/ast.ts';
import { awaited, bindingOf, keyOfElement, throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { formQuery, isForm, recordAgain, type WholeQuery } from './again.ts';
import { isConventional } from './conventions.ts';
import { declaredKey, keyOf } from './declared.ts';
import { isHandlerQuery } from './decorated.ts';
import { isFilledMember } from './filled-members.ts';
import { isPostedForm, isUrlSearchParams } from './params.ts';
import { restOf } from './rest-query.ts';
import { type QuerySource, recordSources } from './table.ts';
import { validated } from './validated.ts';

/** The whole query that an expression holds as a record (`req.query`, `Object.fromEntries(params)`), or undefined. */
export function wholeQuery(project: Project, given: ts.Expression): WholeQuery | undefined {
  const written = withoutEmpty(given);
  const value = awaited(project, withoutEmpty(throughConstants(project, written)));
  const checked = validated(project, value);
  if (checked) return picked(wholeQuery(project, checked));
  return (
    memberQuery(project, written, value) ??
    boundQuery(project, written, value) ??
    callQuery(project, written, value) ??
    restQuery(project, value) ??
    (isConventional(project, written, 'record') || isHandlerQuery(project, written)
      ? recordAgain(project, written, 'record-query')
      : undefined)
  );
}

/** What a schema gives may lack what it does not name. */
const picked = (query: WholeQuery | undefined): WholeQuery | undefined =>
  query && { ...query, record: 'picked' };

/** `x ?? {}` → `x`: an empty record holds no code to be read. */
function withoutEmpty(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  if (!ts.isBinaryExpression(node)) return expression;
  const operator = node.operatorToken.kind;
  const falls = operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
  const right = unwrap(node.right);
  const empty = ts.isObjectLiteralExpression(right) && right.properties.length === 0;
  return falls && empty ? node.left : expression;
}

/** `req.query` */
function memberQuery(project: Project, written: ts.Expression, value: ts.Expression): WholeQuery | undefined {
  if (memberName(value) === undefined) return undefined;
  const source = sourceOf(keyOf(project, value));
  const object = (value as ts.PropertyAccessExpression).expression;
  if (source) return writtenBy(project, source, { place: value, object, maker: object, record: written });
  return isFilled(project, symbolOf(project, (value as ts.PropertyAccessExpression).name))
    ? recordAgain(project, written, 'record-query')
    : undefined;
}

/** `query` of `const { query } = req` and of `({ query }, res) => …` */
function boundQuery(project: Project, written: ts.Expression, value: ts.Expression): WholeQuery | undefined {
  const element = bindingOf(project, value);
  return element && elementQuery(project, element, written);
}

/** `answer` of `const { state, ...answer } = req.query` */
function restQuery(project: Project, value: ts.Expression): WholeQuery | undefined {
  const rest = restOf(project, value);
  const whole = rest?.owner.initializer && wholeQuery(project, rest.owner.initializer);
  return whole && { ...whole, without: [...(whole.without ?? []), ...rest.without] };
}

/** The whole query that a binding element takes out of its object; `record` is an expression that holds it, if there is one. */
export function elementQuery(
  project: Project,
  element: ts.BindingElement,
  record?: ts.Expression,
): WholeQuery | undefined {
  const key = keyOfElement(element);
  if (key === undefined) return undefined;
  const type = project.checker.getTypeAtLocation(element.parent);
  const property = project.checker.getPropertyOfType(project.checker.getNonNullableType(type), key);
  const source = sourceOf(declaredKey(property));
  const owner = element.parent.parent;
  const maker = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
  const object = maker && isNamed(maker) ? maker : undefined;
  if (source) return writtenBy(project, source, { place: element, object, maker, record });
  return record && isFilled(project, property) ? recordAgain(project, record, 'record-query') : undefined;
}

const isFilled = (project: Project, property: ts.Symbol | undefined): boolean =>
  isFilledMember(project, property, (value) => wholeQuery(project, value) !== undefined);

/** True for `req` and `this.req`: written again, they mean the same. */
function isNamed(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return isNamed(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** What the text of the whole query can be built on, the best first. */
interface Origins {
  readonly place: ts.Node;
  /** The call that may have made the record; its argument is then the best. */
  readonly maker?: ts.Expression | undefined;
  /** What the record is a member of, or the argument of the function that reads it. */
  readonly object: ts.Expression | undefined;
  /** The record itself. */
  readonly record: ts.Expression | undefined;
}

function writtenBy(project: Project, source: QuerySource, origins: Origins): WholeQuery | undefined {
  const query = textBy(project, source, origins);
  return query && source.record ? { ...query, record: source.record } : query;
}

function textBy(project: Project, source: QuerySource, origins: Origins): WholeQuery | undefined {
  if (source.onlyForms && !isForm(project, origins.place)) return undefined;
  const { object, record } = origins;
  const argument = source.madeBy && madeOf(project, source.madeBy.declared, origins.maker);
  if (source.madeBy && argument) return { params: source.madeBy.params(argument.getText()), root: argument };
  if (source.params && object) return { params: source.params(object.getText()), root: object };
  const assumes = source.assumes ?? (source.record === 'exact' ? undefined : 'record-query');
  return record && recordAgain(project, record, assumes);
}

/** The argument of the call that made an object, when it is a call of that function. */
function madeOf(
  project: Project,
  declared: string,
  maker: ts.Expression | undefined,
): ts.Expression | undefined {
  const call = maker && throughConstants(project, maker);
  if (!call || !ts.isCallExpression(call)) return undefined;
  return keyOf(project, unwrap(call.expression)) === declared ? call.arguments[0] : undefined;
}

/** `c.req.query()`, `querystring.parse(text)`, `Object.fromEntries(params)` */
function callQuery(project: Project, written: ts.Expression, value: ts.Expression): WholeQuery | undefined {
  if (!ts.isCallExpression(value)) return undefined;
  const callee = unwrap(value.expression);
  const key = keyOf(project, callee);
  const [argument] = value.arguments;
  if (key === '#ObjectConstructor.fromEntries') return argument && entriesQuery(project, argument);
  const source = sourceOf(key);
  if (!source || !isWholeCall(source, argument)) return undefined;
  const owner = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  const object = source.ofArgument ? argument : owner;
  return writtenBy(project, source, { place: value, object, record: written });
}

function isWholeCall(source: QuerySource, argument: ts.Expression | undefined): boolean {
  if (source.ofArgument) return argument !== undefined;
  if (!source.argument) return !argument || !ts.isStringLiteralLike(argument);
  return argument !== undefined && ts.isStringLiteralLike(argument) && argument.text === source.argument;
}

/** The entries of a query: itself, `params.entries()` or `[...params]`. */
function entriesQuery(project: Project, written: ts.Expression): WholeQuery | undefined {
  const entries = throughConstants(project, written);
  if (ts.isArrayLiteralExpression(entries)) {
    const [only, ...more] = entries.elements;
    return only && ts.isSpreadElement(only) && more.length === 0
      ? entriesQuery(project, only.expression)
      : undefined;
  }
  const called = ts.isCallExpression(entries) ? unwrap(entries.expression) : undefined;
  const query =
    called && memberName(called) === 'entries' ? (called as ts.PropertyAccessExpression).expression : written;
  // Of a parameter that comes twice, the record has the last and the query gives the first.
  if (isUrlSearchParams(project, query))
    return { params: query.getText(), root: query, record: 'exact', assumes: 'record-query' };
  return isPostedForm(project, query) ? formQuery(query) : undefined;
}

function sourceOf(key: string | undefined): QuerySource | undefined {
  return key === undefined ? undefined : sources.get(key);
}

const sources = new Map(recordSources.map((source) => [source.declared, source]));
