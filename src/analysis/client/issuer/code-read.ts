import { ts } from '../../../compiler.cjs';
import { issuerParameter } from '../../../sdk/roles.ts';
import { isJavaScript, memberName, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isNoValue } from '../query/no-value.ts';
import { ownReader } from '../query/own-readers.ts';
import { destructuredRead, isConst, type QueryRead, queryRead } from '../query/query-read.ts';
import { reaches } from '../query/repeatable.ts';
import { isStringCall } from '../query/string-call.ts';
import { named } from '../redemption/redeemer-options.ts';

/** The query parameter that a code is, looked at through constants, casts, defaults for a missing code and `String()`. */
function codeRead(project: Project, code: ts.Expression, depth = 0): QueryRead | undefined {
  const node = named(project, unwrap(code));
  const inner = (expression: ts.Expression) =>
    depth < 12 ? codeRead(project, expression, depth + 1) : undefined;
  const direct = queryRead(project, node);
  if (direct) return direct;
  if (ts.isBinaryExpression(node)) return isNoValue(node.right) ? inner(node.left) : undefined;
  if (ts.isConditionalExpression(node)) {
    if (isNoValue(node.whenFalse)) return inner(node.whenTrue);
    return isNoValue(node.whenTrue) ? inner(node.whenFalse) : undefined;
  }
  if (ts.isCallExpression(node)) {
    const [only, ...more] = node.arguments;
    return only && more.length === 0 && isStringCall(project, node) ? inner(only) : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = symbolOf(project, node)?.valueDeclaration;
  if (declaration && ts.isBindingElement(declaration)) return destructuredRead(project, declaration);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !isConst(declaration)) return undefined;
  return declaration.initializer && inner(declaration.initializer);
}

/** The read behind a code whose query can be written at `place` and means the same there. */
export function codeInReach(project: Project, code: ts.Expression, place: ts.Node): QueryRead | undefined {
  const read = codeRead(project, code);
  return read && reaches(project, read.root, place) ? read : undefined;
}

/**
 * Source text that gives `iss` of the query a code was read from, as `string | undefined`: a constant that has read it
 * already, or the same form in which the code is read where its type allows it, or the URLSearchParams.
 *
 * @param place Where the text will stand.
 */
export function issuerText(project: Project, read: QueryRead, code: ts.Expression, place: ts.Node): string {
  return (
    alreadyRead(project, read, place) ??
    sameForm(project, read, code, place) ??
    `${read.params}.get(${quoted(read)}) ?? undefined`
  );
}

/** `const iss = params.get('iss')` above. */
function alreadyRead(project: Project, read: QueryRead, place: ts.Node): string | undefined {
  for (const symbol of project.checker.getSymbolsInScope(place, ts.SymbolFlags.Variable)) {
    const declaration = symbol.valueDeclaration;
    if (declaration?.getSourceFile() !== place.getSourceFile() || declaration.end > place.pos) continue;
    const found = readAt(project, declaration);
    if (found?.key !== issuerParameter || found.params !== read.params) continue;
    const type = project.checker.getTypeOfSymbolAtLocation(symbol, place);
    if (isText(type)) return symbol.name;
    if (isText(type, ts.TypeFlags.Null)) return `${symbol.name} ?? undefined`;
  }
  return undefined;
}

function readAt(project: Project, declaration: ts.Declaration): QueryRead | undefined {
  if (ts.isBindingElement(declaration)) return destructuredRead(project, declaration);
  if (!ts.isVariableDeclaration(declaration) || !isConst(declaration)) return undefined;
  return declaration.initializer && codeRead(project, declaration.initializer);
}

/** `c.req.query('iss')` beside `c.req.query('code')`, `req.query.iss as string | undefined` beside `req.query.code as string`. */
function sameForm(
  project: Project,
  read: QueryRead,
  code: ts.Expression,
  place: ts.Node,
): string | undefined {
  const node = unwrap(read.node);
  if (ts.isCallExpression(node)) return sameCall(project, node, read) ?? sameReader(project, node, place);
  const isMember = memberName(node) === read.key;
  const record = isMember ? (node as ts.PropertyAccessExpression).expression : node;
  if (!reaches(project, record, place)) return undefined;
  const text = memberText(record, node);
  const value = memberType(project, record);
  if (!value || value.flags & ts.TypeFlags.Any) return undefined;
  // Vue Router gives null for a parameter without a value. The SDK takes none.
  const mayBeNull = value.isUnion() && value.types.some(({ flags }) => (flags & ts.TypeFlags.Null) !== 0);
  if (isText(value) || isJavaScript(record)) return mayBeNull ? `${text} ?? undefined` : text;
  const plain = mayBeNull ? `(${text} ?? undefined)` : text;
  return isCast(code) || (isMember && isCast(wrapped(node))) ? `${plain} as string | undefined` : undefined;
}

/** `query.iss` beside `query.code`, `query['iss']` beside `query['code']`. */
function memberText(record: ts.Expression, code: ts.Expression): string {
  if (!ts.isElementAccessExpression(code)) return `${record.getText()}.${issuerParameter}`;
  const quote = code.argumentExpression.getText()[0] === '"' ? '"' : "'";
  return `${record.getText()}[${quote}${issuerParameter}${quote}]`;
}

/** The same call for the other parameter. */
function sameCall(project: Project, call: ts.CallExpression, read: QueryRead): string | undefined {
  const type = project.checker.getTypeAtLocation(call);
  if (!isText(type, ts.TypeFlags.Null) || ownReader(project, call)) return undefined;
  return `${call.expression.getText()}(${quoted(read)})${isText(type) ? '' : ' ?? undefined'}`;
}

/** `param('iss')` beside `param('code')`: a reader of the project that does nothing else, and gives nothing for what is missing. */
function sameReader(project: Project, call: ts.CallExpression, place: ts.Node): string | undefined {
  const reader = ownReader(project, call);
  const key = reader && !reader.mustStay ? reader.key : undefined;
  const type = project.checker.getTypeAtLocation(call);
  const isMissed = type.isUnion() && isText(type, ts.TypeFlags.Null);
  const index = key ? call.arguments.indexOf(key) : -1;
  const others = [call.expression, ...call.arguments].filter((each) => each !== key);
  if (!key || index < 0 || !isMissed || !others.every((each) => reaches(project, each, place)))
    return undefined;
  const quote = key.getText()[0] === '"' ? '"' : "'";
  const given = call.arguments.map((each) =>
    each === key ? `${quote}${issuerParameter}${quote}` : each.getText(),
  );
  return `${call.expression.getText()}(${given.join(', ')})${isText(type) ? '' : ' ?? undefined'}`;
}

function memberType(project: Project, record: ts.Expression): ts.Type | undefined {
  const type = project.checker.getTypeAtLocation(record);
  const own = project.checker.getPropertyOfType(type, issuerParameter);
  return own ? project.checker.getTypeOfSymbol(own) : type.getStringIndexType();
}

/** True for `x as string` and the like, in parentheses or not. */
function isCast(expression: ts.Expression): boolean {
  let node = expression;
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) node = node.expression;
  return ts.isAsExpression(node);
}

/** `string | undefined`, or with `also` that flag too. */
export function isText(type: ts.Type, also = 0): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(
    ({ flags }) => (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Undefined | also)) !== 0,
  );
}

/** The name of the parameter in the quotes that the code's own name has. */
function quoted({ node }: QueryRead): string {
  const [key] = ts.isCallExpression(node) ? node.arguments : [];
  const quote = key?.getText()[0] === '"' ? '"' : "'";
  return `${quote}${issuerParameter}${quote}`;
}
