/**
 * Where does an error handler treat an InsufficientScopeError differently from the SdkHttpError that a 403 was before? The
 * branch builder asks, for each handler that tests for an SDK error. It gets the decisions with different outcomes, or
 * undefined where the handler does the same for both errors.
 */

import { ts } from '../../../compiler.cjs';
import { isFunctionLike, isWithin } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { canonical, run, textOf } from './compare.ts';
import { type Divergences, divergences } from './diverge.ts';
import { createFrame } from './evaluator.ts';
import { fixedFunctions } from './fixed-functions.ts';
import type { Frame } from './frame.ts';
import { endsFunction } from './function-end.ts';
import { namesForbidden, namesGeneral } from './guard-tests.ts';
import type { Handler } from './handlers.ts';
import { codesRaised } from './raised-codes.ts';
import { render } from './render.ts';
import { httpScenarios, type Scenario, scopeScenario, v1Scenario } from './scenarios.ts';
import { contextOf } from './specialize.ts';

/** The decisions that differ, each with what is known when it is made. */
export interface Comparison extends Divergences {
  /** The codes that a 403 had lead to different branches. */
  readonly ambiguous: boolean;
  /** A branch for the base class takes InsufficientScopeError today. */
  readonly isCaughtByBase: boolean;
  /** The one code of a 403 that leads here, where it is not known whether a 403 of these calls had that one. */
  readonly assumedCode?: string | undefined;
}

export function compareOutcomes(project: Project, handler: Handler): Comparison | undefined {
  const frame = (scenario: Scenario) => createFrame(project, handler.subject, scenario);
  const nowAfter = (scenario: Scenario) =>
    createFrame(project, handler.subject, scopeScenario, fixedFunctions(project, scenario));
  const earlier = scenariosOf(project, handler).map((scenario) => ({
    scenario,
    outcome: outcomeOf(handler, frame(scenario)),
  }));
  const different = earlier.filter(
    ({ scenario, outcome }) => outcome !== outcomeOf(handler, nowAfter(scenario)),
  );
  const [first] = different;
  if (!first) return undefined;
  const now = nowAfter(first.scenario);
  outcomeOf(handler, now);
  const isOnly = different.length === 1 && earlier.length > different.length;
  return {
    ...divergences(handler, frame(first.scenario), nowAfter(first.scenario)),
    ambiguous: !isOnly && earlier.some(({ outcome }) => outcome !== first.outcome),
    isCaughtByBase: now.isCaughtByBase,
    assumedCode: isOnly ? first.scenario.code : undefined,
  };
}

/** Whether a handler does the same for both errors already, with the answers of a call as they are without a fix. */
export function isSameForBoth(project: Project, handler: Handler, call: ts.CallExpression): boolean {
  const frame = (scenario: Scenario) => createFrame(project, handler.subject, scenario);
  const now = outcomeOf(handler, frame(scopeScenario));
  const isKnown = (scenario: Scenario) =>
    frame(scenario).evaluate(call).kind !== 'unknown' || !isReached(handler, frame(scenario), call);
  const earlier = scenariosOf(project, handler);
  return (
    [scopeScenario, ...earlier].every(isKnown) &&
    earlier.every((scenario) => outcomeOf(handler, frame(scenario)) === now)
  );
}

/** A branch for the code of a missing permission says more than those for the two general codes. */
function scenariosOf(project: Project, handler: Handler): readonly Scenario[] {
  if (handler.kind !== 'v2') return [v1Scenario];
  if (namesForbidden(project, handler.scope)) return httpScenarios.slice(0, 1);
  if (!namesGeneral(project, handler.scope)) return httpScenarios;
  const raised = codesRaised(project, handler);
  return raised ? httpScenarios.filter(({ code }) => raised.has(code!)) : httpScenarios;
}

/** Whether the handler gets to a call in one scenario. */
function isReached({ body }: Handler, frame: Frame, call: ts.Node): boolean {
  return !Array.isArray(body) || run([body], frame).pieces.some(({ node }) => isWithin(call, node));
}

/** What is left of the handler in one scenario, as text. */
export function outcomeOf({ body, scope }: Handler, frame: Frame): string {
  if (!Array.isArray(body)) return canonical(render(body as ts.Expression, contextOf(frame, 'compare')));
  const { pieces, exits } = run([body], frame);
  const last = pieces.at(-1)?.node;
  // A bare `return` at the end has no effect.
  const isIdle = last && ts.isReturnStatement(last) && !last.expression && isLastOfFunction(scope);
  return isIdle ? `${textOf(pieces.slice(0, -1))} false` : `${textOf(pieces)} ${exits}`;
}

const isLastOfFunction = (scope: ts.Node): boolean =>
  isFunctionLike(scope) || (ts.isCatchClause(scope) && isLast(scope.parent) && endsFunction(scope.parent));

const isLast = (statement: ts.Statement): boolean =>
  !ts.isBlock(statement.parent) || statement.parent.statements.at(-1) === statement;
