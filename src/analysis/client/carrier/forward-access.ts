import { ts } from '../../../compiler.cjs';
import { type AccessPath, argument, joined, sameStep } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { argumentsIn } from './argument-lists.ts';
import { liftFieldUse } from './field-uses.ts';
import { calledIndirectly } from './indirect-calls.ts';
import { followedValue } from './kept-if-there.ts';
import type { Lift } from './lift.ts';
import { isUnused } from './only-tested.ts';
import { isCustomEvent } from './page-events.ts';
import { refuseReasonAsValue } from './rejection-handlers.ts';
import { shortText } from './short-text.ts';
import { memberPaths } from './type-paths.ts';

/** Forwards from a carrier of which a member is taken: what that member is depends on the first step to the code. */
export function accessTo(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  switch (path[0]?.kind) {
    case 'member':
      return memberOfRecord(lift, access, path);
    case 'await':
      return methodOfPromise(lift, access, path);
    case 'type':
      return memberOfGeneric(lift, access, path);
    case 'place':
      return memberOfTuple(lift, access, path);
    default:
      return methodOfFunction(lift, access, path);
  }
}

function memberOfRecord(lift: Lift, access: ts.PropertyAccessExpression, [step, ...rest]: AccessPath): void {
  if (step?.kind !== 'member' || access.name.text !== step.name) return;
  const declarations = symbolOf(lift.project, access.name)?.declarations ?? [];
  const [declared] = declarations;
  // `detail` of an event, which was cast to its type.
  if (isCustomEvent(symbolOf(lift.project, access.name), 'detail')) return lift.follow.out(access, rest);
  if (!declared) return liftFieldUse(lift, access.name as ts.Identifier, rest);
  lift.flow.join(declared);
  if (!declarations.some((each) => lift.visited.isEntered(each, rest[0])))
    lift.follow.field(declarations, rest);
}

/** `map.get(key)`, `deferred.promise`: members that lead to what the generic type is made over. */
function memberOfGeneric(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  const [first, ...rest] = path;
  const property = symbolOf(lift.project, access.name);
  if (!property)
    throw new CannotFollow(
      'wider-flow',
      access,
      `It is not known what ${shortText(access)} does with the code.`,
    );
  refuseComparison(lift, access, path);
  for (const [step, paths] of memberPaths(lift.project, property)) {
    if (step.kind === 'type' && sameStep(step, first)) {
      for (const found of paths) memberTo(lift, access, joined(found, rest));
    }
  }
}

/** `ref.current = code`, `log(ref.current)`: a member that is no record's, so no new name is written for it. */
function memberTo(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  const value = followedValue(lift, access, path);
  if (value) {
    lift.uses.wantWhole(access);
    return lift.follow.expression(value, path);
  }
  lift.follow.out(access, path);
  if (path.length === 0 && !isUnused(access)) lift.uses.wantCode(access);
}

const comparing = ['has', 'includes', 'indexOf', 'lastIndexOf', 'delete', 'join', 'sort', 'toSorted'];

/** Two equal codes are one string, two queries are two objects: what is found by its value would not be found again. */
function refuseComparison(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  const [step, ...rest] = path;
  if (rest.length > 0 || !comparing.includes(access.name.text)) return;
  const declared = declaredAs(symbolOf(lift.project, access.name));
  const isMapValue = /Map$/.test(declared?.name ?? '') && step?.kind === 'type' && step.index === 1;
  if (declared?.area !== 'platform/es' || isMapValue) return;
  throw new CannotFollow('wider-flow', access, `Codes are compared in ${shortText(access.parent)}.`);
}

/** `args.length` says nothing of the code. */
function memberOfTuple(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  if (access.name.text !== 'length') methodOfFunction(lift, access, path);
}

/** `promise.then(code => …)`: the callback receives the query. What it returns is another value. */
function methodOfPromise(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  const call = access.parent;
  const [, ...rest] = path;
  if (ts.isCallExpression(call) && call.expression === access) {
    const [onFulfilled] = call.arguments;
    const name = access.name.text;
    if (name === 'then' && onFulfilled) return lift.follow.expression(onFulfilled, [argument(0), ...rest]);
    if (name === 'catch') refuseReasonAsValue(lift, onFulfilled);
    if (name === 'catch' || name === 'finally') return lift.follow.out(call, path);
  }
  throw new CannotFollow('wider-flow', access, `The code is also used in ${shortText(access.parent)}.`);
}

/** `resolve.bind(undefined)`, `resolve.call(undefined, code)`. */
function methodOfFunction(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  const call = access.parent;
  const isCalled = ts.isCallExpression(call) && call.expression === access;
  if (isCalled && path.length > 0 && calledIndirectly(lift, call, access.expression, path)) return;
  throw new CannotFollow('wider-flow', access, `The code is also used in ${shortText(access)}.`);
}

/** Forwards from a function that is called here: its result, or what it is given for a parameter. */
export function calleeTo(lift: Lift, call: ts.CallExpression | ts.NewExpression, path: AccessPath): void {
  const [step, ...rest] = path;
  if (step?.kind === 'call') return lift.follow.out(call, rest);
  argumentsIn(lift, call, call.arguments ?? [], path);
}
