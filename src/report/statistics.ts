import type { Report, ReportedFinding } from '../model/report.ts';

const columns = [
  'rule',
  'findings',
  'fixed',
  'safe',
  'suggested',
  'by hand',
  'pending',
  'suppressed',
] as const;

/** The rows of {@link statistics}: the head, one row a rule, the total. */
export function statisticsRows({ findings }: Report): (readonly (string | number)[])[] {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const rows = rules.map((rule) =>
    rowOf(
      rule,
      findings.filter((finding) => finding.rule === rule),
    ),
  );
  rows.sort((a, b) => Number(b[1]) - Number(a[1]) || (String(a[0]) < String(b[0]) ? -1 : 1));
  return [columns, ...rows, rowOf('total', findings)];
}

/** How many findings each rule has, and what can be done about them: one row a rule, most findings first. */
export function statistics(report: Report): string {
  const table = statisticsRows(report).map((row) => row.map(String));
  const widths = columns.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function rowOf(name: string, findings: readonly ReportedFinding[]): (string | number)[] {
  const count = (matches: (finding: ReportedFinding) => boolean) => findings.filter(matches).length;
  const open = (fix: ReportedFinding['fix']) => count((each) => each.status === 'open' && each.fix === fix);
  return [
    name,
    findings.length,
    count(({ status }) => status === 'fixed'),
    open('safe'),
    open('suggested'),
    open('none'),
    count(({ status }) => status === 'pending'),
    count(({ status }) => status === 'suppressed'),
  ];
}
