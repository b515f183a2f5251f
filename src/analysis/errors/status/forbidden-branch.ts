import { ts } from '../../../compiler.cjs';
import { type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { forbiddenStatus } from '../../../sdk/facts.ts';
import { isFunctionLike, isWithin } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { callersOf } from '../branch/callers.ts';
import { errorSettled } from '../branch/error-settled.ts';
import { messageTest } from '../branch/hazards.ts';
import { isLostMember, memberOfError } from '../branch/lost-members.ts';
import { membersExist } from '../branch/members-exist.ts';
import { isOnErrorCallback } from '../branch/out-of-reach.ts';
import { type Refused, refuse } from '../branch/outcome.ts';
import type { ScopeMatch } from '../branch/scope-match.ts';
import { truthNow } from '../guards/compare.ts';
import { divergences } from '../guards/diverge.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import { type Handler, handlerAt } from '../guards/handlers.ts';
import { outcomeOf } from '../guards/index.ts';
import { render } from '../guards/render.ts';
import { migratedScenario, scopeScenario } from '../guards/scenarios.ts';
import { contextOf, specialize } from '../guards/specialize.ts';
import { keptAway } from './reached.ts';
import { asksFor403, decisionOf, isAskedFor403, type StatusMatch, type StatusTest } from './status-tests.ts';
import { givesOther } from './table-answers.ts';

/** What a fix has to do for an InsufficientScopeError, which was a 403 in v1. */
export interface ForbiddenBranch {
  readonly settled: Proof;
  readonly members: Proof;
}

/** Undefined where a 403 is not meant, or is handled already. */
export function forbiddenBranch({
  project,
  tests,
  guards,
  others = [],
}: StatusMatch): ForbiddenBranch | Refused | undefined {
  const test = tests.find(
    ({ handler, kind, uses }) => handler !== undefined && kind !== 'http' && uses.length > 0,
  );
  const handler = test?.handler;
  if (!test || !handler || !(guards || tests.some((each) => asksFor403(project, each)))) return undefined;
  const before = createFrame(project, handler.subject, migratedScenario(forbiddenStatus));
  const now = createFrame(project, handler.subject, scopeScenario);
  if (outcomeOf(handler, before.fork()) === outcomeOf(handler, now.fork()))
    return tests.some(
      (each) =>
        isGiven403(project, each) ||
        isAskedElsewhere(project, handler, each) ||
        givesOther(each.uses, before, now),
    )
      ? refuse('insufficient-scope-shape')
      : undefined;
  const { found, isDeliberate } = divergences(handler, before.fork(), now.fork());
  if (found.length === 0 && isDeliberate && isAskedBefore(handler, now, test)) return undefined;
  if (isOnErrorCallback(project, handler.scope)) return refuse('onerror-callback');
  if (!guards && keptAway(handler, now, test.place)) return refuse('insufficient-scope-shape');
  const [match] = matchesOf(handler, found);
  if (!match) return refuse('insufficient-scope-shape');
  const { near, far } = errorSettled(match);
  return {
    settled: near.state === 'refuted' ? near : worst([far(), near]),
    members: worst([
      ...handlersWith(project, handler).map((each) => membersRead(project, each, [...tests, ...others])),
      membersExist(match),
    ]),
  };
}

/** A caller passes the 403: `hasCode(error, 403)`. The helper alone does not tell what comes of it. */
const isGiven403 = (project: Project, test: StatusTest): boolean =>
  test.uses.some((use) => use.isGiven && isAskedFor403(project, test, use));

/** `code = error.code`, and a variable or a record is asked for the 403 outside: the handler alone does not tell what comes of it. */
const isAskedElsewhere = (project: Project, { scope }: Handler, test: StatusTest): boolean =>
  test.uses.some(
    (use) => (use.isAssigned || !isWithin(use.node, scope)) && isAskedFor403(project, test, use),
  );

/** The author asks for an InsufficientScopeError before this test, or in it: not only in a helper that another test calls. */
const isAskedBefore = (handler: Handler, now: Frame, test: StatusTest): boolean =>
  keptAway(handler, now, test.place) !== undefined || truthNow(decisionOf(test), now).isHandled;

function matchesOf(handler: Handler, found: ReturnType<typeof divergences>['found']): ScopeMatch[] {
  const siblings: ScopeMatch[] = [];
  for (const divergence of found)
    siblings.push({
      node: divergence.site.node,
      generation: 2,
      handler,
      divergence,
      ambiguous: false,
      isCaughtByBase: false,
      isPredicate: false,
      isOnError: false,
      siblings,
    });
  return siblings;
}

const maxDepth = 3;

/** The handler, and those that ask it as a helper: the branch may be theirs. */
function handlersWith(project: Project, handler: Handler, depth = 0): Handler[] {
  const { scope, subject } = handler;
  const root = subject.symbol.valueDeclaration;
  if (!isFunctionLike(scope) || depth > maxDepth || root?.parent !== scope) return [handler];
  const index = scope.parameters.indexOf(root as ts.ParameterDeclaration);
  const callers = callersOf(project, scope).calls.flatMap((call): Handler[] => {
    const value = call.arguments[index];
    const found = value && handlerAt(project, { node: call, value, kind: 'v2' });
    return found && found.scope !== scope ? handlersWith(project, found, depth + 1) : [];
  });
  return [handler, ...callers];
}

/** What the handler does for a 403 reads a member of the error that an InsufficientScopeError lacks. */
function membersRead(project: Project, handler: Handler, tests: readonly StatusTest[]): Proof {
  const frame = createFrame(project, handler.subject, migratedScenario(forbiddenStatus));
  const already = new Set(liveIn(handler, createFrame(project, handler.subject, scopeScenario)));
  const live = liveIn(handler, frame.fork()).filter((node) => !already.has(node));
  const words = live.map((node) => messageTest(node, frame)).find((each) => each !== undefined);
  if (words) return refuted('insufficient-scope-message', words.detail);
  const lost = live.find((node) => {
    if (tests.some((test) => isWithin(node, decisionOf(test)))) return false;
    const member = memberOfError(node, frame);
    return member !== undefined && isLostMember(member.name);
  });
  return lost
    ? refuted('insufficient-scope-member', `It reads \`${lost.getText().split('\n')[0]}\`.`)
    : proved;
}

function liveIn({ body }: Handler, frame: Frame): readonly ts.Node[] {
  if (Array.isArray(body)) return specialize(body, frame, 'compare').pieces.flatMap(({ live }) => live);
  const context = contextOf(frame, 'compare');
  render(body as ts.Expression, context);
  return context.live.all;
}

/** Whether the test for an InsufficientScopeError has to stand around more than the test for the status. */
export function unmetAround(match: StatusMatch): ts.Expression | undefined {
  const [test] = match.tests;
  const handler = test?.handler;
  if (!test || !handler) return undefined;
  const now = createFrame(match.project, handler.subject, scopeScenario);
  const before = createFrame(match.project, handler.subject, migratedScenario(forbiddenStatus));
  const top = decisionOf(test);
  let found: ts.Expression | undefined;
  for (let node: ts.Node = test.place; node !== top; node = node.parent) {
    const { parent } = node;
    if (!ts.isBinaryExpression(parent)) continue;
    if (parent.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) continue;
    const other = parent.left === node ? parent.right : parent.left;
    if (now.truth(other) === false && before.truth(other) === true) found = parent;
  }
  return found;
}

export const isRefused = (value: ForbiddenBranch | Refused | undefined): value is Refused =>
  value !== undefined && 'level' in value;

/** Nothing is to be proved where no 403 is meant. */
export const noBranch: ForbiddenBranch = { settled: proved, members: proved };
