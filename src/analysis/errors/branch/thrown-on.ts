import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { enclosingFunction, type FunctionLike, isFunctionLike } from '../../program/ast.ts';
import type { Attempts } from './attempts.ts';
import { callersOf } from './callers.ts';
import type { Effects } from './new-effects.ts';
import { decidesAgain, mayTryAgain } from './settled-proof.ts';

/**
 * A throw that is new ends the work, unless who runs the function tries again whatever is thrown: p-retry, a queue, a loop
 * around the call. There it was another error, or none, that ended it: an AbortError, bail(), an answer.
 */
export function thrownOn({ thrown }: Effects, attempts: Attempts): Proof {
  const owner = thrown && enclosingFunction(thrown);
  return owner && !isCaughtInside(thrown, owner) ? fromFunction(owner, attempts, new Set()) : proved;
}

function fromFunction(owner: FunctionLike, attempts: Attempts, seen: Set<ts.Node>): Proof {
  if (seen.has(owner) || seen.size > 20) return proved;
  seen.add(owner);
  const { calls, unknown } = callersOf(attempts.project, owner);
  const known = worst(
    calls.map((call): Proof => {
      const handler = tryAround(call);
      if (handler) return repeats(handler) ? decidesAgain(call) : proved;
      const outer = enclosingFunction(call);
      return outer ? fromFunction(outer, attempts, seen) : proved;
    }),
  );
  if (known.state !== 'proved') return known;
  return unknown && unknown !== 'callers' ? mayTryAgain(unknown) : proved;
}

/** The `try` whose catch clause gets what a call throws. */
function tryAround(call: ts.Node): ts.TryStatement | undefined {
  for (let current: ts.Node = call; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (ts.isTryStatement(parent) && parent.tryBlock === current && parent.catchClause) return parent;
  }
  return undefined;
}

/** A catch clause in a loop that can go round again. */
function repeats(handler: ts.TryStatement): boolean {
  const last = handler.catchClause?.block.statements.at(-1);
  if (last && (ts.isThrowStatement(last) || ts.isReturnStatement(last) || ts.isBreakStatement(last)))
    return false;
  for (let current: ts.Node = handler; current.parent && !isFunctionLike(current); current = current.parent)
    if (ts.isIterationStatement(current.parent, false)) return true;
  return false;
}

const isCaughtInside = (node: ts.Node, owner: ts.Node): boolean => {
  const around = tryAround(node);
  return around !== undefined && enclosingFunction(around) === owner;
};
