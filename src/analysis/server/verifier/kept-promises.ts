import { ts } from '../../../compiler.cjs';
import {
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { isPromiseCall } from '../../program/rejections.ts';
import { valuesBehind } from '../../program/values-behind.ts';

/** What becomes of promises that may hold an error. */
export interface PromiseUses {
  /** The first use that is not known to be harmless: in a map, a field, a list of results, a call that nobody sees into. */
  readonly kept: ts.Node | undefined;
  /** The uses of variables and parameters that have one. */
  readonly named: readonly ts.Node[];
  /** The call of `Promise.any` that gets one: it fails with an AggregateError, and not as what it is given. */
  readonly aggregated: ts.Node | undefined;
}

/**
 * Who else may get an error by the promise that a call gives?
 * Asked of the calls on the way of an error that the fix replaces.
 * It is harmless to wait for a promise, to give it back, to chain or to race it, and to ask whether there is one.
 */
export function promiseUses(project: Project, calls: Iterable<ts.CallExpression>): PromiseUses {
  const named: ts.Node[] = [];
  const seen = new Set<ts.Node>();
  let kept: ts.Node | undefined;
  let aggregated: ts.Node | undefined;

  const follow = (value: ts.Expression): void => {
    const node = wrapped(value);
    if (seen.has(node) || kept) return;
    seen.add(node);
    const { parent } = node;
    if (ts.isVariableDeclaration(parent)) ofName(parent.name);
    else if (ts.isCallExpression(parent)) argument(parent, node);
    else if (ts.isPropertyAccessExpression(parent)) chained(parent);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) follow(parent);
    } else if (ts.isBinaryExpression(parent)) operand(parent, node);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) answered(parent);
    else if (ts.isArrayLiteralExpression(parent)) {
      const call = wrapped(parent).parent;
      if (ts.isCallExpression(call) && isCombined(call)) follow(call);
      else kept = node;
    } else if (!isHarmless(parent)) kept = node;
  };
  const isCombined = (call: ts.CallExpression): boolean => {
    if (isPromiseCall(project, call, /^any$/)) aggregated ??= call;
    return isPromiseCall(project, call, /^(?:race|all|resolve|any)$/);
  };
  /** What a callback of a promise gives is in the promise of the next one; other calls of the function are asked themselves. */
  const answered = (at: ts.Node): void => {
    const fn = ts.isArrowFunction(at) ? at : enclosingFunction(at);
    const call = fn && ts.isExpression(fn) ? wrapped(fn).parent : undefined;
    if (call && ts.isCallExpression(call) && isFollowed(unwrap(call.expression))) follow(call);
  };
  const chained = (access: ts.PropertyAccessExpression): void => {
    const call = wrapped(access).parent;
    if (ts.isCallExpression(call) && isChain(access)) follow(call);
    else kept = access;
  };
  const argument = (call: ts.CallExpression, node: ts.Expression): void => {
    const functions = functionsAt(project, call.expression);
    const parameters = functions.map((fn) => fn.parameters[call.arguments.indexOf(node)]);
    if (parameters.length > 0 && parameters.every((each) => each && !each.dotDotDotToken)) {
      for (const each of parameters) ofName(each!.name);
      follow(call);
    } else if (isCombined(call)) follow(call);
    else if (!onlyShows(project, call)) kept = node;
  };
  const operand = (parent: ts.BinaryExpression, node: ts.Expression): void => {
    const { left, operatorToken } = parent;
    if (!isAssignment(operatorToken.kind)) return follow(parent);
    const place = parent.right === node && ts.isIdentifier(left) ? declarationAt(project, left) : undefined;
    const isOwn = place && enclosingFunction(place) === enclosingFunction(node);
    if (isOwn && (ts.isVariableDeclaration(place) || ts.isParameter(place))) ofName(place.name);
    else kept = node;
  };
  const ofName = (name: ts.BindingName): void => {
    const owner = enclosingFunction(name.parent);
    const scope = ts.isParameter(name.parent) ? name.parent.parent : owner;
    const symbol = scope && project.checker.getSymbolAtLocation(name);
    if (!symbol || !ts.isIdentifier(name)) kept ??= name;
    else
      for (const use of references(project.checker, symbol, scope)) {
        const isTarget = ts.isBinaryExpression(use.parent) && use.parent.left === use;
        if (use === name || (isTarget && isAssignment(use.parent.operatorToken.kind))) continue;
        named.push(use);
        follow(use);
      }
  };
  for (const call of calls) if (givesPromise(project, call)) follow(call);
  return { kept, named, aggregated };
}

/** `find(token).then(check)`, `checks.map((check) => check(token))` */
const isFollowed = (callee: ts.Expression): boolean =>
  isChain(callee) || (ts.isPropertyAccessExpression(callee) && callee.name.text === 'map');

const isChain = (callee: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(callee) && /^(?:then|catch|finally)$/.test(callee.name.text);

/** A statement, a test. */
const isHarmless = (node: ts.Node): boolean =>
  ts.isStatement(node) ||
  ts.isAwaitExpression(node) ||
  ts.isVoidExpression(node) ||
  ts.isTypeOfExpression(node) ||
  ts.isPrefixUnaryExpression(node);

/** False for what certainly is no promise: by its type, or by what functions give that do not wait. */
function givesPromise(project: Project, call: ts.CallExpression, seen = new Set<ts.Node>()): boolean {
  const type = project.checker.getTypeAtLocation(call);
  if (!(type.flags & ts.TypeFlags.Any)) return holdsPromise(project, type);
  const gives = (value: ts.Expression): boolean => {
    const node = unwrap(value);
    if (seen.has(node)) return false;
    seen.add(node);
    if (ts.isCallExpression(node)) return givesPromise(project, node, seen);
    return valuesBehind(project, node).some(gives);
  };
  const isLate = (fn: FunctionLike): boolean =>
    (ts.getCombinedModifierFlags(fn as ts.Declaration) & ts.ModifierFlags.Async) !== 0 ||
    (bindingsOf(project).returns.get(fn) ?? []).some(gives);
  const functions = functionsAt(project, call.expression);
  return functions.length === 0 || functions.some(isLate);
}

function holdsPromise({ checker }: Project, type: ts.Type): boolean {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.some(
    (part) =>
      part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter) ||
      part.getProperty('then') ||
      (checker.isArrayType(part) &&
        checker.getTypeArguments(part as ts.TypeReference).some((each) => each.getProperty('then'))),
  );
}
