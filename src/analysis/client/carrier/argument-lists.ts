import { ts } from '../../../compiler.cjs';
import {
  type AccessPath,
  argument,
  argumentsFrom,
  element,
  joined,
  place,
  sameStep,
} from '../../program/access-path.ts';
import type { FunctionLike } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { thisParameters } from '../../program/passed-arguments.ts';
import { argumentsObjects, restFor } from '../../program/rest-parameters.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

type Call = ts.CallExpression | ts.NewExpression;

/** Backwards from what a function takes, to what a call gives it: an argument, or a place in a list that is spread there. */
export function argumentsIn(
  lift: Lift,
  call: Call,
  given: readonly ts.Expression[],
  [step, ...rest]: AccessPath,
): void {
  lift.callers.add(call);
  if (step?.kind === 'arguments') return elementsIn(lift, call, given.slice(step.index), rest);
  if (step?.kind !== 'argument') throw usedIn(call);
  const spread = given.findIndex(ts.isSpreadElement);
  const list = given[spread];
  if (list && ts.isSpreadElement(list) && step.index >= spread) {
    // What follows a list of unknown length stands anywhere.
    if (spread < given.length - 1)
      throw new CannotFollow('wider-flow', call, `${shortText(call)} spreads its arguments.`);
    return lift.follow.expression(list.expression, [place(step.index - spread), ...rest]);
  }
  const found = given[step.index];
  if (!found) return lift.absence.noteUntyped(call);
  if (rest.length === 0) lift.trace.step(call, `${shortText(call.expression)} is called with the code`);
  lift.follow.expression(found, rest);
}

/** Every argument of a list of codes. */
function elementsIn(
  lift: Lift,
  call: Call,
  given: readonly ts.Expression[],
  [step, ...rest]: AccessPath,
): void {
  if (!sameStep(step, element)) throw usedIn(call);
  for (const each of given) {
    if (ts.isSpreadElement(each)) lift.follow.expression(each.expression, [element, ...rest]);
    else lift.follow.expression(each, rest);
  }
}

const usedIn = (call: Call): CannotFollow =>
  new CannotFollow('wider-flow', call, `The code is also used in ${shortText(call)}.`);

/** Forwards into a function that is given the code at a position: its parameter, its rest parameter, its `arguments`. */
export function intoParameters(
  lift: Lift,
  fn: ts.FunctionLikeDeclaration,
  [step, ...rest]: AccessPath,
): void {
  if (step?.kind !== 'argument' && step?.kind !== 'arguments') return;
  const first = thisParameters(fn as FunctionLike);
  const index = step.index + first;
  const list = restFor(fn as FunctionLike, index);
  const position = fn.parameters.length - 1;
  if (step.kind === 'arguments') {
    const [each, ...inner] = rest;
    if (!sameStep(each, element) || step.index > position - first)
      throw new CannotFollow('wider-flow', fn, `${shortText(fn)} takes its arguments as a list.`);
    for (const parameter of fn.parameters.slice(index))
      lift.follow.local(parameter, parameter.dotDotDotToken ? rest : inner);
  } else if (list) lift.follow.local(list, [place(index - position), ...rest]);
  else if (fn.parameters[index]) lift.follow.local(fn.parameters[index], rest);
  for (const mention of argumentsObjects(fn as FunctionLike)) {
    if (step.kind === 'arguments' && step.index > 0)
      throw new CannotFollow('wider-flow', mention, `${shortText(fn)} reads its arguments as a list.`);
    lift.follow.out(mention, step.kind === 'arguments' ? rest : [place(step.index), ...rest]);
  }
}

/** Backwards from a parameter, to the arguments of its function. */
export function fromParameter(
  parameter: ts.ParameterDeclaration,
  owner: FunctionLike,
  path: AccessPath,
): AccessPath {
  const index = owner.parameters.indexOf(parameter) - thisParameters(owner);
  return parameter.dotDotDotToken ? joined([argumentsFrom(index)], path) : [argument(index), ...path];
}

/**
 * Forwards from a list that is spread: the path from the arguments of the call, or from the list around it, to the code.
 * @throws {CannotFollow} where another list of unknown length stands before it
 */
export function spreadPath(
  spread: ts.SpreadElement,
  around: readonly ts.Expression[],
  path: AccessPath,
): AccessPath {
  const index = around.indexOf(spread);
  if (around.slice(0, index).some(ts.isSpreadElement))
    throw new CannotFollow('wider-flow', spread, `${shortText(spread)} stands behind another list.`);
  return joined([argumentsFrom(index)], path);
}
