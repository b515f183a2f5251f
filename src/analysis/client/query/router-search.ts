import { ts } from '../../../compiler.cjs';
import {
  routeApi,
  routeMakers,
  routerModule,
  schemaAdapters,
  searchHook,
} from '../../../sdk/router-roles.ts';
import { isFunctionLike, memberName, ownDescendants, unwrap } from '../../program/ast.ts';
import { bindingOf, keyOfElement, throughConstants } from '../../program/constants.ts';
import { importedName } from '../../program/imported-name.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { pathFromParameter } from './conventions.ts';
import { isNoValue } from './no-value.ts';
import { isStringCall } from './string-call.ts';
import { isPlainSchema, validated } from './validated.ts';

/** A parameter of the page's search, as TanStack Router gives it to a function of a route or to a component. */
export interface SearchRead {
  /** The parameter of the page's query; undefined where validateSearch or loaderDeps may have made another value of it. */
  readonly key: string | undefined;
  /** The function of the route that is given it, or the call of the hook. */
  readonly given: ts.SignatureDeclaration | ts.CallExpression;
}

/** `deps.code` of a loader, `search.code` of beforeLoad, `code` of `const { code } = Route.useSearch()`. */
export function searchRead(project: Project, expression: ts.Expression): SearchRead | undefined {
  const found = pathFromParameter(project, expression);
  if (!found) return hookRead(project, expression);
  const fn = unwrap(found.owner as ts.Expression);
  const route = isFunctionLike(fn) ? routeOf(project, fn) : undefined;
  if (!route || !isFunctionLike(fn)) return undefined;
  const [, from, name] = /^(deps|search|location\.search)\.([^.]+)$/.exec(found.path) ?? [];
  if (!from || !name) return undefined;
  if (from === 'location.search') return { key: name, given: fn };
  const key = from === 'deps' ? behindDeps(project, route, name) : name;
  return { key: key && behindValidation(project, route, key), given: fn };
}

/** The options of the route that a function stands in as a member. */
function routeOf(project: Project, fn: ts.Node): ts.ObjectLiteralExpression | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  const isMember = ts.isMethodDeclaration(member) || ts.isPropertyAssignment(member);
  const options = isMember && ts.isObjectLiteralExpression(member.parent) ? member.parent : undefined;
  const call = options?.parent;
  return call && ts.isCallExpression(call) && call.arguments[0] === options && isMaker(project, call)
    ? options
    : undefined;
}

/** `createFileRoute('/callback')({ … })`, `createRoute({ … })` */
function isMaker(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const { module, name } =
    importedName(project, ts.isCallExpression(callee) ? callee.expression : callee) ?? {};
  return module === routerModule && routeMakers.has(name ?? '');
}

/** The parameter of the search that a dependency of the loader is. */
function behindDeps(project: Project, route: ts.ObjectLiteralExpression, name: string): string | undefined {
  const deps = optionOf(project, route, 'loaderDeps');
  return deps && isFunctionLike(deps) ? fieldOf(project, deps, 'search', name) : undefined;
}

function behindValidation(
  project: Project,
  route: ts.ObjectLiteralExpression,
  name: string,
): string | undefined {
  const check = optionOf(project, route, 'validateSearch');
  if (check === undefined) return route.properties.some(ts.isSpreadAssignment) ? undefined : name;
  if (isFunctionLike(check)) return fieldOf(project, check, '', name);
  const [schema] = isAdapter(project, check) ? check.arguments : [check as ts.Expression];
  return schema && isPlainSchema(project, throughConstants(project, schema)) ? name : undefined;
}

/** `zodValidator(schema)` of an adapter of the router. */
function isAdapter(project: Project, node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) && schemaAdapters.has(importedName(project, node.expression)?.module ?? '')
  );
}

function optionOf(
  project: Project,
  { properties }: ts.ObjectLiteralExpression,
  name: string,
): ts.Node | undefined {
  const option = properties.find((each) => each.name?.getText() === name);
  if (!option || ts.isMethodDeclaration(option)) return option;
  if (ts.isShorthandPropertyAssignment(option)) return throughConstants(project, option.name);
  return ts.isPropertyAssignment(option) ? throughConstants(project, option.initializer) : option;
}

/** The parameter that a function gives as this member, where it is as the function is given it at `from`. */
function fieldOf(
  project: Project,
  fn: ts.SignatureDeclaration,
  from: string,
  name: string,
): string | undefined {
  const { body } = fn as ts.FunctionLikeDeclaration;
  const exits = body && (ts.isBlock(body) ? [...ownDescendants(body)].filter(ts.isReturnStatement) : [body]);
  const [only, ...more] = exits ?? [];
  const exit = only && ts.isReturnStatement(only) ? only.expression : only;
  if (!exit || more.length > 0) return undefined;
  const path = (value: ts.Expression): string | undefined => {
    const found = pathFromParameter(project, value);
    return found && unwrap(found.owner as ts.Expression) === fn ? found.path : undefined;
  };
  const whole = (value: ts.Expression): boolean => path(validated(project, value) ?? value) === from;
  const given = throughConstants(project, exit);
  if (!ts.isObjectLiteralExpression(given)) return whole(given) ? name : undefined;
  const member = given.properties.findLast((each) => each.name?.getText() === name);
  if (!member) {
    const isSpread = given.properties.some((each) => ts.isSpreadAssignment(each) && whole(each.expression));
    return isSpread && given.properties.filter(ts.isSpreadAssignment).length === 1 ? name : undefined;
  }
  if (given.properties.slice(given.properties.indexOf(member)).some(ts.isSpreadAssignment)) return undefined;
  const value = ts.isShorthandPropertyAssignment(member) ? member.name : initializerOf(member);
  const found = value && path(asItIs(project, value));
  const prefix = from === '' ? '' : `${from}.`;
  return found?.startsWith(prefix) && !found.slice(prefix.length).includes('.')
    ? found.slice(prefix.length)
    : undefined;
}

const initializerOf = (member: ts.Node): ts.Expression | undefined =>
  ts.isPropertyAssignment(member) ? member.initializer : undefined;

/** `x` of `String(x)`, `x ?? ''`, `typeof x === 'string' ? x : undefined`. */
function asItIs(project: Project, value: ts.Expression): ts.Expression {
  const node = unwrap(value);
  const [first] = ts.isCallExpression(node) && isStringCall(project, node) ? node.arguments : [];
  if (first) return first;
  if (ts.isBinaryExpression(node)) return isNoValue(node.right) ? asItIs(project, node.left) : node;
  return ts.isConditionalExpression(node) && isNoValue(node.whenFalse)
    ? asItIs(project, node.whenTrue)
    : node;
}

/** `search.code` of `const search = Route.useSearch()`, `code` of `const { code } = useSearch({ from: '/callback' })`. */
function hookRead(project: Project, expression: ts.Expression): SearchRead | undefined {
  const node = throughConstants(project, expression);
  const element = bindingOf(project, node);
  const owner = element?.parent.parent;
  const name = element ? keyOfElement(element) : memberName(node);
  const source = element
    ? owner && ts.isVariableDeclaration(owner) && owner.initializer
    : ts.isPropertyAccessExpression(node) && node.expression;
  const call = source && throughConstants(project, source);
  if (name === undefined || !call || !ts.isCallExpression(call)) return undefined;
  const route = hookRoute(project, call);
  return route && { key: route.options && behindValidation(project, route.options, name), given: call };
}

interface HookRoute {
  /** Undefined where the route was not found. */
  readonly options: ts.ObjectLiteralExpression | undefined;
}

function hookRoute(project: Project, call: ts.CallExpression): HookRoute | undefined {
  const callee = unwrap(call.expression);
  const imported = importedName(project, callee);
  const options = call.arguments[0];
  const settings = options && ts.isObjectLiteralExpression(options) ? options : undefined;
  if (options && !settings?.properties.every((each) => /^(from|strict)$/.test(each.name?.getText() ?? '')))
    return undefined;
  if (imported?.name === searchHook && imported.module === routerModule)
    return { options: routeAt(project, settings && optionOf(project, settings, 'from')) };
  if (memberName(callee) !== searchHook) return undefined;
  const route = throughConstants(project, (callee as ts.PropertyAccessExpression).expression);
  if (!ts.isCallExpression(route)) return undefined;
  if (isMaker(project, route)) return { options: literalOf(route) };
  const { module, name } = importedName(project, route.expression) ?? {};
  return name === routeApi && module === routerModule
    ? { options: routeAt(project, route.arguments[0]) }
    : undefined;
}

function literalOf({ arguments: [only] }: ts.CallExpression): ts.ObjectLiteralExpression | undefined {
  return only && ts.isObjectLiteralExpression(only) ? only : undefined;
}

/** The options of the only route with this path, among the files of the program. */
function routeAt(project: Project, path: ts.Node | undefined): ts.ObjectLiteralExpression | undefined {
  if (!path || !ts.isStringLiteralLike(path)) return undefined;
  const calls = project.userFiles.flatMap((file) =>
    nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).filter((call) => {
      const made = unwrap(call.expression);
      const [first] = ts.isCallExpression(made) ? made.arguments : [];
      return first && ts.isStringLiteralLike(first) && first.text === path.text && isMaker(project, call);
    }),
  );
  const [only, ...more] = calls;
  return only && more.length === 0 ? literalOf(only) : undefined;
}
