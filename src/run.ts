import { analyse, type Analysis } from './analyse.ts';
import { type Assembled, assemble } from './assemble.ts';
import type { Detected } from './detect.ts';
import type { FileChange } from './model/edit.ts';
import type { Problem } from './model/finding.ts';
import type { Mode, Report } from './model/report.ts';
import { type Plan, plan } from './plan.ts';
import { chooseRules } from './rules.ts';
import { searchNames } from './sdk/facts.ts';
import { covers, readSuppressions } from './suppressions.ts';
import { verifySyntax } from './verify/syntax.ts';
import type { Verdict } from './verify/types.ts';
import { discover } from './workspace/discover.ts';
import { dirtyFiles, gitRoot } from './workspace/git.ts';
import { checkTsconfig } from './workspace/tsconfig.ts';
import { openWorkspace, type Workspace } from './workspace/workspace.ts';

export interface RunOptions {
  /** Absolute; findings and patches name files relative to it. */
  readonly cwd: string;
  /** Files, folders or globs. */
  readonly paths: readonly string[];
  readonly mode: Mode;
  /** Also write the suggested fixes. */
  readonly unsafe?: boolean;
  readonly rule?: readonly string[];
  readonly skipRule?: readonly string[];
  readonly ignore?: readonly string[];
  /** Treat the imports as that generation of the SDK; auto goes by each import. */
  readonly sdk?: 'auto' | '1' | '2';
  readonly tsconfig?: string;
  /** Type-check the fixes in the user's own program. Default true. */
  readonly verify?: boolean;
  readonly allowDirty?: boolean;
}

export interface RunResult {
  readonly report: Report;
  /** Said on stderr; they change no exit code. */
  readonly warnings: readonly string[];
}

/** The whole pipeline: discover → analyse → plan → verify → write → report. */
export async function run(options: RunOptions): Promise<RunResult> {
  const rules = chooseRules(options.rule, options.skipRule);
  if (options.tsconfig !== undefined) checkTsconfig(options.tsconfig);
  const discovery = await discover({
    cwd: options.cwd,
    paths: options.paths.length > 0 ? options.paths : ['.'],
    ignore: options.ignore ?? [],
    names: searchNames,
  });
  const workspace = openWorkspace(options.cwd, discovery);
  const analysis = await analyse(workspace, rules, options.sdk ?? 'auto');
  const planned = options.mode === 'lint' ? nothing : await settle(analysis, workspace, options);
  const dirty = dirtyTargets(planned.plan.changes, workspace, options);
  const written = options.mode === 'apply' ? write(planned.plan, dirty, workspace) : { plan: planned.plan, problems: [] };
  const assembled: Assembled = {
    mode: options.mode,
    rules,
    analysis,
    plan: written.plan,
    takenBack: planned.takenBack,
    unverified: planned.unverified,
    dirty,
    problems: [...discovery.problems, ...analysis.problems, ...workspace.problems(), ...planned.problems, ...written.problems],
    scanned: discovery.scanned,
  };
  return { report: assemble(assembled, workspace), warnings: [...discovery.warnings, ...workspace.warnings()] };
}

interface Settled {
  readonly plan: Plan;
  /** Fingerprint of a finding whose fix was taken back → the compiler's words. */
  readonly takenBack: ReadonlyMap<string, string>;
  readonly unverified: string | null;
  readonly problems: readonly Problem[];
}

const nothing: Settled = { plan: { changes: [], fixed: new Set() }, takenBack: new Map(), unverified: null, problems: [] };

/** Plans until what is planned verifies: a change set that brings an error is taken back and the rest planned anew. */
async function settle(analysis: Analysis, workspace: Workspace, options: RunOptions): Promise<Settled> {
  const suppressed = suppressedFindings(analysis.found, workspace);
  const takenBack = new Map<string, string>();
  for (;;) {
    const excluded = new Set([...suppressed, ...takenBack.keys()]);
    const unsafe = options.unsafe ?? false;
    const planned = plan(analysis.found, analysis.texts, { unsafe, excluded }, analysis.again);
    const { failures, unverified } = await check(planned.changes, analysis, workspace, options);
    if (failures.length === 0) return { plan: planned, takenBack, unverified, problems: [] };
    for (const failure of failures) {
      const change = planned.changes.find(({ file }) => file === failure.file);
      for (const id of change?.changeSets ?? []) takenBack.set(id, failure.message);
    }
  }
}

async function check(
  changes: readonly FileChange[],
  analysis: Analysis,
  workspace: Workspace,
  options: RunOptions,
): Promise<Verdict> {
  const syntax = verifySyntax(changes);
  if (syntax.length > 0 || changes.length === 0) return { failures: syntax, unverified: null };
  if (options.verify === false) return { failures: [], unverified: 'the type check was switched off with --no-verify' };
  if (options.sdk === '1' || options.sdk === '2') {
    return { failures: [], unverified: `--sdk ${options.sdk} was given, so the installed SDK is not the one that the code is read for` };
  }
  const { verifyTypes } = await import('./verify/types.ts');
  return verifyTypes(changes, {
    tsconfig: options.tsconfig,
    tsconfigFor: workspace.tsconfigFor,
    importersOf: analysis.importersOf,
  });
}

function suppressedFindings(found: readonly Detected[], workspace: Workspace): string[] {
  return found
    .filter((item) =>
      readSuppressions(item.file, workspace.readText(item.file) ?? '').some((comment) => covers(comment, item)),
    )
    .map((item) => item.fingerprint);
}

/** The files to be written that git says hold work of the user's own. */
function dirtyTargets(changes: readonly FileChange[], workspace: Workspace, options: RunOptions): ReadonlySet<string> {
  if (options.allowDirty || changes.length === 0) return new Set();
  const files = changes.map(({ file }) => file);
  const roots = new Set(files.flatMap((file) => gitRoot(workspace.directoryOf(file)) ?? []));
  return new Set([...roots].flatMap((root) => [...dirtyFiles(root, files)]));
}

/** Writes what may be written: change sets that meet a dirty file stay whole and unwritten. */
function write(planned: Plan, dirty: ReadonlySet<string>, workspace: Workspace): { plan: Plan; problems: Problem[] } {
  const blocked = new Set(planned.changes.filter(({ file }) => dirty.has(file)).flatMap(({ changeSets }) => changeSets));
  const held = planned.changes.filter(({ changeSets }) => changeSets.some((id) => blocked.has(id)));
  const free = planned.changes.filter((change) => !held.includes(change));
  const { failed } = workspace.writeAll(free);
  const lost = new Set(failed.map(({ file }) => file));
  const unwritten = [...held, ...free.filter(({ file }) => lost.has(file))];
  const open = new Set(unwritten.flatMap(({ changeSets }) => changeSets));
  return {
    plan: {
      changes: planned.changes.filter((change) => !unwritten.includes(change)),
      fixed: new Set([...planned.fixed].filter((id) => !open.has(id))),
    },
    problems: [
      ...held.filter(({ file }) => dirty.has(file)).map(({ file }) => ({ file, message: dirtyMessage })),
      ...failed,
    ],
  };
}

const dirtyMessage = 'not written: git says it is modified or untracked. Commit or stash it, or pass --allow-dirty.';
