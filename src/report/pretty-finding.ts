import type { FixLevel, FlowStep } from '../model/finding.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { plainLine, sanitize, sanitizeLines } from '../model/sanitize.ts';
import { outlookReasons, unknownOutlook } from './after-upgrade.ts';
import { clip } from './clip.ts';
import { codeFrame } from './code-frame.ts';
import { fixDiff } from './fix-diff.ts';
import { type LinesOf, textsOf } from './source.ts';
import type { Style } from './style.ts';

/** The explanations that a report has given: each stands in it once. */
export class Told {
  private readonly texts = new Set<string>();

  /** True for a text that is not told yet; then it is. */
  first(text: string): boolean {
    if (text === '' || this.texts.has(text)) return false;
    this.texts.add(text);
    return true;
  }

  /** The text, or that it stands above. */
  once(text: string): string {
    return text === '' || this.first(text) ? text : 'as above';
  }
}

/** One finding: header, place, code, flow, the fix or why there is none, the docs. */
export function prettyFinding(
  finding: ReportedFinding,
  report: Report,
  lines: LinesOf,
  style: Style,
  told = new Told(),
): string[] {
  const head = [header(finding, report, style, told), `  ${style('faint', '-->')} ${place(finding, style)}`];
  // The patch of a dry run and git's diff after a run show these in full. Here a short form is enough.
  if (finding.status === 'fixed')
    return report.mode === 'dry-run' ? head : [...head, ...indent(diffOf(finding, report, style), 4)];
  return [
    ...head,
    ...indent(codeFrame(lines(finding.file) ?? [], finding.range, style), 2),
    ...section(flowSteps(finding.flow, lines, style)),
    ...section(fixOrRefusal(finding, report, style, told)),
    ...section(told.first(finding.docs) ? [`${style('faint', 'docs:')} ${sanitize(finding.docs)}`] : []),
  ];
}

function header(
  { rule, severity, status, message }: ReportedFinding,
  { mode }: Report,
  style: Style,
  told: Told,
): string {
  const done = mode === 'dry-run' ? 'would fix' : 'fixed';
  const id = `[${sanitize(rule)}]`;
  const tag = status === 'fixed' ? style('fixed', done + id) : style(severity, severity + id);
  if (!told.first(message)) return `${tag} ${style('faint', '(explained above)')}`;
  const [first = '', ...rest] = sanitizeLines(message);
  return [`${tag} ${style('strong', first)}`, ...indent(rest, 2)].join('\n');
}

export function flowSteps(flow: readonly FlowStep[], lines: LinesOf, style: Style): string[] {
  if (flow.length === 0) return [];
  const digits = String(flow.length).length;
  return [
    style('strong', 'how it gets here:'),
    ...flow.flatMap((step, index) => {
      const source = lines(step.file)?.[step.range.start.line - 1];
      const label = `${String(index + 1).padStart(digits)}. ${place(step, style)}  ${sanitizeLines(step.message).join(' ')}`;
      return source === undefined
        ? [label]
        : [label, `${' '.repeat(digits + 4)}${sourceLine(source, step, style)}`];
    }),
  ];
}

/** The line of a step without its indentation, cut around the step when it is long. */
function sourceLine(source: string, { range }: FlowStep, style: Style): string {
  const margin = source.length - source.trimStart().length;
  const start = Math.max(0, range.start.column - 1 - margin);
  return style('faint', clip(source.slice(margin), start, start, style.width - 8).text.trimEnd());
}

function fixOrRefusal(finding: ReportedFinding, report: Report, style: Style, told: Told): string[] {
  if (finding.status === 'pending') return outlook(finding, report, style, told);
  const reason = told.once(plainLine(finding.reason?.text ?? ''));
  const todo = finding.todo ? [`${style('strong', 'do this:')} ${told.once(plainLine(finding.todo))}`] : [];
  if (finding.fix === 'none')
    return [...(reason ? [`${style('strong', 'not rewritten:')} ${reason}`] : []), ...todo];
  const diff = indent(diffOf(finding, report, style), 2);
  if (finding.fix === 'safe') {
    // After a run that writes, a safe fix is left only when it was withheld, for example because its file is dirty.
    const held = reason !== '' || report.mode === 'apply';
    const heading = `${style('strong', held ? 'safe fix, not written:' : 'safe fix:')} ${reason}`.trimEnd();
    return [heading, ...diff, ...todo];
  }
  const why = reason ? [`${style('strong', 'why not safe:')} ${reason}`] : [];
  const assumes = finding.assumes
    ? [`${style('strong', 'not proved:')} ${told.once(finding.assumes.text)}`]
    : [];
  return [style('strong', 'suggested fix (--unsafe):'), ...diff, ...why, ...assumes, ...todo];
}

const afterUpgrade: Readonly<Record<FixLevel, string>> = {
  safe: 'after the upgrade, a safe fix:',
  suggested: 'after the upgrade, a suggested fix (--unsafe):',
  none: 'after the upgrade, by hand',
};

/** What becomes of a pending finding. Why nothing is rewritten today is told once, above all of them. */
function outlook(finding: ReportedFinding, report: Report, style: Style, told: Told): string[] {
  const { afterUpgrade: after, file, status } = finding;
  if (!after) return [`${style('strong', 'after the upgrade:')} ${told.once(unknownOutlook)}`];
  return [
    style('strong', afterUpgrade[after.fix]),
    ...indent(fixDiff(after.edits, textsOf(report, status), file, style), 2),
    ...outlookReasons(after).map(
      ([label, text]) => `${style('strong', `${label.toLowerCase()}:`)} ${told.once(plainLine(text))}`,
    ),
  ];
}

function diffOf({ edits, file, status }: ReportedFinding, report: Report, style: Style): string[] {
  return fixDiff(edits, textsOf(report, status), file, style);
}

function place({ file, range }: { file: string; range: FlowStep['range'] }, style: Style): string {
  return style('location', `${sanitize(file)}:${range.start.line}:${range.start.column}`);
}

/** A blank line and the lines under the margin of the finding. */
function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...indent(lines, 2)];
}

function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}
