import type { ts } from 'ts-morph';
import { overlaps } from '../../../edit/apply.ts';
import type { Edit } from '../../../model/edit.ts';
import type { Step } from '../../../model/fix.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { finishLift } from './finish.ts';
import { type Assumption, type Lift, type Migrations, newLift, type Sink, step } from './lift.ts';
import { liftSink } from './sinks.ts';

export type { Assumption, Migrations, Sink } from './lift.ts';

/** The whole way of the callback's query to one call, and the edits that hand it over; or the step that forbids it. */
export type Migration = Lifted | Refused;

interface Way {
  readonly sink: Sink;
  readonly flow: readonly Step[];
  /** Where something is taken for the code on this way. */
  readonly taken: readonly Taken[];
}

export interface Lifted extends Way {
  readonly lifted: true;
  readonly edits: readonly Edit[];
  /** What the migration takes for granted; it is safe only when there is none. */
  readonly assumptions: readonly Assumption[];
  /** True when the whole query arrives already, though no type says so. */
  readonly isRight: boolean;
  /** Expressions that give the whole query from now on, and those of which only the code is wanted. */
  readonly whole: ReadonlySet<ts.Node>;
  readonly reduced: ReadonlySet<ts.Node>;
}

export interface Refused extends Way {
  readonly lifted: false;
  readonly refusal: RefusalCode;
  readonly detail: string;
  readonly node: ts.Node;
}

/** A use of a variable, parameter or member as the code. */
export interface Taken {
  readonly from: ts.Node;
  readonly use: ts.Node;
}

/**
 * Carrier migration: lifts every step between the callback's query and the calls that redeem the code from "the code
 * string" to "the callback's URLSearchParams", in all files, as one change set.
 * @param sinks - one call, or several whose ways cross, so that one cannot be served without the other; the first one is
 * the one that is spoken of
 */
export function migrateToCallbackParams(
  project: Project,
  sinks: readonly [Sink, ...Sink[]],
  migrations: Migrations,
): Migration {
  const lift = newLift(project, migrations, false);
  const migration = attempt(lift, sinks);
  const isInput = lift.assumptions.some((each) => each.isInput);
  return isInput ? attempt(newLift(project, migrations, true), sinks) : migration;
}

function attempt(lift: Lift, sinks: readonly [Sink, ...Sink[]]): Migration {
  const [sink] = sinks;
  try {
    for (const each of sinks) liftSink(lift, each);
    if (!lift.isWidened && lift.reads.size + lift.arrived.size === 0) {
      throw new CannotFollow('no-source', sink.code, 'Nothing that leads here reads a query.');
    }
    finishLift(lift);
    return {
      lifted: true,
      edits: settled(lift.edits, sink),
      assumptions: lift.assumptions,
      isRight: !lift.isWidened && lift.reads.size === 0,
      whole: lift.whole,
      reduced: lift.reduced,
      ...wayOf(lift, sink),
    };
  } catch (error) {
    if (!(error instanceof CannotFollow)) throw error;
    const { code: refusal, detail, node } = error;
    step(lift, node, `not followed further: ${detail}`);
    return { lifted: false, refusal, detail, node, ...wayOf(lift, sink) };
  }
}

function wayOf(lift: Lift, sink: Sink): Way {
  return { sink, taken: lift.taken, flow: flowOf(lift.steps) };
}

/** The edits in the order of the text, each once. */
function settled(edits: readonly Edit[], { call }: Sink): Edit[] {
  const seen = new Map(edits.map((edit) => [`${edit.file}\0${edit.start}\0${edit.end}\0${edit.text}`, edit]));
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...seen.values()].sort((a, b) => order(a.file, b.file) || a.start - b.start);
  for (const [index, edit] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && overlaps(edit, next)) {
      throw new CannotFollow('wider-flow', call, 'Two steps of the way want to change the same text.');
    }
  }
  return sorted;
}

/** First the query, last the call; the same words at the same place are said once, and what only tests do is left out. */
function flowOf(steps: readonly Step[]): Step[] {
  const seen = new Set<string>();
  const last = steps[0]?.node;
  return [...steps].reverse().filter(({ node, message }) => {
    const file = node.getSourceFile();
    if (isTestFile(file) && file !== last?.getSourceFile()) return false;
    const key = `${file.fileName}\0${node.pos}\0${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
