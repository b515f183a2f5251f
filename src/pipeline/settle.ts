import { groupByFile } from '../edit/apply.ts';
import type { FileChange } from '../model/edit.ts';
import type { Problem } from '../model/finding.ts';
import type { RunOptions } from '../model/run-options.ts';
import type { Stopwatch } from '../model/timing.ts';
import { UsageError } from '../model/usage-error.ts';
import { verifySyntax } from '../verify/syntax.ts';
import { countOf } from '../verify/unchecked.ts';
import type { Failure, Verdict, Verifier } from '../verify/verifier.ts';
import { dirtyFiles } from '../workspace/dirty.ts';
import { gitRoot } from '../workspace/git.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Analysis } from './analyze.ts';
import { type Detected, editsOf, type Refused, refused } from './detected.ts';
import { changesOf, type Plan, plan, planNothing, type Withhold } from './plan.ts';
import { heldBySuppression } from './suppressions.ts';

export interface Settled {
  readonly plan: Plan;
  readonly unverified: string | null;
  readonly problems: readonly Problem[];
}

/** Which fixes a run writes: `ids` those of the chosen findings; undefined all that its level allows. */
export type Choice = ReadonlySet<string> | undefined;

/** Plans and verifies; a lint only on request. Where git says that a target holds uncommitted work, plans again without the change sets that touch it. */
export async function settle(
  analysis: Analysis,
  workspace: Workspace,
  options: RunOptions,
  watch: Stopwatch,
  choice?: Choice,
): Promise<Settled> {
  if (options.mode === 'lint' && options.verify !== true) return unchecked(analysis, workspace, options);
  const trial = createTrial(analysis, workspace, options, watch, choice);
  const first = await planVerified(trial, new Map());
  if (options.mode === 'lint') return { ...first, plan: asReport(first.plan, analysis.found), problems: [] };
  const { changes } = first.plan;
  // A dry run writes nothing, so uncommitted work is safe.
  const dirty = options.mode === 'dry-run' ? new Set<string>() : dirtyTargets(changes, workspace, options);
  if (dirty.size === 0) return { ...first, problems: [] };
  const held = new Map<string, Refused>();
  for (const { file, changeSets } of changes)
    if (dirty.has(file))
      for (const id of changeSets) held.set(id, refused('dirty-file', `It is ${workspace.nameOf(file)}.`));
  const problems = [...dirty].sort().map((file) => ({ file, message: dirtyMessage }));
  return { ...(await planVerified(trial, held)), problems };
}

/** A lint without --verify is quick: it tells which fixes a comment holds back, and that the others were not tried. */
function unchecked(analysis: Analysis, workspace: Workspace, options: RunOptions): Settled {
  const { found, texts } = analysis;
  const fixable = found.filter((item) => editsOf(item, options.unsafe ?? false));
  const textOf = (file: string): string => texts.get(file) ?? '';
  const withheld = new Map(
    fixable.flatMap((item) => {
      const reason = heldBySuppression(item, textOf, workspace.nameOf);
      return reason ? [[item.id, reason] as const] : [];
    }),
  );
  const plan = { ...planNothing(found), withheld };
  return { plan, unverified: withheld.size < fixable.length ? lintOnly : null, problems: [] };
}

const lintOnly = '--lint does not try the fixes, so a run may still take one back. With --verify it does';

/** What a run would do, for a report: nothing is changed, and everything that was found is left. */
function asReport({ met, withheld }: Plan, found: readonly Detected[]): Plan {
  return { ...planNothing(found), met, withheld };
}

const dirtyMessage =
  'not written: git says it is modified or untracked. Commit or stash it, or pass --allow-dirty.';

/** After this many attempts, all that is suspected is taken back without a trial; after twice as many, everything is. */
const maxAttempts = 4;

/** Plans until the plan verifies: a change set that brings an error is taken back, and the rest is planned again. */
async function planVerified(
  trial: Trial,
  held: ReadonlyMap<string, Refused>,
): Promise<Omit<Settled, 'problems'>> {
  const takenBack = new Map<string, Refused>();
  let rest: Refused | undefined;
  for (let attempt = 1; ; attempt++) {
    const plan = trial.plan(({ id }) => held.get(id) ?? takenBack.get(id) ?? rest);
    const { failures, unverified } = await trial.check(plan.changes);
    const [first] = failures;
    if (!first) return { plan, unverified };
    const guilty = await culprits(suspicionsOf(failures, plan.changes), trial, attempt <= maxAttempts);
    for (const [id, words] of guilty) takenBack.set(id, refused('type-check-failed', words));
    if (attempt >= 2 * maxAttempts) rest = refused('type-check-failed', first.message);
  }
}

interface Trial {
  /** Plans the fixes that are not withheld. */
  plan(withhold: Withhold): Plan;
  /** The error that one fix alone brings, on the text of the disk. None when the finding only came up after other fixes. */
  alone(id: string, at: readonly string[]): Promise<Failure | undefined>;
  check: Check;
}

function createTrial(
  analysis: Analysis,
  workspace: Workspace,
  options: RunOptions,
  watch: Stopwatch,
  choice: Choice,
): Trial {
  // To choose a suggested fix is to accept what it assumes.
  const unsafe = options.unsafe === true || choice !== undefined;
  const { found, texts, again } = analysis;
  const check = createCheck(analysis, workspace, options, watch);
  const tried = new Map<string, Promise<Verdict>>();
  return {
    plan: (withhold) =>
      plan(
        found,
        texts,
        {
          unsafe,
          withhold: (item, textOf) =>
            heldBySuppression(item, textOf, workspace.nameOf) ??
            withhold(item, textOf) ??
            (choice && !choice.has(item.id) ? refused('not-chosen') : undefined),
        },
        again,
      ),
    async alone(id, at) {
      const item = found.find((each) => each.id === id);
      const edits = item ? (editsOf(item, unsafe) ?? []) : [];
      // Flows that cross are several findings with the same edits, each in its own order.
      const key = JSON.stringify([at, ...groupByFile(edits)]);
      const verdict = tried.get(key) ?? check(changesOf(edits, texts, [id]), at);
      tried.set(key, verdict);
      return (await verdict).failures[0];
    },
    check,
  };
}

/** An error, and the change sets that may have brought it. */
interface Suspicion {
  readonly failure: Failure;
  readonly suspects: readonly string[];
}

function suspicionsOf(failures: readonly Failure[], changes: readonly FileChange[]): Suspicion[] {
  return failures.map((failure) => {
    const meant = changes.filter(({ file }) => failure.files.includes(file));
    const suspects = (meant.length > 0 ? meant : changes).flatMap(({ changeSets }) => changeSets);
    return { failure, suspects: [...new Set(suspects)] };
  });
}

/**
 * Which change sets bring the errors, and the compiler's words for each. A suspect is tried alone, once for all errors, in its own
 * files and where the errors are. When none of the suspects brings an error alone, all of them count.
 */
async function culprits(
  suspicions: readonly Suspicion[],
  trial: Trial,
  isTried: boolean,
): Promise<ReadonlyMap<string, string>> {
  const at = [...new Set(suspicions.flatMap(({ failure }) => failure.at ?? []))].sort();
  const guilty = new Map<string, string>();
  for (const { failure, suspects } of suspicions) {
    const proved = new Map<string, string>();
    if (isTried && suspects.length > 1) {
      for (const id of suspects) {
        const alone = await trial.alone(id, at);
        if (alone) proved.set(id, alone.message);
      }
    }
    const all = new Map(suspects.map((id) => [id, failure.message]));
    for (const [id, words] of proved.size > 0 ? proved : all) guilty.set(id, words);
  }
  return guilty;
}

type Check = (changes: readonly FileChange[], at?: readonly string[]) => Promise<Verdict>;

function createCheck(analysis: Analysis, workspace: Workspace, options: RunOptions, watch: Stopwatch): Check {
  const reason = unverifiedBecause(options);
  // Loaded at the first check: a lint without --verify never needs it.
  let verifier: Verifier | undefined;
  return async (changes, at) => {
    const syntax = verifySyntax(changes).map(({ file, message }) => ({ files: [file], message }));
    if (syntax.length > 0 || changes.length === 0) return { failures: syntax, unverified: null };
    if (reason !== null)
      return { failures: [], unverified: `${countOf(changes.length, changes.length)}, because ${reason}` };
    options.onStep?.('type-checking the fixes in', changes.length);
    const { createVerifier } = await import('../verify/verifier.ts');
    verifier ??= createVerifier({
      tsconfig: options.tsconfig,
      tsconfigFor: workspace.tsconfigFor,
      importersOf: analysis.importersOf,
      nameOf: workspace.nameOf,
    });
    const ready = verifier;
    return watch.time('type-check', () => ready(changes, at));
  };
}

function unverifiedBecause({ verify, sdk }: RunOptions): string | null {
  if (verify === false) return 'the type check was switched off with --no-verify';
  if (sdk === '1' || sdk === '2')
    return `--sdk ${sdk} was given, so the installed SDK is not the one that the code is read for`;
  return null;
}

/** The files to write that hold uncommitted work, as git says. */
function dirtyTargets(
  changes: readonly FileChange[],
  workspace: Workspace,
  options: RunOptions,
): ReadonlySet<string> {
  if (options.allowDirty || changes.length === 0) return new Set();
  const files = changes.map(({ file }) => file);
  const roots = new Set(files.flatMap((file) => gitRoot(workspace.directoryOf(file)) ?? []));
  try {
    return new Set([...roots].flatMap((root) => [...dirtyFiles(root, files)]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `Nothing was written, because git cannot say what is committed: ${reason} Pass --allow-dirty to write anyway.`,
    );
  }
}
