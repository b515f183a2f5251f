import { ts } from '../../../compiler.cjs';
import { enclosingStatement, isFunctionLike } from '../../program/ast.ts';
import { type Rest, run } from '../guards/compare.ts';
import type { Divergence } from '../guards/divergence.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import type { Piece } from '../guards/layout.ts';
import { scopeScenario } from '../guards/scenarios.ts';
import { specialize } from '../guards/specialize.ts';
import { type Refused, refuse } from './outcome.ts';
import { write } from './residual.ts';
import { retryOrFallback } from './retries.ts';
import type { ScopeMatch } from './scope-match.ts';

/** Why the fix would send a request again without the permission, where the branch itself does not show it. */
export function nextAttempt(match: ScopeMatch): Refused | undefined {
  return nextRound(match) ?? decidedLater(match.divergence);
}

/**
 * `while (true) try { return await call(); } catch (e) { if (!(e instanceof SdkHttpError)) throw e; }`: for a 403 the
 * handler ran to its end, and the loop repeated the call. An InsufficientScopeError leaves the loop, and must still do so.
 */
function nextRound({ handler, divergence }: ScopeMatch): Refused | undefined {
  const after = ts.isCatchClause(handler.scope) ? untilNextRound(handler.scope.parent) : undefined;
  if (!after || !Array.isArray(handler.body)) return undefined;
  const { project, scenario } = divergence.before;
  const lists: Rest = [handler.body, ...after];
  const goesOn = (frame: Frame): boolean => {
    const { pieces, exits } = run(lists, frame);
    const last = pieces.at(-1)?.node;
    return !exits || (last !== undefined && ts.isContinueStatement(last));
  };
  const before = goesOn(createFrame(project, handler.subject, scenario));
  if (!before || goesOn(createFrame(project, handler.subject, scopeScenario))) return undefined;
  return refuse('retry-or-fallback', 'It runs in a loop that repeats after a 403.');
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

/** `const again = error instanceof SdkHttpError || asked();`: the code after it may retry, depending on the value. */
function decidedLater({ site, before, now, rest }: Divergence): Refused | undefined {
  const statement = ts.isStatement(site.node) ? undefined : enclosingStatement(site.node);
  if (!statement || !ts.isVariableStatement(statement)) return undefined;
  const written = (frame: Frame): readonly Piece[] => {
    const scratch = frame.fork();
    specialize([statement], scratch, 'compare');
    return write(rest, scratch).pieces;
  };
  // The body of an `if` that is left may run or not.
  const sure = written(now).filter(({ node }) => !ts.isIfStatement(node));
  const already = new Set(sure.flatMap(({ live }) => live));
  return retryOrFallback(
    written(before)
      .flatMap(({ live }) => live)
      .filter((node) => !already.has(node)),
    before,
  );
}
