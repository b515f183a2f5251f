import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isWithin, wrapped } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import type { IgnoredClient } from './invalidation.ts';
import { mayLeave } from './parting.ts';
import { effectsIn, targetOf } from './scope-flow.ts';
import { pathOf, readsOf } from './stored-client.ts';

/**
 * `if (!this.client) this.verifier = undefined`, `if ('client' in patch)`: behind what is written for 'client' something looks
 * at what that clears, in the method or in what it calls.
 */
export function decidesByClient(
  project: Project,
  { body, clearing }: IgnoredClient,
  at: ts.Statement,
  written: readonly ts.Statement[],
): boolean {
  const paths = clearing.map(keeperOf);
  if (paths.includes(undefined)) return false;
  const isLater = (node: ts.Node): boolean =>
    node.pos >= at.pos && !written.some((each) => isWithin(node, each));
  return decidesIn(project, body, paths as string[], isLater, new Set());
}

/** What holds the client: the path of the member, or of what the member or entry is taken out of. */
function keeperOf(effect: IgnoredClient['clearing'][number]): string | undefined {
  if (ts.isCallExpression(effect)) {
    const callee = effect.expression;
    return ts.isPropertyAccessExpression(callee) ? pathOf(callee.expression) : undefined;
  }
  const place = targetOf(effect);
  return pathOf(ts.isElementAccessExpression(place) ? place.expression : place);
}

function decidesIn(
  project: Project,
  body: ts.Node,
  paths: readonly string[],
  isLater: (node: ts.Node) => boolean,
  seen: Set<ts.Node>,
): boolean {
  return [...descendants(body)].some((node) => {
    if (!isLater(node)) return false;
    const path = pathOf(node);
    if (
      path !== undefined &&
      isDecision(project, node) &&
      (isOf(path, paths) || isGetterOf(project, node, paths))
    )
      return true;
    return ts.isCallExpression(node) && decidesAt(project, node, paths, seen);
  });
}

function decidesAt(
  project: Project,
  call: ts.CallExpression,
  paths: readonly string[],
  seen: Set<ts.Node>,
): boolean {
  return functionsAt(project, call.expression).some((target) => {
    if (isDecision(project, call) && readsAny(project, target, paths)) return true;
    if (!target.body || seen.has(target)) return false;
    seen.add(target);
    const inside = [...paths.filter((path) => path.startsWith('this.')), ...given(call, target, paths)];
    return inside.length > 0 && decidesIn(project, target.body, inside, () => true, seen);
  });
}

/** `commit(next)`: what the path is called inside of the function. */
const given = (call: ts.CallExpression, { parameters }: FunctionLike, paths: readonly string[]): string[] =>
  call.arguments.flatMap((argument, index) => {
    const value = pathOf(argument);
    const name = parameters[index]?.name;
    if (value === undefined || value === 'this' || !name || !ts.isIdentifier(name)) return [];
    return paths
      .filter((path) => path === value || path.startsWith(`${value}.`))
      .map((path) => name.text + path.slice(value.length));
  });

const readsAny = (project: Project, target: FunctionLike, paths: readonly string[]): boolean =>
  [...readsOf(project, target).paths].some((path) => isOf(path, paths));

function isGetterOf(project: Project, node: ts.Node, paths: readonly string[]): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  const getters =
    project.checker.getSymbolAtLocation(node.name)?.declarations?.filter(ts.isGetAccessor) ?? [];
  return getters.some((getter) => readsAny(project, getter, paths));
}

const isOf = (path: string, paths: readonly string[]): boolean =>
  path !== 'this' &&
  paths.some((each) => path === each || path.startsWith(`${each}.`) || each.startsWith(`${path}.`));

/** The value decides what runs, or gets a name that may: it is no mere part of what is stored or shown. */
function isDecision(project: Project, start: ts.Node): boolean {
  let isAsked = false;
  for (let node = start; node.parent && !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isConditionalExpression(parent)) return parent.condition === node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
    if (ts.isBinaryExpression(parent)) {
      const isKept = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      if (isKept && parent.left === wrapped(node as ts.Expression)) return false;
      isAsked ||= !isKept;
    }
    if (ts.isVariableDeclaration(parent)) return parent.initializer === node;
    if (ts.isIfStatement(parent)) return !showsOnly(project, parent);
    if (ts.isExpressionStatement(parent) || ts.isReturnStatement(parent)) return isAsked;
    if (ts.isStatement(parent)) return true;
  }
  return isAsked;
}

/** `if (before !== this.client) console.error('forgotten');` */
const showsOnly = (project: Project, { thenStatement, elseStatement }: ts.IfStatement): boolean =>
  !elseStatement &&
  !mayLeave(thenStatement) &&
  ![...descendants(thenStatement)].some(
    (node) => ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node),
  ) &&
  effectsIn(thenStatement).every((each) => ts.isCallExpression(each) && onlyShows(project, each));
