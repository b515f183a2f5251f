import type { Analysis } from './analyse.ts';
import type { Detected } from './detect.ts';
import type { FileChange } from './model/edit.ts';
import { UsageError } from './model/errors.ts';
import type { Problem } from './model/finding.ts';
import { type Plan, plan } from './plan.ts';
import type { RunOptions } from './run.ts';
import { covers, readSuppressions } from './suppressions.ts';
import { verifySyntax } from './verify/syntax.ts';
import type { Verdict } from './verify/types.ts';
import { dirtyFiles } from './workspace/dirty.ts';
import { gitRoot } from './workspace/git.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface Settled {
  readonly plan: Plan;
  /** Fingerprint of a finding whose fix was taken back → the compiler's words. */
  readonly takenBack: ReadonlyMap<string, string>;
  readonly unverified: string | null;
  readonly problems: readonly Problem[];
}

const nothing: Settled = {
  plan: { changes: [], fixed: new Set() },
  takenBack: new Map(),
  unverified: null,
  problems: [],
};

/** Plans until what is planned verifies: a change set that brings an error is taken back and the rest planned anew. */
async function settle(
  analysis: Analysis,
  workspace: Workspace,
  options: RunOptions,
  held: ReadonlySet<string>,
): Promise<Settled> {
  const barred = [...suppressedFindings(analysis.found, workspace), ...held];
  const takenBack = new Map<string, string>();
  const attempt = async (excluded: ReadonlySet<string>): Promise<Attempt> => {
    const unsafe = options.unsafe ?? false;
    const planned = plan(analysis.found, analysis.texts, { unsafe, excluded }, analysis.again);
    return { planned, ...(await check(planned.changes, analysis, workspace, options)) };
  };
  for (;;) {
    const { planned, failures, unverified } = await attempt(new Set([...barred, ...takenBack.keys()]));
    if (failures.length === 0) return { plan: planned, takenBack, unverified, problems: [] };
    for (const { file, message } of failures) {
      const suspects = planned.changes.find((change) => change.file === file)?.changeSets ?? [];
      for (const [id, words] of await culprits(suspects, message, analysis, attempt))
        takenBack.set(id, words);
    }
  }
}

type Attempt = Verdict & { readonly planned: Plan };

/** Which of the change sets of a file bring its errors: each is tried alone, and where none does it alone, all of them. */
async function culprits(
  suspects: readonly string[],
  message: string,
  analysis: Analysis,
  attempt: (excluded: ReadonlySet<string>) => Promise<Attempt>,
): Promise<ReadonlyMap<string, string>> {
  const guilty = new Map<string, string>();
  if (suspects.length > 1) {
    for (const id of suspects) {
      const others = analysis.found.map(({ fingerprint }) => fingerprint).filter((other) => other !== id);
      const [failure] = (await attempt(new Set(others))).failures;
      if (failure) guilty.set(id, failure.message);
    }
  }
  return guilty.size > 0 ? guilty : new Map(suspects.map((id) => [id, message]));
}

async function check(
  changes: readonly FileChange[],
  analysis: Analysis,
  workspace: Workspace,
  options: RunOptions,
): Promise<Verdict> {
  const syntax = verifySyntax(changes);
  if (syntax.length > 0 || changes.length === 0) return { failures: syntax, unverified: null };
  if (options.verify === false)
    return { failures: [], unverified: 'the type check was switched off with --no-verify' };
  if (options.sdk === '1' || options.sdk === '2') {
    return {
      failures: [],
      unverified: `--sdk ${options.sdk} was given, so the installed SDK is not the one that the code is read for`,
    };
  }
  options.onStep?.('type-checking the fixes in', changes.length);
  const { verifyTypes } = await import('./verify/types.ts');
  return verifyTypes(changes, {
    tsconfig: options.tsconfig,
    tsconfigFor: workspace.tsconfigFor,
    importersOf: analysis.importersOf,
    nameOf: workspace.nameOf,
  });
}

function suppressedFindings(found: readonly Detected[], workspace: Workspace): string[] {
  return found
    .filter((item) =>
      readSuppressions(item.file, workspace.readText(item.file) ?? '').some((comment) =>
        covers(comment, item),
      ),
    )
    .map((item) => item.fingerprint);
}

/** The files to be written that git says hold work of the user's own. */
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
      `Nothing was written, for git cannot say what is committed: ${reason} Pass --allow-dirty to write all the same.`,
    );
  }
}

/** Plans, and where git says that a target holds uncommitted work, plans again without the change sets that meet it. */
export async function planCleanly(
  analysis: Analysis,
  workspace: Workspace,
  options: RunOptions,
): Promise<Settled & { dirty: ReadonlySet<string> }> {
  if (options.mode === 'lint') return { ...nothing, dirty: new Set() };
  const first = await settle(analysis, workspace, options, new Set());
  const dirty = dirtyTargets(first.plan.changes, workspace, options);
  if (dirty.size === 0 || options.mode === 'dry-run') return { ...first, dirty };
  const held = new Set(
    first.plan.changes.filter(({ file }) => dirty.has(file)).flatMap(({ changeSets }) => changeSets),
  );
  const problems = [...dirty].sort().map((file) => ({ file, message: dirtyMessage }));
  return { ...(await settle(analysis, workspace, options, held)), dirty, problems };
}

const dirtyMessage =
  'not written: git says it is modified or untracked. Commit or stash it, or pass --allow-dirty.';
