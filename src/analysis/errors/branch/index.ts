/**
 * Which tests in this project no longer see a 403 insufficient_scope, and which branch handles it again? The rule
 * insufficient-scope-catch asks. It gets a match for each such test, for `fixOf` to fix, and reports on places that a
 * person must judge.
 */

import type { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { conditionOf } from '../guards/divergence.ts';
import { isFoundInVain } from '../guards/found-error.ts';
import { findHandlers, type Handler } from '../guards/handlers.ts';
import { compareOutcomes } from '../guards/index.ts';
import { testsItself } from '../guards/inspectors.ts';
import { predicateOf } from '../guards/own-functions.ts';
import { hasKnownUses } from '../guards/predicate-uses.ts';
import { asksForAnyCode, decidingGuard } from './deciding-guard.ts';
import { isOnErrorCallback, isOutOfReach, onlyGetsOthers } from './out-of-reach.ts';
import { type ReportMatch, reportsOf, unclear } from './reports.ts';
import { isSameForCallers } from './same-for-callers.ts';
import type { ScopeMatch } from './scope-match.ts';

export function matchesOf(project: Project): (ScopeMatch | ReportMatch)[] {
  const found = findHandlers(project).flatMap((handler) => matchesIn(project, handler));
  const places = found.map(({ node }) => node);
  return [...found, ...reportsOf(project, places)];
}

export { fixOf } from './branch-fix.ts';

function matchesIn(project: Project, handler: Handler): (ScopeMatch | ReportMatch)[] {
  if (isOutOfReach(project, handler)) return [];
  const isPredicate = answersPredicate(project, handler.scope);
  if (isPredicate && decidesElsewhere(project, handler.scope as FunctionLike)) return [];
  const comparison = compareOutcomes(project, handler);
  if (!comparison || isSameForCallers(project, handler.scope)) return [];
  if (onlyGetsOthers(project, handler)) return [];
  const { found, isDeliberate, ambiguous, assumedCode, isCaughtByBase } = comparison;
  const generation = handler.kind === 'v1' ? 1 : 2;
  if (found.length === 0 && !isDeliberate) return [unclear(handler.guard, generation)];
  const isOnError = isOnErrorCallback(project, handler.scope);
  const seen = new Set<ts.Node>();
  const siblings: ScopeMatch[] = [];
  for (const divergence of found.filter((each) => !asksForAnyCode(each))) {
    // A flag that is tested twice is one guard and two places to fix.
    const guard = decidingGuard(divergence);
    const isBase = isCaughtByBase && found.length === 1;
    const node = isBase ? handler.guard : seen.has(guard) ? conditionOf(divergence.site) : guard;
    seen.add(guard);
    siblings.push({
      node,
      generation,
      ...(isOnError ? { severity: 'info' as const } : {}),
      handler,
      divergence,
      ambiguous,
      assumedCode,
      isCaughtByBase,
      isPredicate,
      isOnError,
      siblings,
    });
  }
  return siblings;
}

/** `error is SdkHttpError`: the function promises the members of that class, so its own test cannot be widened. */
function answersPredicate(project: Project, scope: ts.Node): boolean {
  return isFunctionLike(scope) && testsItself(project, scope) && predicateOf(project, scope) !== undefined;
}

/** The branch goes where the predicate is used, or no branch is needed there. */
function decidesElsewhere(project: Project, predicate: FunctionLike): boolean {
  return hasKnownUses(project, predicate) || isFoundInVain(project, predicate);
}
