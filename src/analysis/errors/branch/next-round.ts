import { ts } from '../../../compiler.cjs';
import { type Proof, proved, refuted } from '../../../model/proof.ts';
import { descendants, enclosingFunction, type FunctionLike, isFunctionLike } from '../../program/ast.ts';
import { type Rest, run } from '../guards/compare.ts';
import type { Frame } from '../guards/frame.ts';
import type { Attempts } from './attempts.ts';
import { nextAttempt } from './goes-on.ts';

/**
 * `while (true) try { return await call(); } catch (e) { if (!(e instanceof SdkHttpError)) throw e; }`: for a 403 the
 * handler ran to its end, and the loop repeated the call. An InsufficientScopeError leaves the loop, and must still do so.
 */
export function goesRoundAgain(attempts: Attempts, before: Frame, now: Frame): Proof {
  const { handler } = attempts;
  if (!ts.isCatchClause(handler.scope) || !Array.isArray(handler.body)) return proved;
  const after = untilNextRound(handler.scope.parent);
  // `catch (e) { if (!(e instanceof SdkHttpError)) return; } return await run();`
  const next = after ? undefined : nextAttempt(handler.scope, attempts);
  if (!after && !next) return proved;
  const lists: Rest = [handler.body, ...(after ?? [])];
  const goesOn = (frame: Frame): boolean => {
    const { pieces, exits } = run(lists, frame.fork());
    const last = pieces.at(-1)?.node;
    return !exits || (last !== undefined && ts.isContinueStatement(last));
  };
  const detail = next
    ? 'What follows the handler tries again after a 403.'
    : 'It runs in a loop that repeats after a 403.';
  return goesOn(before) && !goesOn(now) ? refuted('retry-or-fallback', detail) : proved;
}

/**
 * `try { … } catch (e) { if (!(e instanceof SdkHttpError)) return 'down'; } return undefined;`: for a 403 the handler ran to its
 * end, so the function answered with what it returns behind it.
 *
 * @returns these statements, and the function where it may end without one; undefined where the fix changes nothing there
 */
export function answersBehind(
  { handler }: Attempts,
  before: Frame,
  now: Frame,
): { returns: readonly ts.ReturnStatement[]; owner: FunctionLike | undefined } | undefined {
  const { scope, body } = handler;
  if (!ts.isCatchClause(scope) || !Array.isArray(body)) return undefined;
  const goesOn = (frame: Frame): boolean => !run([body], frame.fork()).exits;
  if (!goesOn(before) || goesOn(now)) return undefined;
  const behind = statementsBehind(scope.parent);
  const owner = enclosingFunction(scope);
  const returns = behind.flatMap((statement) =>
    [statement, ...descendants(statement)].filter(
      (node): node is ts.ReturnStatement => ts.isReturnStatement(node) && enclosingFunction(node) === owner,
    ),
  );
  return { returns, owner: behind.some((each) => ts.isReturnStatement(each)) ? undefined : owner };
}

function statementsBehind(node: ts.Statement): readonly ts.Statement[] {
  const found: ts.Statement[] = [];
  for (let current: ts.Node = node; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (ts.isBlock(parent) || ts.isSourceFile(parent))
      found.push(...parent.statements.slice(parent.statements.indexOf(current as ts.Statement) + 1));
  }
  return found;
}

/** The statements between a statement and the next round of the loop around it, innermost list first. */
function untilNextRound(node: ts.Statement): Rest | undefined {
  const lists: (readonly ts.Statement[])[] = [];
  for (let current: ts.Node = node; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (ts.isBlock(parent))
      lists.push(parent.statements.slice(parent.statements.indexOf(current as never) + 1));
    if (ts.isIterationStatement(parent, false)) return lists;
  }
  return undefined;
}
