import type { Report, ReportedFinding } from '../model/report.ts';
import { plainLine, sanitize } from '../model/sanitize.ts';
import { outlookWords } from './after-upgrade.ts';

/** One line a finding, for editors, grep and logs. What is suppressed is not listed. */
export function concise(report: Report): string {
  return report.findings
    .filter(({ status }) => status !== 'suppressed')
    .map((finding) => `${lineOf(finding, report)}\n`)
    .join('');
}

function lineOf(finding: ReportedFinding, report: Report): string {
  const { file, range, severity, rule, message } = finding;
  const place = `${sanitize(file)}:${range.start.line}:${range.start.column}`;
  return `${place}: ${severity} ${sanitize(rule)}: ${plainLine(message)} [${stateOf(finding, report)}]`;
}

/** What became of a finding, or what can be done about it, in a few words. */
export function stateOf(finding: ReportedFinding, { mode }: Pick<Report, 'mode'>): string {
  const { status, fix } = finding;
  if (status === 'fixed') return mode === 'dry-run' ? 'would be fixed' : 'fixed';
  if (status === 'pending') return `pending until SDK v2, then ${outlookWords(finding)}`;
  if (status === 'suppressed') return 'suppressed';
  return fix === 'none' ? 'by hand' : `${fix} fix`;
}
