import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { isAssignment, isWithin, unwrap } from '../../program/ast.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import { scopeScenario } from '../guards/scenarios.ts';
import { specialize } from '../guards/specialize.ts';
import { constant, unknown } from '../guards/value.ts';
import { countedBy } from './arm-effects.ts';
import { attemptsOf } from './attempts.ts';
import { CallEffects } from './call-effect.ts';
import { loopOf } from './decisive.ts';
import { inputsOf } from './inputs.ts';
import { valueMade } from './made-values.ts';
import { newEffects } from './new-effects.ts';
import { answersBehind, goesRoundAgain } from './next-round.ts';
import type { ScopeMatch } from './scope-match.ts';
import { triesAgain } from './settled-proof.ts';
import { thrownOn } from './thrown-on.ts';
import { ValueFlow } from './value-flow.ts';

/** Whether the branch settles the error, decided in two steps. */
export interface Settled {
  /** What it does itself, and the loop around it. */
  readonly near: Proof;
  /** What follows from what it stores, answers and throws, wherever that is read. Asks for files. */
  far(): Proof;
}

/**
 * The branch settles the error: nothing tries again, or elsewhere, because of it. Decided by what the handler would newly do
 * for an InsufficientScopeError: its calls, what it stores, what it answers and throws.
 */
export function errorSettled(match: ScopeMatch): Settled {
  const { handler, divergence } = match;
  const { project, scenario } = divergence.before;
  const before = createFrame(project, handler.subject, scenario);
  const now = createFrame(project, handler.subject, scopeScenario);
  const effects = newEffects(handler, before, now);
  const attempts = attemptsOf(project, handler);
  const known = before.fork();
  if (Array.isArray(handler.body)) specialize(handler.body, known, 'compare');
  const flow = new ValueFlow(attempts, known);
  const calls = new CallEffects(attempts, flow);
  const inputs = inputsOf(attempts);
  const near = effects.nodes.map((node): Proof => {
    if (ts.isContinueStatement(node)) return isNextRound(node, handler.scope) ? triesAgain(node) : proved;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return calls.of(node, inputs);
    const counted = countedBy(node);
    return counted ? flow.stored(counted, unknown) : proved;
  });
  return {
    near: worst([...near, goesRoundAgain(attempts, before, now)]),
    far: () =>
      worst([
        ...effects.written.map((node) => effectOfValue(node, flow, known)),
        ...match.siblings.map(({ divergence: { site } }) =>
          site.kind === 'boolean' || site.kind === 'value' || site.kind === 'conditional'
            ? flow.of(site.node, before.evaluate(site.node))
            : proved,
        ),
        thrownOn(effects, attempts, flow),
        ...answeredBehind(answersBehind(attempts, before, now), flow),
      ]),
  };
}

function answeredBehind(behind: ReturnType<typeof answersBehind>, flow: ValueFlow): readonly Proof[] {
  if (!behind) return [];
  const { returns, owner } = behind;
  return [
    ...returns.map((each) => flow.returned(each)),
    owner ? flow.answer(owner, constant(undefined)) : proved,
  ];
}

const isNextRound = (node: ts.ContinueStatement, scope: ts.Node): boolean => {
  const loop = loopOf(node);
  return loop !== undefined && isWithin(scope, loop.statement);
};

/** What is stored, returned or passed on. */
function effectOfValue(node: ts.Node, flow: ValueFlow, frame: Frame): Proof {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    const isPlain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return flow.stored(unwrap(node.left), isPlain ? valueMade(node.right, frame) : unknown);
  }
  return ts.isReturnStatement(node) ? flow.returned(node) : proved;
}
