import { structuredPatch } from 'diff';
import { applyEdits, groupByFile } from '../edit/apply.ts';
import type { Edit } from '../model/edit.ts';
import { sanitize } from '../model/sanitize.ts';
import { clip } from './clip.ts';
import type { Style } from './style.ts';

interface Row {
  readonly sign: '+' | '-' | ' ';
  readonly line: number;
  readonly text: string;
}

/**
 * The edits of one fix as a small diff, file by file. Line numbers of removed lines are those of the file as it was,
 * others those of the file with this fix.
 *
 * @param home - the file of the finding: it needs no heading when it is the only one
 */
export function fixDiff(
  edits: readonly Edit[],
  sources: ReadonlyMap<string, string>,
  home: string,
  style: Style,
): string[] {
  const groups = groupByFile(edits);
  const headed = groups.size > 1 || !groups.has(home);
  const output = [...groups].flatMap(([file, own]) => {
    const source = sources.get(file);
    const hunks = source === undefined ? [] : fileHunks(source, applyEdits(source, own));
    const heading = headed ? [style('location', sanitize(file))] : [];
    return [
      ...heading,
      ...hunks.flatMap((rows, i) => [...(i ? [style('faint', '…')] : []), ...paint(rows, style)]),
    ];
  });
  return output;
}

function fileHunks(before: string, after: string): Row[][] {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 1 });
  return hunks.map((hunk) => {
    let [old, now] = [hunk.oldStart, hunk.newStart];
    return hunk.lines.flatMap((line): Row[] => {
      const text = line.slice(1).replace(/\r$/, '');
      if (line.startsWith('-')) return [{ sign: '-', line: old++, text }];
      if (line.startsWith('+')) return [{ sign: '+', line: now++, text }];
      if (line.startsWith('\\')) return [];
      old++;
      const context: Row = { sign: ' ', line: now++, text };
      return text.trim() === '' ? [] : [context];
    });
  });
}

const role = { '+': 'added', '-': 'removed', ' ': 'faint' } as const;

function paint(rows: readonly Row[], style: Style): string[] {
  const gutter = Math.max(...rows.map((row) => String(row.line).length));
  return rows.map((row, index) => {
    const from = changedFrom(rows, index);
    const text = clip(row.text, from, from, style.width - gutter - 8).text;
    return `${style('faint', String(row.line).padStart(gutter))} ${style(role[row.sign], `${row.sign} ${text}`.trimEnd())}`;
  });
}

/** Where a changed line differs from its counterpart. When a long line is cut, this part stays visible. */
function changedFrom(rows: readonly Row[], index: number): number {
  const row = rows[index]!;
  const other =
    row.sign === '-'
      ? rows.slice(index).find(({ sign }) => sign !== '-')
      : rows.slice(0, index).findLast(({ sign }) => sign !== '+');
  if (row.sign === ' ' || !other || other.sign === ' ') return 0;
  let same = 0;
  while (same < row.text.length && row.text[same] === other.text[same]) same++;
  return same;
}
