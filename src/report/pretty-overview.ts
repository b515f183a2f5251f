import type { ReportedFinding } from '../model/report.ts';
import { plainLine, sanitize } from '../model/sanitize.ts';
import { outlookReasons, outlookWords } from './after-upgrade.ts';
import { grouped } from './grouped.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

/**
 * Many findings on a page or two: one block for each cause, most findings first. It explains the cause once and lists the places
 * file by file.
 */
export function overview(findings: readonly ReportedFinding[], style: Style): string[][] {
  const causes = grouped(findings, causeOf);
  const blocks = [...causes.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => causeBlock(group, style));
  const hint = 'Details: name fewer paths or rules, or write a page with --format html -o report.html';
  return [...blocks, [`${style('faint', '→')} ${hint}`]];
}

/** What findings must share to be told together: the rule, the level, and the kind of reason. */
const causeOf = ({ rule, status, fix, reason, severity, afterUpgrade }: ReportedFinding): string =>
  [rule, status, severity, fix, reason?.code ?? '', afterUpgrade?.fix, afterUpgrade?.reason?.code].join('\0');

function causeBlock(group: readonly ReportedFinding[], style: Style): string[] {
  const [first] = group as [ReportedFinding];
  const { rule, severity, fix, status, reason, todo, message, afterUpgrade } = first;
  const tag = style(
    status === 'fixed' ? 'fixed' : severity,
    `${status === 'fixed' ? 'fixed' : severity}[${sanitize(rule)}]`,
  );
  const level =
    status === 'fixed'
      ? ''
      : status === 'pending'
        ? `, after the upgrade ${outlookWords(first)}`
        : fix === 'none'
          ? ', by hand'
          : `, ${fix} fix`;
  const after = afterUpgrade ? outlookReasons(afterUpgrade) : [];
  const indented = (label: string, text: string) =>
    wrap(`  ${label} ${plainLine(text)}`, style.width, '  ').map((line) =>
      line.replace(label, style('strong', label)),
    );
  return [
    `${tag} ${style('strong', `${group.length} finding${group.length === 1 ? '' : 's'}${level}`)}`,
    ...wrap(`  ${plainLine(message)}`, style.width, '  '),
    ...(reason && status === 'open'
      ? indented(fix === 'none' ? 'not rewritten:' : 'why not safe:', reason.text)
      : []),
    ...(todo && status === 'open' ? indented('do this:', todo) : []),
    ...after.flatMap(([label, text]) => indented(`${label.toLowerCase()}:`, text)),
    ...[...grouped(group, ({ file }) => file)].flatMap(([file, own]) => placesIn(file, own, style)),
  ];
}

/** `src/a.ts:3:1, 14:5, 20:9` */
function placesIn(file: string, findings: readonly ReportedFinding[], style: Style): string[] {
  const places = findings.map(({ range }) => `${range.start.line}:${range.start.column}`);
  return wrap(`    ${sanitize(file)}:${places.join(', ')}`, style.width, '      ').map((line) =>
    style('location', line),
  );
}
