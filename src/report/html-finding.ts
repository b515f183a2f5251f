import type { FlowStep } from '../model/finding.ts';
import type { Report, ReportedFinding } from '../model/report.ts';
import { outlookReasons, unknownOutlook } from './after-upgrade.ts';
import { stateOf } from './concise.ts';
import { codeHtml, text } from './html-code.ts';
import { sideBySide } from './html-diff.ts';
import { type LinesOf, linesOf, textsOf } from './source.ts';

/** Lines of code around a place. */
const context = 2;

/** One finding: what is wrong, its flow beside the code, the fix side by side, the reason and what to do. */
export function findingHtml(finding: ReportedFinding, report: Report, id: string): string {
  const { rule, file, range, severity, status, fix, message, flow, docs, package: owner } = finding;
  const texts = textsOf(report, status);
  const lines = linesOf(texts);
  const state = stateOf(finding, report);
  const after = finding.afterUpgrade;
  const diff = sideBySide(after?.edits ?? finding.edits, texts);
  const steps = flow.length > 0 ? flow : [{ file, range, message: 'here' }];
  const data = { rule, severity, status, fix: after?.fix ?? fix, package: owner };
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${text(value)}"`);
  return `<article id="${text(id)}"${attributes.join('')} tabindex="-1">
<h3><a class="self" href="#${text(id)}" aria-label="Link to this finding">#</a> <span class="severity ${severity}">${severity}</span> <code>${text(`${file}:${range.start.line}:${range.start.column}`)}</code> <span class="state">${text(state)}</span></h3>
<p class="message">${prose(message)}</p>
<details open><summary>${flow.length > 0 ? `How it gets here (${flow.length} step${flow.length === 1 ? '' : 's'})` : 'The code'}</summary><ol class="flow">${steps.map((step) => stepHtml(step, lines)).join('')}</ol></details>
${diff === '' ? '' : `<details open><summary>${fixTitle(finding, report)}</summary>${diff}</details>`}
${reasons(finding)}
<p class="meta">${docs ? `<a href="${text(docs)}">${text(rule)}</a> · ` : ''}fingerprint <code>${text(finding.fingerprint)}</code></p>
</article>`;
}

function fixTitle({ fix, status, afterUpgrade }: ReportedFinding, { mode }: Report): string {
  if (afterUpgrade)
    return `${afterUpgrade.fix === 'safe' ? 'Safe' : 'Suggested'} fix after the upgrade, on the code of today`;
  if (status === 'fixed') return mode === 'dry-run' ? 'What would be written' : 'What was written';
  return fix === 'safe' ? 'Safe fix' : 'Suggested fix';
}

function reasons(finding: ReportedFinding): string {
  const { fix, status, reason, assumes, todo, afterUpgrade } = finding;
  const row = (name: string, value: string) => `<dt>${name}</dt><dd>${prose(value)}</dd>`;
  const after = afterUpgrade ? outlookReasons(afterUpgrade) : [];
  const unknown = status === 'pending' && !afterUpgrade ? [row('After the upgrade', unknownOutlook)] : [];
  const rows = [
    ...(reason ? [row(fix === 'none' ? 'Not rewritten' : 'Why not safe', reason.text)] : []),
    ...(assumes ? [row('Not proved', assumes.text)] : []),
    ...(todo ? [row('Do this', todo)] : []),
    ...after.map(([label, value]) => row(`After the upgrade: ${label.toLowerCase()}`, value)),
    ...unknown,
  ];
  return rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>`;
}

function stepHtml({ file, range, message }: FlowStep, lines: LinesOf): string {
  return `<li><p>${prose(message)} <code class="place">${text(`${file}:${range.start.line}`)}</code></p>${excerpt(lines(file), range)}</li>`;
}

function excerpt(lines: readonly string[] | undefined, { start, end }: FlowStep['range']): string {
  if (lines === undefined) return '';
  const first = Math.max(1, start.line - context);
  const last = Math.min(lines.length, Math.min(end.line, start.line + 5) + context);
  const rows: string[] = [];
  for (let line = first; line <= last; line++) {
    const isMarked = line >= start.line && line <= end.line;
    rows.push(
      `<tr${isMarked ? ' class="marked"' : ''}><td class="line">${line}</td><td><code>${codeHtml(lines[line - 1] ?? '')}</code></td></tr>`,
    );
  }
  return `<table class="code"><tbody>${rows.join('')}</tbody></table>`;
}

/** Words of ours, in which code stands in backticks. */
export function prose(value: string): string {
  const html = text(value.replaceAll('\n', ' '));
  return html.replace(/`([^`]+)`/g, '<code>$1</code>');
}
