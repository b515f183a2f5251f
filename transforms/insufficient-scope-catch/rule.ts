import { fixOf } from '../../src/analysis/errors/branch/branch-fix.ts';
import { decidingGuard } from '../../src/analysis/errors/branch/deciding-guard.ts';
import { isOnErrorCallback, isOutOfReach } from '../../src/analysis/errors/branch/out-of-reach.ts';
import { messages, type ReportMatch, reportsOf } from '../../src/analysis/errors/branch/reports.ts';
import type { ScopeMatch } from '../../src/analysis/errors/branch/scope-match.ts';
import { run, textOf } from '../../src/analysis/errors/guards/compare.ts';
import { divergences } from '../../src/analysis/errors/guards/diverge.ts';
import { conditionOf } from '../../src/analysis/errors/guards/divergence.ts';
import { createFrame } from '../../src/analysis/errors/guards/evaluator.ts';
import { fixedFunctions } from '../../src/analysis/errors/guards/fixed-functions.ts';
import { isFoundInVain } from '../../src/analysis/errors/guards/found-error.ts';
import { endsFunction } from '../../src/analysis/errors/guards/function-end.ts';
import { namesForbidden } from '../../src/analysis/errors/guards/guard-tests.ts';
import { findHandlers, type Handler } from '../../src/analysis/errors/guards/handlers.ts';
import { testsItself } from '../../src/analysis/errors/guards/inspectors.ts';
import { predicateOf } from '../../src/analysis/errors/guards/own-functions.ts';
import {
  isUsedInSight,
  seekPredicateUses,
  seekRenamedClasses,
} from '../../src/analysis/errors/guards/predicate-uses.ts';
import { render } from '../../src/analysis/errors/guards/render.ts';
import {
  httpScenarios,
  type Scenario,
  scopeScenario,
  v1Scenario,
} from '../../src/analysis/errors/guards/scenarios.ts';
import { contextOf } from '../../src/analysis/errors/guards/specialize.ts';
import { type FunctionLike, isFunctionLike } from '../../src/analysis/program/ast.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import { ts } from '../../src/compiler.cjs';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Rule } from '../contract.ts';

const id = 'insufficient-scope-catch';

export const rule: Rule<ScopeMatch | ReportMatch> = {
  info: {
    id,
    severity: 'error',
    summary:
      'a handler of SdkHttpError, its codes or status 403 that no longer sees a 403 insufficient_scope',
    docs: docsUrl(id),
  },
  begins: 'InsufficientScopeError',

  seek,
  detect(project) {
    const found = findHandlers(project).flatMap((handler) => examine(project, handler));
    const places = found.map(({ node }) => node);
    return [...found, ...reportsOf(project, places)];
  },

  describe(match) {
    if ('report' in match) return { message: messages[match.report], flow: [] };
    const { divergence } = match;
    return {
      message:
        'A 403 insufficient_scope no longer gets here: since client 2.0.0-beta.1 it is thrown as InsufficientScopeError, ' +
        `which is no SdkHttpError, so \`${divergence.before.subject.text}\` fails this test. Handle InsufficientScopeError as the 403 was handled.`,
      flow: [],
    };
  },

  fix: (match) => ('report' in match ? { level: 'none', refusal: match.report } : fixOf(match)),
};

function seek(project: Project): void {
  seekRenamedClasses(project);
  seekPredicateUses(project);
}

/** Compares what the handler does for the 403 of before with what it does for the error of now. */
function examine(project: Project, handler: Handler): (ScopeMatch | ReportMatch)[] {
  if (isOutOfReach(project, handler)) return [];
  const promises = isPredicate(project, handler.scope);
  if (promises && decidesElsewhere(project, handler.scope as FunctionLike)) return [];
  const given = scenariosOf(project, handler).map((scenario) => ({
    scenario,
    text: effect(project, handler, scenario),
  }));
  const first = given.find(
    ({ scenario, text }) => text !== effect(project, handler, scopeScenario, scenario),
  );
  if (!first) return [];
  const ambiguous = given.some(({ text }) => text !== first.text);
  const before = createFrame(project, handler.subject, first.scenario);
  const now = createFrame(project, handler.subject, scopeScenario, fixedFunctions(project, first.scenario));
  const seen = new Set<ts.Node>();
  const isOnError = isOnErrorCallback(project, handler.scope);
  const { found, meant } = divergences(handler, before, now);
  const generation = handler.kind === 'v1' ? 1 : 2;
  if (found.length === 0 && !meant)
    return [{ node: handler.guard, generation, report: 'insufficient-scope-shape' }];
  const siblings: ScopeMatch[] = [];
  for (const divergence of found) {
    // A flag that is asked twice is one guard and two places to mend.
    const guard = decidingGuard(divergence);
    const node = seen.has(guard) ? conditionOf(divergence.site) : guard;
    seen.add(guard);
    siblings.push({
      node,
      generation,
      ...(isOnError ? { severity: 'info' as const } : {}),
      handler,
      divergence,
      ambiguous,
      promises,
      isOnError,
      siblings,
    });
  }
  return siblings;
}

/** The uses of `error is SdkHttpError` decide, and its own test stays what it promises. */
function isPredicate(project: Project, scope: ts.Node): boolean {
  return isFunctionLike(scope) && testsItself(project, scope) && predicateOf(project, scope) !== undefined;
}

function decidesElsewhere(project: Project, predicate: FunctionLike): boolean {
  return isUsedInSight(project, predicate) || isFoundInVain(project, predicate);
}

/** A branch for the code that names the permission says more than those for the two general ones. */
function scenariosOf(project: Project, handler: Handler): readonly Scenario[] {
  if (handler.kind !== 'v2') return [v1Scenario];
  return namesForbidden(project, handler.scope) ? httpScenarios.slice(0, 1) : httpScenarios;
}

const endsWith = (scope: ts.Node): boolean =>
  isFunctionLike(scope) || (ts.isCatchClause(scope) && isLast(scope.parent) && endsFunction(scope.parent));

const isLast = (statement: ts.Statement): boolean =>
  !ts.isBlock(statement.parent) || statement.parent.statements.at(-1) === statement;

function effect(project: Project, handler: Handler, scenario: Scenario, mended?: Scenario): string {
  const frame = createFrame(project, handler.subject, scenario, mended && fixedFunctions(project, mended));
  if (!Array.isArray(handler.body)) return render(handler.body as ts.Expression, contextOf(frame, 'compare'));
  const { pieces, exits } = run([handler.body], frame);
  const last = pieces.at(-1)?.node;
  // A bare `return` at the end does what falling off the end does.
  const isIdle = last && ts.isReturnStatement(last) && !last.expression && endsWith(handler.scope);
  return isIdle ? `${textOf(pieces.slice(0, -1))} false` : `${textOf(pieces)} ${exits}`;
}
