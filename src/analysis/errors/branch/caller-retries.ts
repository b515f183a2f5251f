import type { ts } from 'ts-morph';
import { isFunctionLike } from '../../program/ast.ts';
import { divergences } from '../guards/diverge.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import { handlerAt } from '../guards/handlers.ts';
import { callsOfInspector } from '../guards/inspectors.ts';
import { scopeScenario } from '../guards/scenarios.ts';
import type { Outcome, Refused } from './outcome.ts';
import type { ScopeMatch } from './scope-match.ts';

type BranchFor = (match: ScopeMatch) => Outcome;

/**
 * The result of a function decides what its callers do. Where one of them retries or falls back on the result for a 403,
 * the function must not return that for an InsufficientScopeError.
 */
export function callersRetry(
  match: ScopeMatch,
  branchFor: BranchFor,
  seen = new Set<ts.Node>(),
): Refused | undefined {
  const { handler, divergence } = match;
  const { project, scenario } = divergence.before;
  if (!isFunctionLike(handler.scope) || seen.has(handler.scope)) return undefined;
  seen.add(handler.scope);
  for (const call of callsOfInspector(project, handler.scope)) {
    const caller = handlerAt(project, call);
    if (!caller || caller.scope === handler.scope) continue;
    const frame = (now: boolean): Frame =>
      createFrame(project, caller.subject, now ? scopeScenario : scenario);
    for (const found of divergences(caller, frame(false), frame(true)).found) {
      const inner: ScopeMatch = { ...match, node: call.node, handler: caller, divergence: found };
      const outcome = branchFor(inner);
      const hazard = 'level' in outcome ? outcome : callersRetry(inner, branchFor, seen);
      if (hazard?.refusal === 'retry-or-fallback') return hazard;
    }
  }
  return undefined;
}
