import { resolve } from 'node:path';
import type { Mode, Report } from '../model/report.ts';
import type { RunOptions } from '../model/run-options.ts';
import { UsageError } from '../model/usage-error.ts';
import { timingTable } from '../report/timing-table.ts';
import type { RunResult } from '../run.ts';
import { changedFiles } from '../workspace/changed-files.ts';
import type { Flags } from './command.ts';
import { openBaseline, withBaseline } from './known-findings.ts';
import { mistakenCommand } from './mistaken-command.ts';
import { progress, stderr } from './output.ts';
import type { Outputs } from './outputs.ts';
import { printProblems, printReports } from './print.ts';
import { type Config, loadConfig } from './settings.ts';
import { fileAccount } from './show-files.ts';
import { swallowedPaths } from './swallowed.ts';

/** The default command: migrate, dry run, lint or interactive. Returns the exit code. */
export async function migrate(
  paths: string[],
  flags: Flags,
  outputs: Outputs,
  given: (option: string) => boolean,
): Promise<number> {
  const mode = modeOf(flags);
  const wanted = outputs.read();
  mistakenCommand(paths);
  const { allRules } = await import('../pipeline/rules.ts');
  const config = loadConfig(
    process.cwd(),
    flags.config,
    allRules.map(({ info }) => info.id),
  );
  const hints = await swallowedPaths(flags, paths);
  const baseline = openBaseline(flags, config);
  const { run } = await import('../run.ts');
  const result = await run({
    ...optionsOf(paths, flags, config, given),
    mode,
    onStep: progress(),
    onProblems: (problems) => printProblems(problems, flags.color),
    ...(flags.interactive ? { choose: (await import('./interactive.ts')).choose } : {}),
  });
  for (const warning of [...hints, ...result.warnings]) stderr(`warning: ${warning}\n`);
  const report = withBaseline(result, baseline, flags.updateBaseline === true);
  printReports(flags.timing ? withTiming(report, result) : report, flags, wanted, outputs.isFormatGiven);
  if (flags.showFiles) stderr(fileAccount(result.files));
  if (flags.timing) stderr(timingTable(result.timing));
  return exitCode(report, flags.maxWarnings ?? config.maxWarnings);
}

/** What the command line and the settings of the project say together; the command line wins. */
function optionsOf(
  paths: string[],
  flags: Flags,
  config: Config,
  given: (option: string) => boolean,
): Omit<RunOptions, 'mode'> {
  const within = withinOf(flags);
  const tsconfig = flags.tsconfig ? resolve(flags.tsconfig) : config.tsconfig;
  return {
    cwd: process.cwd(),
    paths,
    unsafe: flags.unsafe ?? false,
    rule: flags.rule ?? [],
    // A rule that is named runs, also when the settings switch it off.
    skipRule: [...(flags.skipRule ?? []), ...config.off.filter((rule) => !flags.rule?.includes(rule))],
    severities: config.severities,
    ignore: flags.ignore ?? [],
    ...(config.ignoreBelow ? { ignoreBelow: config.ignoreBelow } : {}),
    sdk: given('sdk') ? flags.sdk : (config.sdk ?? flags.sdk),
    ...(tsconfig ? { tsconfig } : {}),
    ...(flags.verify === undefined ? {} : { verify: flags.verify }),
    ...(flags.fix ? { fix: flags.fix } : {}),
    ...(within ? { within } : {}),
    allowDirty: flags.allowDirty ?? false,
  };
}

function withinOf({ since, staged }: Flags): readonly string[] | undefined {
  if (since !== undefined && staged)
    throw new UsageError('--since and --staged exclude each other. Choose one.');
  if (staged) return changedFiles(process.cwd(), 'staged');
  return since === undefined ? undefined : changedFiles(process.cwd(), { ref: since });
}

/** JSON carries the timing only where it was asked for: without it, equal runs have equal reports. */
function withTiming(report: Report, { timing }: RunResult): Report {
  return { ...report, timing };
}

function modeOf(flags: Flags): Mode {
  const { dryRun, lint, interactive } = flags;
  if (dryRun && lint) throw new UsageError('--dry-run and --lint exclude each other. Choose one.');
  if (dryRun && flags.updateBaseline)
    throw new UsageError('A dry run writes nothing. Use --lint --update-baseline.');
  if (interactive && (dryRun || lint))
    throw new UsageError('--interactive writes what you choose: it excludes --dry-run and --lint.');
  if (interactive && !(process.stdin.isTTY && process.stdout.isTTY))
    throw new UsageError('--interactive needs a terminal. Elsewhere, choose fixes with --dry-run and --fix.');
  if (interactive && flags.fix)
    throw new UsageError('--interactive asks which fixes to write: leave out --fix.');
  if (lint && flags.fix) throw new UsageError('--lint writes nothing: leave out --fix, or --lint.');
  return lint ? 'lint' : dryRun ? 'dry-run' : 'apply';
}

/** 0 no error is left, 1 errors are left, 2 something could not be read, parsed, verified or written. */
function exitCode(report: Report, maxWarnings: number | undefined): number {
  if (report.problems.length > 0) return 2;
  const left = report.findings.filter((finding) => finding.status === 'open');
  const warnings = left.filter((finding) => finding.severity === 'warning').length;
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  if (tooMany)
    stderr(
      `error: ${warnings} warning${warnings === 1 ? '' : 's'}, more than --max-warnings ${maxWarnings} allows.\n`,
    );
  return left.some((finding) => finding.severity === 'error') || tooMany ? 1 : 0;
}
