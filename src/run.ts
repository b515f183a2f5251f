import type { Report } from './model/report.ts';
import type { RunOptions } from './model/run-options.ts';
import { analyse } from './pipeline/analyze.ts';
import { assemble } from './pipeline/assemble.ts';
import { searchNames } from './sdk/facts.ts';
import { discover } from './workspace/discover.ts';
import { recover } from './workspace/journal.ts';
import { checkTsconfig } from './workspace/tsconfig.ts';
import { openWorkspace } from './workspace/workspace.ts';

export interface RunResult {
  readonly report: Report;
  /** Said on stderr; they change no exit code. */
  readonly warnings: readonly string[];
}

/**
 * The whole pipeline: discover → analyse → plan → verify → write → report.
 * @throws {UsageError} when a rule or the tsconfig that was asked for does not exist.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  if (options.tsconfig !== undefined) checkTsconfig(options.tsconfig);
  const discovering = discover({
    cwd: options.cwd,
    paths: options.paths.length > 0 ? options.paths : ['.'],
    ignore: options.ignore ?? [],
    names: searchNames,
  });
  // What brings the compiler is loaded while git looks for the files.
  const { chooseRules } = await import('./pipeline/rules.ts');
  const { planCleanly } = await import('./pipeline/settle.ts');
  const { write } = await import('./pipeline/write-plan.ts');
  const { warmUp } = await import('./analysis/program/project.ts');
  warmUp();
  const rules = chooseRules(options.rule, options.skipRule);
  const discovery = await discovering;
  const recovered = recover(discovery.isCandidate, options.mode === 'apply');
  const workspace = openWorkspace(options.cwd, discovery);
  options.onStep?.('analysing', discovery.files.length);
  const analysis = await analyse(workspace, rules, options.sdk ?? 'auto');
  const planned = await planCleanly(analysis, workspace, options);
  const written =
    options.mode === 'apply' ? write(planned.plan, workspace) : { plan: planned.plan, problems: [] };
  const report = assemble(
    {
      ...planned,
      mode: options.mode,
      unsafe: options.unsafe ?? false,
      rules,
      analysis,
      plan: written.plan,
      problems: [
        ...discovery.problems,
        ...recovered.problems,
        ...analysis.problems,
        ...workspace.problems(),
        ...planned.problems,
        ...written.problems,
      ],
      scanned: discovery.scanned,
    },
    workspace,
  );
  const hints =
    options.mode === 'dry-run' ? workspace.patchHints(written.plan.changes.map(({ file }) => file)) : [];
  const finished = recovered.finished.map(
    (file) => `${workspace.nameOf(file)} was written: a killed run had left its fix half done.`,
  );
  return { report, warnings: [...finished, ...discovery.warnings, ...workspace.warnings(), ...hints] };
}
