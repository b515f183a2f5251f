import type { Report, ReportedFinding } from '../model/report.ts';
import { outlookReasons, unknownOutlook } from './after-upgrade.ts';
import { stateOf } from './concise.ts';
import { fixDiff } from './fix-diff.ts';
import { codeBlock, inlineCode, prose, table } from './markdown-text.ts';
import { migrationPlan } from './migration-plan.ts';
import { linesOf, textsOf } from './source.ts';
import { statisticsRows } from './statistics.ts';
import { createStyle } from './style.ts';
import { summaryLines } from './summary.ts';

/** GitHub drops a step summary of more than 1 MiB. */
const maxLength = 900_000;

/** A document for a pull request, an issue or GitHub's step summary: the counts, then each finding by package and file. */
export function markdown(report: Report): string {
  const [counts = '', ...rest] = summaryLines(report, createStyle(false));
  const [head = [], ...rows] = statisticsRows(report);
  const shown = report.findings.filter(({ status }) => status !== 'suppressed');
  const start = [
    `# ${report.tool.name}`,
    '',
    prose(counts),
    ...rest.flatMap((line) => ['', prose(line)]),
    ...(report.findings.length > 0 ? ['', ...table(head.map(String), rows)] : []),
    ...problems(report),
    ...migrationPlan(report),
  ];
  return `${fitted(start, shown, report).join('\n')}\n`;
}

function problems({ problems: all }: Report): string[] {
  if (all.length === 0) return [];
  return [
    '',
    '## Problems',
    '',
    ...all.map(({ file, message }) => `- ${inlineCode(file || 'run')}: ${prose(message)}`),
  ];
}

/** The start, and as many findings as fit. */
function fitted(start: readonly string[], findings: readonly ReportedFinding[], report: Report): string[] {
  const lines = [...start];
  let length = lines.join('\n').length;
  let owner = '';
  for (const [index, finding] of findings.entries()) {
    const heading = finding.package === owner ? [] : ['', `## Package ${inlineCode(finding.package)}`];
    const block = [...heading, '', ...findingLines(finding, report)];
    length += block.join('\n').length + 1;
    if (length > maxLength) {
      lines.push(
        '',
        `${findings.length - index} more findings are left out: the document would be too long.`,
      );
      break;
    }
    owner = finding.package;
    lines.push(...block);
  }
  return lines;
}

function findingLines(finding: ReportedFinding, report: Report): string[] {
  const { rule, file, range, severity, message, flow, docs, edits } = finding;
  const link = docs ? `[${rule}](${docs})` : rule;
  const place = inlineCode(`${file}:${range.start.line}`);
  const after = finding.afterUpgrade;
  const diff = fixDiff(after?.edits ?? edits, textsOf(report, finding.status), '', createStyle(false));
  return [
    `### ${place} · ${severity} · ${link} · ${stateOf(finding, report)}`,
    '',
    prose(message),
    '',
    ...codeOf(finding, report),
    ...(flow.length > 0 ? ['', 'How it gets here:', ''] : []),
    ...flow.map(
      (step, index) =>
        `${index + 1}. ${inlineCode(`${step.file}:${step.range.start.line}`)} ${prose(step.message)}`,
    ),
    ...(diff.length > 0
      ? [
          '',
          after ? 'The fix after the upgrade, on the code of today:' : 'The fix:',
          '',
          ...codeBlock('diff', diff),
        ]
      : []),
    ...(finding.status === 'pending' ? outlookLines(finding) : reasonLines(finding)),
    '',
    `Fingerprint ${inlineCode(finding.fingerprint.slice(0, 12))}`,
  ];
}

function reasonLines({ fix, reason, assumes, todo }: ReportedFinding): string[] {
  return [
    ...(reason
      ? ['', `**${fix === 'none' ? 'Not rewritten' : 'Why not safe'}:** ${prose(reason.text)}`]
      : []),
    ...(assumes ? ['', `**Not proved:** ${prose(assumes.text)}`] : []),
    ...(todo ? ['', `**Do this:** ${prose(todo)}`] : []),
  ];
}

/** What becomes of a pending finding. That nothing is rewritten before the upgrade stands in the plan. */
function outlookLines({ afterUpgrade: after, todo }: ReportedFinding): string[] {
  if (!after)
    return ['', `**After the upgrade:** ${prose(unknownOutlook)}`, ...(todo ? ['', prose(todo)] : [])];
  return outlookReasons(after).flatMap(([label, text]) => ['', `**${label}:** ${prose(text)}`]);
}

function codeOf({ file, range, status }: ReportedFinding, report: Report): string[] {
  const line = linesOf(textsOf(report, status))(file)?.[range.start.line - 1];
  return line === undefined ? [] : codeBlock('ts', [line.trim().slice(0, 300)]);
}
