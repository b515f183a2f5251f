import type { Range } from '../model/finding.ts';
import { clip } from './clip.ts';
import type { Style } from './style.ts';

/** Lines of a range that are shown beyond its first. */
const moreLines = 3;

/** The code of a range with line numbers, carets under its first line and one line of context on either side. */
export function codeFrame(lines: readonly string[], range: Range, style: Style): string[] {
  const { start, end } = range;
  const first = lines[start.line - 1];
  if (first === undefined) return [];
  const lastShown = Math.min(end.line, start.line + moreLines);
  const cut = end.line > lastShown;
  const gutter = String(Math.min(lines.length, lastShown + 1)).length;
  const room = style.width - gutter - 5;
  const bar = (label: number | string) => style('faint', `${String(label).padStart(gutter)} |`);
  const row = (line: number) => {
    const text = lines[line - 1];
    return text === undefined || (text.trim() === '' && line !== start.line)
      ? []
      : [`${bar(line)} ${clip(text, 0, 0, room).text}`];
  };

  const from = start.column - 1;
  const to = end.line === start.line ? Math.max(end.column - 1, from + 1) : Math.max(first.length, from + 1);
  const marked = clip(first, from, to, room);
  const carets = ' '.repeat(marked.indent) + style('error', '^'.repeat(marked.length));
  const rest = numbers(start.line + 1, lastShown).flatMap(row);
  return [
    ...row(start.line - 1),
    `${bar(start.line)} ${marked.text}`,
    `${bar('')} ${carets}`,
    ...rest,
    ...(cut ? [`${bar('')} ${style('faint', `… ${end.line - lastShown} more lines`)}`] : row(lastShown + 1)),
  ];
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
