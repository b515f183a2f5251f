import type { FileAccount } from './model/file-account.ts';
import type { Report } from './model/report.ts';
import type { RunOptions } from './model/run-options.ts';
import { Stopwatch, type Timing } from './model/timing.ts';
import type { Plan } from './pipeline/plan.ts';
import { searchNames } from './sdk/facts.ts';
import { coverage } from './workspace/coverage.ts';
import { discover } from './workspace/discover.ts';
import { recover } from './workspace/journal.ts';
import { checkTsconfig } from './workspace/tsconfig.ts';
import { openWorkspace } from './workspace/workspace.ts';

export interface RunResult {
  readonly report: Report;
  /** What the run cost. Measured always, because it costs next to nothing. */
  readonly timing: Timing;
  /** For stderr; they do not change the exit code. */
  readonly warnings: readonly string[];
  /** Whether the run was about a file, named from the root of its git work tree; true also for one that is gone. */
  readonly covers: (file: string) => boolean;
  /** What was read and what was left out. */
  readonly files: FileAccount;
}

interface Finished {
  readonly report: Report;
  readonly plan: Plan;
}

/**
 * The whole pipeline: discover → analyze → settle (plan and verify) → write → assemble the report.
 * @throws {UsageError} when a rule or the tsconfig that the user named does not exist.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  if (options.tsconfig !== undefined) checkTsconfig(options.tsconfig);
  const watch = new Stopwatch();
  const discovering = discover({
    cwd: options.cwd,
    paths: options.paths.length > 0 ? options.paths : ['.'],
    ignore: options.ignore ?? [],
    ...(options.ignoreBelow ? { ignoreBelow: options.ignoreBelow } : {}),
    names: searchNames,
  });
  // The stages bring the compiler. It loads while git looks for the files.
  const {
    accountOf,
    analyze,
    assemble,
    carryOut,
    chosen,
    chooseRules,
    loadRules,
    settle,
    upgradeNotes,
    warmUp,
  } = await watch.time('load the compiler', () => import('./pipeline/index.ts'));
  watch.time('read the declarations of the SDK', warmUp);
  const rules = chooseRules(options.rule, options.skipRule);
  const discovery = await watch.time('find the relevant files', () => discovering);
  const recovered = recover(discovery.isCandidate, options.mode === 'apply');
  const workspace = openWorkspace(options.cwd, discovery);

  options.onProblems?.(discovery.problems.map((each) => ({ ...each, file: workspace.nameOf(each.file) })));
  if (discovery.files.length > 0) options.onStep?.('analyzing', discovery.files.length);
  const relevant = workspace.readRelevant().files.map(workspace.readText);
  const loaded = await watch.time('load the rules', () => loadRules(rules, relevant));
  const analysis = analyze(workspace, loaded, options, watch);
  const finish = async (how: RunOptions, choice?: ReadonlySet<string>): Promise<Finished> => {
    const settled = await settle(analysis, workspace, how, watch, choice);
    const written = watch.time('write', () => carryOut(settled.plan, workspace, how.mode));
    const problems = [
      ...discovery.problems,
      ...recovered.problems,
      ...analysis.problems,
      ...workspace.problems(),
      ...settled.problems,
      ...written.problems,
    ];
    const unsafe = how.unsafe === true || choice !== undefined;
    const { plan } = written;
    const report = assemble(
      {
        mode: how.mode,
        unsafe,
        rules,
        analysis,
        plan,
        unverified: settled.unverified,
        problems,
        scanned: discovery.scanned,
        within: options.within,
      },
      workspace,
    );
    return { report, plan };
  };
  const wanted = options.choose
    ? await options.choose((await finish({ ...options, mode: 'dry-run', unsafe: true })).report)
    : options.fix;
  const { report, plan } = await finish(options, wanted && chosen(wanted, analysis.found));
  return {
    report,
    timing: watch.read(),
    covers: coverage(options.cwd, discovery.isCandidate, options.within),
    files: accountOf(discovery, analysis, workspace.nameOf),
    warnings: [
      ...recovered.finished.map(
        (file) => `${workspace.nameOf(file)} was written: a killed run had left its fix half done.`,
      ),
      ...discovery.warnings,
      ...analysis.warnings.map(({ file, message }) => `${workspace.nameOf(file)} ${message}`),
      ...workspace.warnings(),
      ...upgradeNotes(workspace.readRelevant().files, workspace),
      ...(options.mode === 'dry-run' ? workspace.patchHints(plan.changes.map(({ file }) => file)) : []),
    ],
  };
}
