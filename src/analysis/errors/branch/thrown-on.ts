import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { enclosingFunction, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import type { Attempts } from './attempts.ts';
import { callersOf } from './callers.ts';
import { tryAround } from './catchers.ts';
import type { Effects } from './new-effects.ts';
import { decidesAgain, mayTryAgain } from './settled-proof.ts';
import type { ValueFlow } from './value-flow.ts';

/**
 * A throw that is new ends the work, unless who runs the function tries again whatever is thrown: p-retry, a queue, a loop
 * around the call. There it was another error, or none, that ended it: an AbortError, bail(), an answer.
 */
export function thrownOn({ thrown, passesOn }: Effects, attempts: Attempts, flow: ValueFlow): Proof {
  const owner = thrown && enclosingFunction(thrown);
  if (!owner) return proved;
  const read = flow.thrown(thrown, classOf(thrown, attempts));
  return passesOn || isCaughtInside(thrown, owner)
    ? read
    : worst([read, fromFunction(owner, attempts, new Set())]);
}

/** `throw new Transient(…)` */
function classOf({ expression }: ts.ThrowStatement, { project }: Attempts): ts.Symbol | undefined {
  const node = unwrap(expression);
  return ts.isNewExpression(node) ? symbolOf(project, node.expression) : undefined;
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
