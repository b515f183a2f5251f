import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isFunctionLike, isWithin, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt, functionsAt } from '../../program/callees.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { findProviders } from '../response/provider/provider.ts';
import { mountsOf } from './mounts.ts';

/** `app.get('/path', handler)`, `router.use(middleware)`: code that an application runs for some requests. */
export interface Route {
  readonly call: ts.CallExpression;
  /** The application or router; undefined when it may be the same as another one. */
  readonly receiver: ts.Symbol | undefined;
  readonly path: string | undefined;
  /** True for every request below the path, not only for one route. */
  readonly isShared: boolean;
}

const shared = new Set(['use', 'addHook', 'register']);
const methods = new Set([...shared, 'get', 'post', 'put', 'patch', 'delete', 'all', 'head', 'on', 'route']);

/** `addHook('onSend', …)` has no path, `on('GET', '/path', …)` has it second. */
const firstPath: Readonly<Record<string, number>> = { addHook: Number.POSITIVE_INFINITY, on: 1 };

/** The routes of a program that get code as an argument. */
export function routesOf(project: Project): readonly Route[] {
  const found = known.get(project) ?? findRoutes(project);
  known.set(project, found);
  return found;
}

const known = new WeakMap<Project, readonly Route[]>();

function findRoutes(project: Project): readonly Route[] {
  return bindingsOf(project).allCalls.flatMap((call): Route[] => {
    if (!ts.isCallExpression(call) || isTestFile(call.getSourceFile())) return [];
    const route = routeAt(project, call);
    return route && call.arguments.some((given) => mayBeCode(project, given)) ? [route] : [];
  });
}

export function routeAt(project: Project, call: ts.CallExpression): Route | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !methods.has(callee.name.text)) return undefined;
  const [first] = call.arguments.slice(firstPath[callee.name.text] ?? 0);
  const path = first && ts.isStringLiteralLike(first) ? first.text : undefined;
  return {
    call,
    receiver: ownSymbol(project, callee.expression),
    path,
    isShared: shared.has(callee.name.text),
  };
}

/** The variable that is made by a call: two of them are two applications. A parameter may be either. */
function ownSymbol(project: Project, receiver: ts.Expression): ts.Symbol | undefined {
  const plain = unwrap(receiver);
  const symbol = ts.isIdentifier(plain) ? symbolOf(project, plain) : undefined;
  const declaration = symbol?.valueDeclaration;
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initial && (ts.isCallExpression(initial) || ts.isNewExpression(initial)) ? symbol : undefined;
}

/** False for texts and numbers: `store.get('key')` is no route. */
function mayBeCode(project: Project, given: ts.Expression): boolean {
  const plain = unwrap(given);
  if (isFunctionLike(plain) || ts.isCallExpression(plain)) return true;
  if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return false;
  return functionAt(project, plain) !== undefined || ownSymbol(project, plain) !== undefined;
}

/** True when the code that a route runs, without `except`, contains a node: directly, in functions it calls, or in a router. */
export function reaches(project: Project, route: Route, node: ts.Node, except?: ts.Node): boolean {
  return route.call.arguments.some(
    (given) => given !== except && rootsIn(project, given).some((root) => isWithin(node, root)),
  );
}

/** The functions that run where an argument of a route is used. */
const rootsIn = oncePerNode((project, given: ts.Expression): readonly ts.Node[] => {
  const found = new Set<ts.Node>();
  const seen = new Set<ts.Node>();
  const visit = (expression: ts.Expression): void => {
    const plain = unwrap(expression);
    if (seen.has(plain)) return;
    seen.add(plain);
    if (isFunctionLike(plain)) enter(plain);
    if (ts.isCallExpression(plain)) {
      for (const target of functionsAt(project, plain.expression)) enter(target);
      if (mountsOf(project).some(({ call }) => call === plain))
        for (const { authorize } of findProviders(project)) enter(authorize);
      const callee = unwrap(plain.expression);
      // `provider.answer.bind(provider)`
      if (ts.isPropertyAccessExpression(callee)) visit(callee.expression);
      plain.arguments.forEach(visit);
    }
    if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return;
    for (const target of functionsAt(project, plain)) enter(target);
    const router = ownSymbol(project, plain);
    if (router)
      for (const inner of routesOf(project))
        if (inner.receiver === router) inner.call.arguments.forEach(visit);
  };
  const enter = (target: FunctionLike): void => {
    if (found.has(target)) return;
    found.add(target);
    for (const node of descendants(target)) {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) continue;
      for (const inner of functionsAt(project, node.expression)) enter(inner);
      for (const argument of node.arguments ?? [])
        if (ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument)) visit(argument);
    }
  };
  visit(given);
  return [...found];
});
