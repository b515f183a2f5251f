import { ts } from '../../../compiler.cjs';
import {
  type AccessPath,
  argument,
  argumentsFrom,
  joined,
  place,
  sameStep,
} from '../../program/access-path.ts';
import { unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { argumentsIn } from './argument-lists.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

type Call = ts.CallExpression | ts.NewExpression;
type Indirect = 'call' | 'apply' | 'bind' | 'Reflect.apply';

/** `fn.call(this, code)`, `fn.apply(this, args)`, `fn.bind(this)`, `Reflect.apply(fn, this, args)`: the function, and how. */
export function indirectCall(
  project: Project,
  call: Call,
): { readonly fn: ts.Expression; readonly by: Indirect } | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(callee)) return undefined;
  const name = callee.name.text;
  if (name !== 'call' && name !== 'apply' && name !== 'bind') return undefined;
  const symbol = symbolOf(project, callee.name);
  const owner = declaredAs(symbol)?.name ?? '';
  const [first] = call.arguments;
  if (owner === 'Reflect' && name === 'apply') return first && { fn: first, by: 'Reflect.apply' };
  // What has no type may be a function: where it leads tells.
  return symbol === undefined || functions.includes(owner) ? { fn: callee.expression, by: name } : undefined;
}

const functions: readonly string[] = ['Function', 'CallableFunction', 'NewableFunction'];

/**
 * Forwards into the function that is called indirectly. False for any other call.
 * @param path - from the arguments of the call to the code
 */
export function passedIndirectly(lift: Lift, call: Call, path: AccessPath): boolean {
  const indirect = indirectCall(lift.project, call);
  const given = indirect && passing[indirect.by](path);
  if (indirect && given) lift.follow.expression(indirect.fn, given);
  return given !== undefined;
}

/** From the arguments of an indirect call to those of the function that it calls. */
const passing: Readonly<Record<Indirect, (path: AccessPath) => AccessPath | undefined>> = {
  call: (path) => behind(path, 1),
  bind: (path) => behind(path, 1),
  apply: (path) => listedAt(path, 1),
  'Reflect.apply': (path) => listedAt(path, 2),
};

/** The same path where the first arguments are left out. */
function behind([step, ...rest]: AccessPath, count: number): AccessPath | undefined {
  if ((step?.kind !== 'argument' && step?.kind !== 'arguments') || step.index < count) return undefined;
  const index = step.index - count;
  return [step.kind === 'argument' ? argument(index) : argumentsFrom(index), ...rest];
}

function listedAt([step, ...rest]: AccessPath, index: number): AccessPath | undefined {
  return sameStep(step, argument(index)) ? joined([argumentsFrom(0)], rest) : undefined;
}

/** From a function to what an indirect call gives it, or gives back. False where the function is not called there. */
export function calledIndirectly(
  lift: Lift,
  call: ts.CallExpression,
  fn: ts.Expression,
  path: AccessPath,
): boolean {
  const indirect = indirectCall(lift.project, call);
  if (!indirect || unwrap(indirect.fn) !== unwrap(fn)) return false;
  const { by } = indirect;
  const [step, ...rest] = path;
  if (by === 'bind') boundTo(lift, call, path);
  else if (step?.kind === 'call') lift.follow.out(call, rest);
  else if (by === 'call') argumentsIn(lift, call, call.arguments.slice(1), path);
  else listTo(lift, call, call.arguments[by === 'apply' ? 1 : 2], path);
  return true;
}

/** `fn.bind(this, first)`: the first arguments are given, the others come later. */
function boundTo(lift: Lift, call: ts.CallExpression, path: AccessPath): void {
  const given = call.arguments.slice(1);
  const [step] = path;
  if (given.some(ts.isSpreadElement) || (given.length > 0 && step?.kind === 'arguments'))
    throw new CannotFollow('wider-flow', call, `${shortText(call)} spreads its arguments.`);
  if (step?.kind === 'argument' && step.index < given.length) argumentsIn(lift, call, given, path);
  else lift.follow.out(call, step?.kind === 'argument' ? (behind(path, given.length) ?? path) : path);
}

function listTo(
  lift: Lift,
  call: ts.CallExpression,
  list: ts.Expression | undefined,
  [step, ...rest]: AccessPath,
): void {
  if (!list) return lift.absence.noteUntyped(call);
  if (step?.kind === 'argument') lift.follow.expression(list, [place(step.index), ...rest]);
  else if (sameStep(step, argumentsFrom(0))) lift.follow.expression(list, rest);
  else throw new CannotFollow('wider-flow', call, `The code is also used in ${shortText(call)}.`);
}

/** Backwards from what an indirect call gives: the function that it calls, or that it binds. */
export function resultIndirectly(lift: Lift, call: ts.CallExpression, path: AccessPath): boolean {
  const indirect = indirectCall(lift.project, call);
  if (!indirect) return false;
  if (indirect.by !== 'bind') lift.follow.expression(indirect.fn, [{ kind: 'call' }, ...path]);
  else lift.follow.expression(indirect.fn, unbound(path, Math.max(call.arguments.length - 1, 0)));
  return true;
}

function unbound(path: AccessPath, bound: number): AccessPath {
  const [step, ...rest] = path;
  if (step?.kind === 'argument') return [argument(step.index + bound), ...rest];
  return step?.kind === 'arguments' ? [argumentsFrom(step.index + bound), ...rest] : path;
}
