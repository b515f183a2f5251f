import type { Report, ReportedFinding } from '../model/report.ts';
import { plainLine, sanitize } from '../model/sanitize.ts';
import { fixDiff } from './fix-diff.ts';
import { flowSteps } from './pretty-finding.ts';
import { linesOf, textsOf } from './source.ts';
import type { Style } from './style.ts';

/** One change set for a person who decides about it: what is wrong, the flow, the condition that is not proved, the whole diff. */
export function reviewBlock(
  finding: ReportedFinding,
  report: Report,
  at: { readonly index: number; readonly of: number },
  style: Style,
): string[] {
  const { rule, file, range, message, fix, assumes, reason, edits, status } = finding;
  const texts = textsOf(report, status);
  const place = `${sanitize(file)}:${range.start.line}:${range.start.column}`;
  return [
    `${style('strong', `Fix ${at.index} of ${at.of}`)}  ${style(fix === 'safe' ? 'fixed' : 'warning', fix)}  ${sanitize(rule)}`,
    style('location', place),
    plainLine(message),
    ...spaced(flowSteps(finding.flow, linesOf(texts), style)),
    ...spaced([
      ...(reason ? [`${style('strong', 'why not safe:')} ${plainLine(reason.text)}`] : []),
      ...(assumes ? [`${style('strong', 'not proved:')} ${plainLine(assumes.text)}`] : []),
    ]),
    ...spaced(fixDiff(edits, texts, file, style)),
  ];
}

const spaced = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ...lines]);
