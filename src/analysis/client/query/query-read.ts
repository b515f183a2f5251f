/**
 * Which parameter of the callback's query does an expression read, and how is the whole query written at that place? All parts of
 * the client wing ask, for `code`, `iss`, `state` and `error`. It gives back a {@link QueryRead}; table.ts lists the frameworks.
 */
import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { isJavaScript, memberName, unwrap } from '../../program/ast.ts';
import { bindingOf, isInReach, keyOfElement, throughConstants } from '../../program/constants.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { formQuery, type WholeQuery } from './again.ts';
import { keyOf } from './declared.ts';
import { type ListedName, listedName } from './listed-names.ts';
import { isNoValue } from './no-value.ts';
import { type OwnReader, ownReader } from './own-readers.ts';
import { isPicked, isPostedForm, isPostedText, isUrlSearchParams } from './params.ts';
import { readers } from './table.ts';
import { elementQuery, wholeQuery } from './whole-query.ts';

export { isConst, throughConstants } from '../../program/constants.ts';
export { isUrlSearchParams, isUrlSearchParamsType } from './params.ts';

/** One parameter read out of the callback's query, and how to write the whole query at that place. */
export interface QueryRead extends WholeQuery {
  /** Where the single value leaves the query. */
  readonly node: ts.Expression;
  /** Name of the parameter, e.g. `code`. */
  readonly key: string;
}

/**
 * The query parameter that an expression reads, looked at through constants and destructuring:
 * `url.searchParams.get('code')`, `req.query.code`, `Object.fromEntries(params).code`, `params.getAll('code')[0]`.
 */
export const queryRead = oncePerNode((project, expression: ts.Expression): QueryRead | undefined => {
  const node = unwrap(expression);
  const read = ts.isConditionalExpression(node) ? eitherRead(project, node) : soleRead(project, node);
  return read && isInReach(project, read.root, node) ? { ...read, node } : undefined;
});

/** `Array.isArray(x) ? x[0] : x`, `typeof x === 'string' ? x : undefined`: whichever it is, it is the same parameter. */
function eitherRead(
  project: Project,
  { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
): QueryRead | undefined {
  const [one, other] = [namedRead(project, whenTrue), namedRead(project, whenFalse)];
  if (one && other) return isSame(one, other) ? one : undefined;
  const asked = one && isNoValue(whenFalse) ? namedRead(project, subjectOf(condition)) : undefined;
  return asked && one && isSame(asked, one) ? one : undefined;
}

function isSame(one: QueryRead, other: QueryRead): boolean {
  return one.key === other.key && one.params === other.params;
}

/** `x` of `typeof x === 'string'`; the condition itself where it only asks whether it is there. */
function subjectOf(condition: ts.Expression): ts.Expression {
  const node = unwrap(condition);
  const asked = ts.isBinaryExpression(node) ? unwrap(node.left) : node;
  return ts.isTypeOfExpression(asked) ? asked.expression : node;
}

function soleRead(project: Project, node: ts.Expression): QueryRead | undefined {
  const reader = ts.isCallExpression(node) ? ownReader(project, node) : undefined;
  if (reader) return readByOwn(project, node, reader);
  const list = listOf(node);
  if (!list) return readOf(project, node, false);
  return readOf(project, throughConstants(project, list), true) ?? namedRead(project, list);
}

/** `first(req.query.code)`, `required(url.searchParams, 'code')` */
function readByOwn(project: Project, node: ts.Expression, { given, key }: OwnReader): QueryRead | undefined {
  if (!key) return namedRead(project, given);
  const name = throughConstants(project, key);
  if (!ts.isStringLiteralLike(name)) return undefined;
  const whole = queryOf(project, given);
  return whole && { node, key: name.text, ...whole };
}

function queryOf(project: Project, given: ts.Expression): WholeQuery | undefined {
  return isUrlSearchParams(project, given) ? paramsQuery(project, given, false) : wholeQuery(project, given);
}

/** The read behind an expression or a name that holds it. */
function namedRead(project: Project, expression: ts.Expression): QueryRead | undefined {
  const node = throughConstants(project, expression);
  const element = bindingOf(project, node);
  return element ? destructuredRead(project, element) : soleRead(project, node);
}

/** The read behind a destructured name: `const { code } = req.query`, `const { query: { code } } = req`. */
export function destructuredRead(project: Project, element: ts.BindingElement): QueryRead | undefined {
  const listed = listedName(project, element);
  if (listed) return readAround(project, element, listed);
  const key = keyOfElement(element);
  const owner = element.parent.parent;
  if (key === undefined) return undefined;
  const whole = ts.isBindingElement(owner)
    ? elementQuery(project, owner)
    : owner.initializer && wholeQuery(project, owner.initializer);
  const root = rootOf(owner);
  return root && whole && !whole.without?.includes(key) ? { node: root, key, ...whole } : undefined;
}

function readAround(
  project: Project,
  element: ts.BindingElement,
  { key, query }: ListedName,
): QueryRead | undefined {
  const node = rootOf(element.parent.parent);
  const whole = queryOf(project, query);
  return node && whole && { node, key, ...whole };
}

/** The read behind a value: on the spot, or in the pattern that declares its name. */
export function readBehind(project: Project, value: ts.Expression): QueryRead | undefined {
  const element = bindingOf(project, value);
  return element ? destructuredRead(project, element) : queryRead(project, value);
}

/** The name of the parameter that a node reads: a call, a member, or an element of a pattern. */
export function parameterAt(project: Project, node: ts.Node): string | undefined {
  if (ts.isBindingElement(node)) return destructuredRead(project, node)?.key;
  if (!ts.isCallExpression(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  return queryRead(project, node)?.key;
}

/** What a pattern takes apart. */
function rootOf(
  owner: ts.BindingElement | ts.VariableDeclaration | ts.ParameterDeclaration,
): ts.Expression | undefined {
  return ts.isBindingElement(owner) ? rootOf(owner.parent.parent) : owner.initializer;
}

/** `x` of what takes the first (or only) of its values, or the same as a string: `x[0]`, `x.at(0)`, `x.toString()`. */
function listOf(node: ts.Expression): ts.Expression | undefined {
  if (ts.isElementAccessExpression(node))
    return isZero(node.argumentExpression) ? node.expression : undefined;
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  if (!callee || !ts.isPropertyAccessExpression(callee)) return undefined;
  const [argument] = (node as ts.CallExpression).arguments;
  const first = callee.name.text === 'at' && argument !== undefined && isZero(argument);
  return first || (callee.name.text === 'toString' && !argument) ? callee.expression : undefined;
}

function isZero(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && node.text === '0';
}

function readOf(project: Project, node: ts.Expression, list: boolean): QueryRead | undefined {
  if (ts.isCallExpression(node)) return paramsRead(project, node, list) ?? methodRead(project, node, list);
  const key = memberName(node);
  const whole =
    key === undefined ? undefined : wholeQuery(project, (node as ts.PropertyAccessExpression).expression);
  const isThere = whole && key !== undefined && !whole.without?.includes(key);
  return isThere ? { node, key, ...whole } : undefined;
}

/** `params.get('code')` on a URLSearchParams or on a posted form. */
function paramsRead(project: Project, call: ts.CallExpression, list: boolean): QueryRead | undefined {
  const [key] = call.arguments;
  const callee = unwrap(call.expression);
  if (memberName(callee) !== (list ? 'getAll' : 'get') || !key || !ts.isStringLiteralLike(key))
    return undefined;
  const object = (callee as ts.PropertyAccessExpression).expression;
  const whole = paramsQuery(project, object, ts.isOptionalChain(callee));
  return whole && { node: call, key: key.text, ...whole };
}

function paramsQuery(project: Project, object: ts.Expression, optional: boolean): WholeQuery | undefined {
  if (isUrlSearchParams(project, object)) {
    if (isPicked(project, object)) return undefined;
    // A query whose parameter was found is not missing, though its type allows it.
    const sure = optional && !isJavaScript(object) && !ts.isNonNullExpression(object);
    const params = `${object.getText()}${sure ? '!' : ''}`;
    return { params, root: object, ...(isPostedText(project, object) && { assumes: 'form-post' as const }) };
  }
  return isPostedForm(project, object) ? formQuery(object) : undefined;
}

/** `c.req.query('code')` */
function methodRead(project: Project, call: ts.CallExpression, list: boolean): QueryRead | undefined {
  const [key] = call.arguments;
  const callee = unwrap(call.expression);
  if (!key || !ts.isStringLiteralLike(key) || !ts.isPropertyAccessExpression(callee)) return undefined;
  const declared = keyOf(project, callee);
  const reader = readers.find((row) => row.declared === declared && (row.list ?? false) === list);
  const object = callee.expression;
  return reader && { node: call, key: key.text, params: reader.params(object.getText()), root: object };
}

/** The SDK reads only `code` from the query that it is passed. */
export function readsCode(read: QueryRead): boolean {
  return read.key === codeParameter;
}
