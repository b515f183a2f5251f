import { ts } from '../compiler.cjs';
import { codeParameter } from '../sdk/roles.ts';
import { unwrap } from './ast.ts';
import type { Project } from './project.ts';
import { memberName } from './receivers.ts';
import { type Declared, declaredAs, symbolOf } from './sdk-symbols.ts';

/** One parameter read out of the callback's query, and how to say "the whole query" at that place. */
export interface QueryRead {
  /** Where the single value leaves the query. */
  readonly node: ts.Expression;
  /** Name of the parameter, e.g. `code`. */
  readonly key: string;
  /** Source text of an expression that gives the callback's URLSearchParams. */
  readonly params: string;
  /** The expression whose text `params` builds on: its names must mean the same where the text is used. */
  readonly root: ts.Expression;
}

/** A kind of query: which member of which declared type holds it, and the expression that gives its URLSearchParams. */
interface RecordSource {
  readonly area: string;
  readonly type: string;
  readonly member: string;
  /** `object` is the text of what the member is read from, e.g. `req`. */
  readonly params: (object: string) => string;
}

/** Frameworks that hand the query over as a record. Adding one is a row and a fixture. */
const recordSources: readonly RecordSource[] = [
  {
    area: 'platform/express',
    type: 'Request',
    member: 'query',
    params: (req) => `new URL(${req}.url, 'http://localhost').searchParams`,
  },
  {
    area: 'platform/fastify',
    type: 'FastifyRequest',
    member: 'query',
    params: (req) => `new URL(${req}.url, 'http://localhost').searchParams`,
  },
  {
    area: 'platform/koa',
    type: 'Context',
    member: 'query',
    params: (ctx) => `new URLSearchParams(${ctx}.querystring)`,
  },
  {
    area: 'platform/koa',
    type: 'Request',
    member: 'query',
    params: (request) => `new URLSearchParams(${request}.querystring)`,
  },
  {
    area: 'platform/next',
    type: 'NextApiRequest',
    member: 'query',
    params: (req) => `new URL(${req}.url ?? '', 'http://localhost').searchParams`,
  },
];

/** Frameworks whose request has a method that reads one parameter: `c.req.query('code')`. */
const methodSources: readonly RecordSource[] = [
  {
    area: 'platform/hono',
    type: 'HonoRequest',
    member: 'query',
    params: (request) => `new URL(${request}.url).searchParams`,
  },
];

/**
 * The query parameter that an expression reads, looked at through constants and destructuring:
 * `url.searchParams.get('code')`, `req.query.code`, `const { code } = req.query`.
 */
export function queryRead(project: Project, expression: ts.Expression): QueryRead | undefined {
  const node = unwrap(expression);
  if (ts.isCallExpression(node)) return searchParamsRead(project, node) ?? methodRead(project, node);
  const key = memberName(node);
  if (key !== undefined)
    return recordRead(project, node, (node as ts.PropertyAccessExpression).expression, key);
  return undefined;
}

/** The read behind a destructured name: `const { code } = req.query`. */
export function destructuredRead(project: Project, element: ts.BindingElement): QueryRead | undefined {
  const declaration = element.parent.parent;
  const key = element.propertyName ?? element.name;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer || element.dotDotDotToken)
    return undefined;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return undefined;
  return recordRead(project, declaration.initializer, declaration.initializer, key.text);
}

/** `params.get('code')` on a URLSearchParams. */
function searchParamsRead(project: Project, call: ts.CallExpression): QueryRead | undefined {
  const [key] = call.arguments;
  if (memberName(call.expression) !== 'get' || !key || !ts.isStringLiteralLike(key)) return undefined;
  const object = (call.expression as ts.PropertyAccessExpression).expression;
  return isUrlSearchParams(project, object)
    ? { node: call, key: key.text, params: object.getText(), root: object }
    : undefined;
}

/** True when the type of the expression is URLSearchParams (or a subclass), by declaration. */
export function isUrlSearchParams(project: Project, expression: ts.Expression): boolean {
  return isUrlSearchParamsType(project, project.checker.getTypeAtLocation(expression));
}

function isUrlSearchParamsType(project: Project, type: ts.Type): boolean {
  const part = project.checker.getNonNullableType(type);
  if (part.isUnion()) return part.types.every((member) => isUrlSearchParamsType(project, member));
  const get = project.checker.getPropertyOfType(part, 'get');
  return is(declaredAs(get), 'platform/web', 'URLSearchParams');
}

function methodRead(project: Project, call: ts.CallExpression): QueryRead | undefined {
  const [key] = call.arguments;
  const callee = unwrap(call.expression);
  if (!key || !ts.isStringLiteralLike(key) || !ts.isPropertyAccessExpression(callee)) return undefined;
  const source = sourceOf(methodSources, declaredAs(symbolOf(project, callee.name)));
  const object = callee.expression;
  return source && { node: call, key: key.text, params: source.params(object.getText()), root: object };
}

function recordRead(
  project: Project,
  node: ts.Expression,
  record: ts.Expression,
  key: string,
): QueryRead | undefined {
  const query = throughConstants(project, record);
  if (!ts.isPropertyAccessExpression(query)) return parsedUrlRead(project, node, query, key);
  const source = sourceOf(recordSources, declaredAs(symbolOf(project, query.name)));
  if (source) return { node, key, params: source.params(query.expression.getText()), root: query.expression };
  return parsedUrlRead(project, node, query, key);
}

/** `parse(req.url, true).query.code` of node:url. */
function parsedUrlRead(
  project: Project,
  node: ts.Expression,
  query: ts.Expression,
  key: string,
): QueryRead | undefined {
  if (memberName(query) !== 'query') return undefined;
  const parsed = throughConstants(project, (query as ts.PropertyAccessExpression).expression);
  const [url] = ts.isCallExpression(parsed) ? parsed.arguments : [];
  if (!ts.isCallExpression(parsed) || !url) return undefined;
  const declared = declaredAs(symbolOf(project, calleeName(parsed)));
  if (declared?.area !== 'platform/node' || (declared.member ?? declared.name) !== 'parse') return undefined;
  return { node, key, params: `new URL(${url.getText()}, 'http://localhost').searchParams`, root: url };
}

function calleeName(call: ts.CallExpression): ts.Node {
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name : callee;
}

function sourceOf(
  sources: readonly RecordSource[],
  declared: Declared | undefined,
): RecordSource | undefined {
  return sources.find(
    ({ area, type, member }) =>
      declared?.area === area && declared.name === type && declared.member === member,
  );
}

function is(declared: Declared | undefined, area: string, type: string): boolean {
  return declared?.area === area && declared.name === type;
}

/** The expression a constant stands for, as far as constants lead. */
export function throughConstants(project: Project, expression: ts.Expression): ts.Expression {
  let node = unwrap(expression);
  for (let depth = 0; depth < 16 && ts.isIdentifier(node); depth++) {
    const value = constantValue(project, node);
    if (!value) break;
    node = unwrap(value);
  }
  return node;
}

/** The initializer of a `const`, or of a `let` that is never assigned again. */
function constantValue(project: Project, name: ts.Identifier): ts.Expression | undefined {
  const declaration = symbolOf(project, name)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  return isConst(declaration) ? declaration.initializer : undefined;
}

export function isConst(declaration: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(declaration.parent) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0
  );
}

/** The SDK reads only `code` from the query it is handed. */
export function readsCode(read: QueryRead): boolean {
  return read.key === codeParameter;
}
