import type { Report } from './model/report.ts';
import type { RunOptions } from './model/run-options.ts';
import { Stopwatch, type Timing } from './model/timing.ts';
import { searchNames } from './sdk/facts.ts';
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
    names: searchNames,
  });
  // The stages bring the compiler. It loads while git looks for the files.
  const { analyze, assemble, carryOut, chooseRules, loadRules, settle, warmUp } = await watch.time(
    'load the compiler',
    () => import('./pipeline/index.ts'),
  );
  watch.time('read the declarations of the SDK', warmUp);
  const rules = chooseRules(options.rule, options.skipRule);
  const discovery = await watch.time('find the relevant files', () => discovering);
  const recovered = recover(discovery.isCandidate, options.mode === 'apply');
  const workspace = openWorkspace(options.cwd, discovery);

  options.onStep?.('analyzing', discovery.files.length);
  const relevant = workspace.readRelevant().files.map(workspace.readText);
  const loaded = await watch.time('load the rules', () => loadRules(rules, relevant));
  const analysis = analyze(workspace, loaded, options.sdk ?? 'auto', watch);
  const settled = await settle(analysis, workspace, options, watch);
  const written = watch.time('write', () => carryOut(settled.plan, workspace, options.mode));
  const report = assemble(
    {
      mode: options.mode,
      unsafe: options.unsafe ?? false,
      rules,
      analysis,
      plan: written.plan,
      unverified: settled.unverified,
      problems: [
        ...discovery.problems,
        ...recovered.problems,
        ...analysis.problems,
        ...workspace.problems(),
        ...settled.problems,
        ...written.problems,
      ],
      scanned: discovery.scanned,
    },
    workspace,
  );
  return {
    report,
    timing: watch.read(),
    warnings: [
      ...recovered.finished.map(
        (file) => `${workspace.nameOf(file)} was written: a killed run had left its fix half done.`,
      ),
      ...discovery.warnings,
      ...analysis.warnings.map(({ file, message }) => `${workspace.nameOf(file)} ${message}`),
      ...workspace.warnings(),
      ...(options.mode === 'dry-run'
        ? workspace.patchHints(written.plan.changes.map(({ file }) => file))
        : []),
    ],
  };
}
