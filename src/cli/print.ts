import { resolve } from 'node:path';
import type { Problem } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { sanitizeLines } from '../model/sanitize.ts';
import { reporters } from '../report/index.ts';
import { problemLines } from '../report/pretty.ts';
import { statistics } from '../report/statistics.ts';
import { createStyle, type Style } from '../report/style.ts';
import { summaryLines } from '../report/summary.ts';
import { writeReport } from '../workspace/report-file.ts';
import type { Flags } from './command.ts';
import { stderr, stdout, wantsColor } from './output.ts';
import type { Output } from './outputs.ts';

/** The problems that are printed already: those of the start are told before the analysis. */
const printed = new Set<string>();

export function printProblems(problems: readonly Problem[], color: boolean): void {
  for (const line of problemLines({ problems }, createStyle(wantsColor(process.stderr, color)))) {
    if (!printed.has(line)) stderr(`${line}\n`);
    printed.add(line);
  }
}

/**
 * Writes each report to its place. In a dry run only the patch goes to stdout, and the report for people to stderr. Where no report
 * for people is on the terminal, the summary and the names of the files go to stderr, so that the exit code explains itself.
 */
export function printReports(
  report: Report,
  flags: Flags,
  outputs: readonly Output[],
  isFormatGiven: boolean,
): void {
  const shown = flags.quiet ? errorsOnly(report) : report;
  printProblems(report.problems, flags.color);
  for (const { format, file } of outputs)
    if (file !== undefined) writeReport(resolve(file), reporters[format](shown, { color: false }));
  const here = outputs.find(({ file }) => file === undefined)?.format;
  const isPatch = report.mode === 'dry-run' && (!isFormatGiven || here === undefined || here === 'pretty');
  if (isPatch) stdout(report.patch);
  const stream = isPatch ? process.stderr : process.stdout;
  if (here !== undefined && !(isPatch && here !== 'pretty')) {
    const isForPeople = here === 'pretty' || here === 'concise';
    const color = isForPeople && wantsColor(stream, flags.color);
    const text = reporters[here](shown, { color, width: widthOf(stream), withoutProblems: true });
    (isPatch ? stderr : stdout)(text);
  }
  const style = createStyle(wantsColor(process.stderr, flags.color));
  if (here !== 'pretty' && (here === undefined || here === 'concise')) printSummary(shown, style);
  for (const { format, file } of outputs) if (file !== undefined) stderr(`report: ${file} (${format})\n`);
  if (flags.statistics) stderr(statistics(shown));
}

function printSummary(report: Report, style: Style): void {
  // Whoever reads only the terminal, or takes the patch from it, must learn this too.
  if (report.unverified !== null)
    stderr(`warning: Not type-checked: ${sanitizeLines(report.unverified).join(' ')}\n`);
  for (const line of summaryLines({ ...report, unverified: null }, style)) stderr(`${line}\n`);
}

const widthOf = (stream: NodeJS.WriteStream): number => (stream.isTTY ? stream.columns : 100);

function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter((finding) => finding.severity === 'error') };
}
