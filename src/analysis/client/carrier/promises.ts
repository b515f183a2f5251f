import { ts } from '../../../compiler.cjs';
import type { Box } from '../../../sdk/boxes.ts';
import { type AccessPath, after, argument, awaited, called, element } from '../../program/access-path.ts';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import type { Lift } from './lift.ts';
import { madeParameter } from './made-parameter.ts';
import { boxOf, firstValues, pathsFor } from './package-boxes.ts';
import { refuseReasonAsValue } from './rejection-handlers.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';

/** True when the expression is a promise, not yet what it gives. */
export function isPromise(project: Project, expression: ts.Node): boolean {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(expression));
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) =>
    declaredTypes(project, part).some(
      ({ area, name }) => area === 'platform/es' && /^Promise(Like)?$/.test(name),
    ),
  );
}

/** `new Promise<string>(resolve => …)`, `new Map<string, string>()`, `new Deferred<string>()`. */
export function liftNew(lift: Lift, node: ts.NewExpression, path: AccessPath): void {
  const [step, ...rest] = path;
  const declared = declaredAs(symbolOf(lift.project, node.expression));
  const isPromiseClass = declared?.area === 'platform/es' && declared.name === 'Promise';
  if (isPromiseClass && step?.kind === 'await') {
    retype(lift, node.typeArguments?.[0], rest);
    const executor = node.arguments?.[0];
    const fn = executor && unwrap(executor);
    if (fn && isFunctionLike(fn)) return lift.follow.function(fn, [argument(0), argument(0), ...rest]);
    if (fn) return lift.follow.expression(fn, [argument(0), argument(0), ...rest]);
  }
  if (step?.kind === 'type') {
    const made = declared ? undefined : madeParameter(lift.project, node, step.index);
    if (!declared && !made)
      throw new CannotFollow(
        'wider-flow',
        node,
        `${shortText(node)} keeps it, and is made for other values.`,
      );
    if (made) lift.generics.addOf(made.declaration, made.index);
    retype(lift, node.typeArguments?.[made?.index ?? step.index], rest);
    const box = boxOf(lift.project, node);
    if (box) return liftBox(lift, box, node, path);
    // `new Map([[state, deferred]])`: its first entries are written as lists, which are not followed.
    if (node.arguments?.length && declared) {
      throw new CannotFollow('wider-flow', node, `${shortText(node)} is made with the code in it.`);
    }
    return;
  }
  if (step?.kind === 'member') {
    const type = lift.project.checker.getTypeAtLocation(node);
    if (lift.project.checker.getPropertyOfType(type, step.name)) return;
  }
  throw new CannotFollow('wider-flow', node, `The code comes from ${shortText(node)}.`);
}

/** `new BehaviorSubject(code)`, `new LRUCache<string, string>({ max: 10 })`. */
function liftBox(lift: Lift, box: Box, node: ts.NewExpression, [step, ...rest]: AccessPath): void {
  lift.boxes.add(box, node);
  for (const [index, paths] of firstValues(lift.project, node, step).entries()) {
    const given = node.arguments?.[index];
    for (const each of given ? pathsFor(lift.project, given, paths, rest) : [])
      if (given) lift.follow.expression(given, [...each, ...rest]);
  }
}

type Combinator = 'all' | 'allSettled' | 'any' | 'race' | 'resolve' | 'reject' | 'withResolvers' | 'Promise';

/** The function of Promise that is called. */
export function combinatorOf(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): Combinator | undefined {
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (declared?.area !== 'platform/es') return undefined;
  if (ts.isNewExpression(call)) return declared.name === 'Promise' ? 'Promise' : undefined;
  return declared.name === 'PromiseConstructor' ? (declared.member as Combinator) : undefined;
}

/** `Promise.race(list)`, `Promise.any(list)`: what comes out is what one promise of the list gives. */
export function givesOneOf(project: Project, call: ts.CallExpression): boolean {
  const combinator = combinatorOf(project, call);
  return combinator === 'race' || combinator === 'any';
}

/** Backwards from a call of a promise's own functions; false for any other call. */
export function liftCombined(lift: Lift, call: ts.CallExpression, path: AccessPath): boolean {
  const [step, ...rest] = path;
  const [first] = call.arguments;
  const combinator = combinatorOf(lift.project, call);
  if (combinator === 'withResolvers' && step?.kind === 'type') {
    retype(lift, call.typeArguments?.[0], rest);
    return true;
  }
  if (step?.kind !== 'await') return false;
  if (combinator === 'resolve' && first) {
    lift.follow.expression(first, isPromise(lift.project, first) ? path : rest);
    return true;
  }
  if (combinator === 'reject') return true;
  if (first && givesOneOf(lift.project, call)) {
    const list = unwrap(first);
    if (!ts.isArrayLiteralExpression(list)) {
      lift.follow.expression(list, [element, ...path]);
      return true;
    }
    for (const each of list.elements.filter((element) => !neverGives(lift.project, element)))
      lift.follow.expression(each, isPromise(lift.project, each) ? path : rest);
    return true;
  }
  if ((combinator === 'all' || combinator === 'allSettled') && first)
    return liftOneOf(lift, combinator, unwrap(first), rest);
  return liftChained(lift, call, path);
}

/** `const results = await Promise.allSettled([wait(), open()])`: each promise of the list is at its place. */
function liftOneOf(lift: Lift, combinator: Combinator, list: ts.Expression, path: AccessPath): boolean {
  const [at, ...rest] = path;
  const given =
    ts.isArrayLiteralExpression(list) && at?.kind === 'place' ? list.elements[at.index] : undefined;
  const inner = combinator === 'all' ? rest : after(rest, [element]);
  if (!given || !inner || ts.isSpreadElement(given)) return false;
  lift.follow.expression(given, isPromise(lift.project, given) ? [awaited, ...inner] : inner);
  return true;
}

/** `promise.then(callback)`, `promise.catch(callback)`: a promise of what the callback returns. */
export function isChained(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const declared = ts.isPropertyAccessExpression(callee)
    ? declaredAs(symbolOf(project, callee.name))
    : undefined;
  if (declared?.area !== 'platform/es' || !/^Promise(Like)?$/.test(declared.name)) return false;
  return declared.member === 'then' || declared.member === 'catch';
}

/** `promise.then(…)`, `promise.catch(…)`, `promise.finally(…)`. */
function liftChained(lift: Lift, call: ts.CallExpression, path: AccessPath): boolean {
  const [, ...rest] = path;
  const [first, second] = call.arguments;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const declared = declaredAs(symbolOf(lift.project, callee.name));
  if (declared?.area !== 'platform/es' || !/^Promise(Like)?$/.test(declared.name)) return false;
  const { member } = declared;
  if (member === 'catch' || member === 'finally') {
    if (member === 'catch') refuseReasonAsValue(lift, first);
    lift.follow.expression(callee.expression, path);
    if (member === 'catch' && first) liftCallback(lift, first, rest);
    return true;
  }
  if (member !== 'then' || !first) return false;
  refuseReasonAsValue(lift, second);
  liftCallback(lift, first, rest);
  if (second) liftCallback(lift, second, rest);
  return true;
}

/** `Promise<never>`: a timeout that only rejects. */
export function neverGives(project: Project, element: ts.Expression): boolean {
  const { checker } = project;
  const type = checker.getTypeAtLocation(element);
  const [given] =
    isPromise(project, element) && (type as ts.TypeReference).target
      ? checker.getTypeArguments(type as ts.TypeReference)
      : [];
  return given !== undefined && (given.flags & ts.TypeFlags.Never) !== 0;
}

/** What a callback of `then` returns is the value, or a promise of it. */
function liftCallback(lift: Lift, callback: ts.Expression, rest: AccessPath): void {
  const signature = lift.project.checker.getTypeAtLocation(callback).getCallSignatures()[0];
  const result = signature && lift.project.checker.getReturnTypeOfSignature(signature);
  if (result && result.flags & (ts.TypeFlags.Never | ts.TypeFlags.Void)) return;
  const promised =
    result && declaredTypes(lift.project, result).some(({ name }) => /^Promise(Like)?$/.test(name));
  lift.follow.expression(callback, promised ? [called, awaited, ...rest] : [called, ...rest]);
}
