import { resolve } from 'node:path';
import type { Mode, Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { reporters } from '../report/index.ts';
import { problemLines } from '../report/pretty.ts';
import { sanitizeLines } from '../report/sanitize.ts';
import { createStyle } from '../report/style.ts';
import { timingTable } from '../report/timing-table.ts';
import type { RunResult } from '../run.ts';
import { writeReport } from '../workspace/report-file.ts';
import type { Flags } from './command.ts';
import { progress, stderr, stdout, wantsColor } from './output.ts';
import { swallowedPaths } from './swallowed.ts';

/** The default command: migrate, dry run or lint. Returns the exit code. */
export async function migrate(
  paths: string[],
  flags: Flags,
  given: (option: string) => boolean,
): Promise<number> {
  const mode = modeOf(flags);
  const { run } = await import('../run.ts');
  const hints = await swallowedPaths(flags, paths);
  const result = await run({
    cwd: process.cwd(),
    paths,
    mode,
    unsafe: flags.unsafe ?? false,
    rule: flags.rule ?? [],
    skipRule: flags.skipRule ?? [],
    ignore: flags.ignore ?? [],
    sdk: flags.sdk,
    ...(flags.tsconfig ? { tsconfig: resolve(flags.tsconfig) } : {}),
    ...(flags.verify === undefined ? {} : { verify: flags.verify }),
    allowDirty: flags.allowDirty ?? false,
    onStep: progress(),
  });
  for (const warning of [...hints, ...result.warnings]) stderr(`warning: ${warning}\n`);
  print(flags.timing ? withTiming(result) : result, flags, given('format'));
  if (flags.timing) stderr(timingTable(result.timing));
  return exitCode(result.report, flags);
}

/** JSON carries the timing only where it was asked for: without it, equal runs have equal reports. */
function withTiming(result: RunResult): RunResult {
  return { ...result, report: { ...result.report, timing: result.timing } };
}

function modeOf(flags: Flags): Mode {
  if (flags.dryRun && flags.lint)
    throw new UsageError('--dry-run and --lint exclude each other. Choose one.');
  return flags.lint ? 'lint' : flags.dryRun ? 'dry-run' : 'apply';
}

/** The report goes to stdout or to the file. In a dry run only the patch goes to stdout, and the report for people to stderr. */
function print({ report }: RunResult, flags: Flags, formatGiven: boolean): void {
  const shown = flags.quiet ? errorsOnly(report) : report;
  const reporter = reporters[flags.format];
  const onStderr = createStyle(wantsColor(process.stderr, flags.color));
  for (const line of problemLines(report, onStderr)) stderr(`${line}\n`);
  // Whoever reads only the terminal, or takes the patch from it, must learn this too.
  if (flags.outputFile && report.unverified !== null)
    stderr(`warning: Not type-checked: ${sanitizeLines(report.unverified).join(' ')}\n`);
  if (flags.outputFile) writeReport(resolve(flags.outputFile), reporter(shown, { color: false }));
  if (report.mode === 'dry-run' && (flags.outputFile || !formatGiven || flags.format === 'pretty')) {
    stdout(report.patch);
    const color = wantsColor(process.stderr, flags.color);
    if (!flags.outputFile) stderr(reporter(shown, { color, withoutProblems: true }));
  } else if (!flags.outputFile) {
    const color = flags.format === 'pretty' && wantsColor(process.stdout, flags.color);
    stdout(reporter(shown, { color, withoutProblems: true }));
  }
}

function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter((finding) => finding.severity === 'error') };
}

/** 0 no error is left, 1 errors are left, 2 something could not be read, parsed, verified or written. */
function exitCode(report: Report, flags: Flags): number {
  if (report.problems.length > 0) return 2;
  const left = report.findings.filter((finding) => finding.status === 'open');
  const warnings = left.filter((finding) => finding.severity === 'warning').length;
  const tooMany = flags.maxWarnings !== undefined && warnings > flags.maxWarnings;
  if (tooMany)
    stderr(
      `error: ${warnings} warning${warnings === 1 ? '' : 's'}, more than --max-warnings ${flags.maxWarnings} allows.\n`,
    );
  return left.some((finding) => finding.severity === 'error') || tooMany ? 1 : 0;
}
