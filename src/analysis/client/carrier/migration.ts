import type { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import type { Step } from '../../../model/fix.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { shortPath } from '../../program/short-path.ts';
import { type CodeOnly, codeOnlyCallers } from './code-only-callers.ts';
import type { Assumption } from './evidence.ts';
import { finishLift } from './finish.ts';
import { followOf } from './follow.ts';
import { Lift, type Shared, type Widening } from './lift.ts';
import { liftSink } from './lift-sink.ts';
import { prove } from './prove.ts';
import type { Sink } from './sink.ts';
import type { CommentPlace, Taken } from './trace.ts';
import { walkFails } from './walk.ts';

/** The whole flow from the callback's query to one call, and the edits that pass the query; or the step that forbids it. */
export type Migration = Lifted | Refused;

interface Flow {
  readonly sink: Sink;
  readonly flow: readonly Step[];
  /** Where something is taken for the code on this flow. */
  readonly taken: readonly Taken[];
}

export interface Lifted extends Flow {
  readonly lifted: true;
  readonly edits: readonly Edit[];
  /** What the migration takes for granted; it is safe only when there is none. */
  readonly assumptions: readonly Assumption[];
  /** True when the whole query arrives already, though no type says so. */
  readonly arrivesWhole: boolean;
  /** Expressions that give the whole query from now on, and those of which only the code is wanted. */
  readonly whole: ReadonlySet<ts.Node>;
  readonly reduced: ReadonlySet<ts.Node>;
  /** Comments that described the code, and are not rewritten. */
  readonly comments: readonly CommentPlace[];
}

export interface Refused extends Flow {
  readonly lifted: false;
  readonly refusal: RefusalCode;
  readonly detail: string;
  readonly node: ts.Node;
  readonly reason: CannotFollow;
}

type Sinks = readonly [Sink, ...Sink[]];

/**
 * Lifts every step between the callback's query and the calls that redeem the code, in all files, as one change set.
 * @param sinks - one call, or several whose flows cross, so that none can be changed without the others; findings speak of
 * the first
 */
export function migrate(project: Project, sinks: Sinks, shared: Shared): Migration {
  const lift = new Lift(project, shared, {}, followOf);
  const first = attempt(lift, sinks);
  const migration = lift.evidence.takesInput
    ? attempt(new Lift(project, shared, { wide: 'all' }, followOf), sinks)
    : first;
  if (migration.lifted || first.lifted) return migration;
  return widened(project, sinks, shared, lift, first) ?? migration;
}

/** The same where a caller has no query: what it passes stays a string. */
function widened(
  project: Project,
  sinks: Sinks,
  shared: Shared,
  lift: Lift,
  { reason }: Refused,
): Lifted | undefined {
  for (const { widening, callers } of codeOnlyCallers(project, sinks, shared, { lift, reason })) {
    const tried = (how: Widening) => {
      const again = new Lift(project, shared, how, followOf);
      for (const caller of callers) again.evidence.assume(staysString(caller));
      return { again, migration: attempt(again, sinks) };
    };
    const { again, migration } = tried(widening);
    const settled = again.evidence.takesInput ? tried({ ...widening, wide: 'all' }).migration : migration;
    if (settled.lifted) return settled;
  }
  return undefined;
}

function staysString({ expression, reason }: CodeOnly): Assumption {
  const where = shortPath(expression.getSourceFile().fileName);
  const detail = `It is in ${where}, and stays as it is. ${reason.detail}`;
  return { obligation: 'known-makers', code: 'code-only-caller', detail };
}

function attempt(lift: Lift, sinks: Sinks): Migration {
  const [sink] = sinks;
  const { evidence, isWidened, trace, uses } = lift;
  let edits: readonly Edit[] = [];
  const reason = walkFails(() => {
    for (const each of sinks) liftSink(lift, each);
    if (!isWidened && !evidence.hasSource) {
      throw new CannotFollow(
        'no-source',
        sink.code,
        'The steps that the tool can follow from here lead to no query.',
      );
    }
    prove(lift);
    finishLift(lift);
    edits = lift.edits.settled(sink.call);
  });
  const common = { sink, taken: trace.taken };
  if (reason) {
    const { code: refusal, detail, node } = reason;
    trace.step(node, `not followed further: ${detail}`);
    return { ...common, lifted: false, refusal, detail, node, reason, flow: trace.flow() };
  }
  return {
    ...common,
    lifted: true,
    edits,
    assumptions: evidence.assumptions,
    arrivesWhole: !isWidened && evidence.isWholeAlready,
    whole: uses.whole,
    reduced: uses.reduced,
    comments: trace.left,
    flow: trace.flow(),
  };
}
