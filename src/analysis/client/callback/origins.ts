import { ts } from '../../../compiler.cjs';
import { type AccessPath, keyOfStep } from '../../program/access-path.ts';
import { memberName, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { destructuredRead, isUrlSearchParams, queryRead } from '../query/query-read.ts';
import { elementQuery, wholeQuery } from '../query/whole-query.ts';
import { stepsBack } from './step-back.ts';

/** A place where the code (or the whole query) leaves the callback's query, and the flow from there to the call that redeems it. */
export interface Origin {
  /** The read of the parameter, or the expression that gives the whole query. */
  readonly node: ts.Node;
  readonly kind: 'parameter' | 'query';
  /** From the origin to the redeeming call, both included. */
  readonly flow: readonly ts.Node[];
}

interface Item {
  readonly node: ts.Node;
  readonly path: AccessPath;
  readonly next: Item | undefined;
}

/** Bounds for programs that are no ordinary login. What lies beyond is not seen and gives no finding. */
const maxItems = 4000;
const maxPath = 6;

/** Walks back from a value to the callback queries it can come from. */
export function originsOf(project: Project, sink: ts.Node, value: ts.Expression): Origin[] {
  const origins: Origin[] = [];
  const seen = new Set<string>();
  const ids = new Map<ts.Node, number>();
  const first: Item = { node: sink, path: [], next: undefined };
  const queue: Item[] = [];
  const push = (node: ts.Node, path: AccessPath, next: Item): void => {
    if (!ids.has(node)) ids.set(node, ids.size);
    const key = `${ids.get(node)} ${path.map(keyOfStep).join('.')}`;
    if (seen.has(key) || seen.size > maxItems || path.length > maxPath) return;
    seen.add(key);
    queue.push({ node, path, next });
  };
  push(value, [], first);
  for (let item = queue.shift(); item; item = queue.shift()) {
    const at: Item = item;
    const kind = originAt(project, at.node, at.path);
    if (kind) origins.push({ node: at.node, kind, flow: flowOf(at) });
    else stepsBack(project, at.node, at.path, (node, path) => push(node, path, at));
  }
  return origins;
}

function flowOf(item: Item): ts.Node[] {
  const flow: ts.Node[] = [];
  for (let at: Item | undefined = item; at; at = at.next) flow.push(at.node);
  return flow;
}

/** The whole query counts where it is made or taken, not where a variable passes it on. */
function originAt(project: Project, node: ts.Node, path: AccessPath): Origin['kind'] | undefined {
  const [step, ...more] = path;
  if (step) {
    if (step.kind !== 'member' || more.length > 0) return undefined;
    if (step.name === 'searchParams' && isUrl(project, node)) return 'query';
    return isQueryRecord(project, node) ? 'parameter' : undefined;
  }
  if (ts.isBindingElement(node)) return destructuredRead(project, node) ? 'parameter' : undefined;
  const value = ts.isExpression(node) ? unwrap(node) : undefined;
  if (!value || ts.isIdentifier(value)) return undefined;
  if (queryRead(project, value)) return 'parameter';
  // The shape first: types cost most where expressions are nested.
  if (!ts.isNewExpression(value) && memberName(value) !== 'searchParams') return undefined;
  if (!isUrlSearchParams(project, value)) return undefined;
  if (ts.isNewExpression(value)) {
    const [made] = value.arguments ?? [];
    return made && !isMadeUp(project, made) ? 'query' : undefined;
  }
  return 'query';
}

/** A URL that `searchParams` is taken out of by destructuring. */
function isUrl(project: Project, node: ts.Node): boolean {
  if (!ts.isExpression(node)) return false;
  const value = unwrap(node);
  // The parts of these are looked at instead.
  if (ts.isIdentifier(value) || ts.isConditionalExpression(value)) return false;
  return declaredTypes(project, project.checker.getTypeAtLocation(node)).some(
    ({ area, name }) => area === 'platform/web' && name === 'URL',
  );
}

/** `req.query` of a framework, `Object.fromEntries(params)`: what `{ code }` is destructured from, also as an argument. */
function isQueryRecord(project: Project, node: ts.Node): boolean {
  if (ts.isBindingElement(node))
    return ts.isIdentifier(node.name) && elementQuery(project, node, node.name) !== undefined;
  const value = ts.isExpression(node) ? unwrap(node) : undefined;
  // Names are looked behind, and what a call or a member gives counts itself.
  return value !== undefined && isRecord(value) && wholeQuery(project, value) !== undefined;
}

const isRecord = (value: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(value) || ts.isCallExpression(value) || ts.isAwaitExpression(value);

/** `new URLSearchParams({ code })` is not the query of a callback. */
function isMadeUp(project: Project, made: ts.Expression): boolean {
  const value = unwrap(made);
  if (ts.isObjectLiteralExpression(value) || ts.isStringLiteralLike(value)) return true;
  const declaration = ts.isIdentifier(value) ? declarationAt(project, value) : undefined;
  const init = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return init !== undefined && ts.isObjectLiteralExpression(unwrap(init));
}
