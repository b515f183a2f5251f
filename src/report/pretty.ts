import type { Report, ReportedFinding, ReportOptions } from '../model/report.ts';
import { sanitize, sanitizeLines } from '../model/sanitize.ts';
import { waitsForV2 } from './after-upgrade.ts';
import { prettyFinding, Told } from './pretty-finding.ts';
import { overview } from './pretty-overview.ts';
import { linesOf, textsOf } from './source.ts';
import { createStyle, type Style } from './style.ts';
import { summaryLines } from './summary.ts';

/**
 * The report for a person at a terminal. What is done comes first. What the reader has to do comes last, next to the
 * summary. Each part is sorted by file.
 */
export function pretty(report: Report, { color, width, withoutProblems }: ReportOptions): string {
  const style = createStyle(color, width);
  const told = new Told();
  const before = linesOf(textsOf(report, 'fixed'));
  const now = linesOf(textsOf(report, 'open'));
  const of = (status: ReportedFinding['status']) =>
    report.findings.filter((finding) => finding.status === status);
  const blocks = [
    ...detailed(of('fixed'), (finding) => prettyFinding(finding, report, before, style, told), style),
    ...detailed(of('open'), (finding) => prettyFinding(finding, report, now, style, told), style),
    ...pendingBlocks(of('pending'), (finding) => prettyFinding(finding, report, now, style, told), style),
    withoutProblems ? [] : problemLines(report, style),
    summaryLines(report, style),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** More findings than this are told by cause: nobody reads each of two hundred. */
const manyFindings = 20;

function detailed(
  findings: readonly ReportedFinding[],
  tell: (finding: ReportedFinding) => string[],
  style: Style,
): string[][] {
  return findings.length > manyFindings ? overview(findings, style) : findings.map(tell);
}

function pendingBlocks(
  findings: readonly ReportedFinding[],
  tell: (finding: ReportedFinding) => string[],
  style: Style,
): string[][] {
  if (findings.length === 0) return [];
  const title = findings.some(waitsForV2)
    ? 'Works with SDK v1, breaks at the upgrade to SDK v2. Nothing is rewritten before:'
    : 'Works with the SDK that is installed, breaks at its upgrade. Nothing is rewritten before:';
  return [[style('strong', title)], ...detailed(findings, tell, style)];
}

/** One line for each problem. */
export function problemLines({ problems }: Pick<Report, 'problems'>, style: Style): string[] {
  return problems.flatMap(({ file, message }) => {
    const [first = '', ...rest] = sanitizeLines(message);
    const place = file ? `${style('location', sanitize(file))}: ` : '';
    return [`${style('error', 'problem:')} ${place}${first}`, ...rest.map((line) => `  ${line}`)];
  });
}
