import { isFunctionLike } from '../../src/analysis/ast.ts';
import { type Rest, run } from '../../src/analysis/guards/compare.ts';
import { createFrame } from '../../src/analysis/guards/frame.ts';
import { scopeWorld } from '../../src/analysis/guards/worlds.ts';
import { ts } from '../../src/compiler.cjs';
import type { ScopeMatch } from './guard.ts';
import type { Refused } from './hazards.ts';
import { none } from './residual.ts';

/**
 * `while (true) try { return await call(); } catch (e) { if (!(e instanceof SdkHttpError)) throw e; }`: for a 403 the
 * handler ran to its end, and so the loop went round again. The new error leaves it, which must stay so.
 */
export function nextAttempt({ handler, divergence }: ScopeMatch): Refused | undefined {
  const after = ts.isCatchClause(handler.scope) ? untilNextRound(handler.scope.parent) : undefined;
  if (!after || !Array.isArray(handler.body)) return undefined;
  const { project, world } = divergence.before;
  const lists: Rest = [handler.body, ...after];
  const before = run(lists, createFrame(project, handler.subject, world));
  const now = run(lists, createFrame(project, handler.subject, scopeWorld));
  if (before.exits || !now.exits) return undefined;
  return none('retry-or-fallback', 'It runs in a loop, which goes round again for a 403.');
}

/** What runs between a statement and the next round of the loop around it, innermost list first. */
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
