import { structuredPatch } from 'diff';
import { applyEdits, groupByFile } from '../edit/apply.ts';
import type { Edit } from '../model/edit.ts';
import { codeHtml, text } from './html-code.ts';

interface Side {
  readonly line: number;
  readonly code: string;
}

interface Row {
  readonly kind: 'same' | 'changed';
  readonly before: Side | undefined;
  readonly after: Side | undefined;
}

/** The edits of one fix, file by file, before and after side by side. */
export function sideBySide(edits: readonly Edit[], sources: ReadonlyMap<string, string>): string {
  return [...groupByFile(edits)]
    .map(([file, own]) => {
      const source = sources.get(file);
      return source === undefined ? '' : fileTable(file, source, applyEdits(source, own));
    })
    .join('');
}

function fileTable(file: string, before: string, after: string): string {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 2 });
  const rows = hunks
    .map((hunk) => paired(hunk).map(rowHtml).join(''))
    .join(`<tr class="gap"><td colspan="4">…</td></tr>`);
  return `<table class="diff"><caption>${text(file)}</caption><thead><tr><th colspan="2" scope="col">before</th><th colspan="2" scope="col">after</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** The lines of a hunk in pairs: what was removed beside what came instead. */
function paired({
  oldStart,
  newStart,
  lines,
}: {
  oldStart: number;
  newStart: number;
  lines: string[];
}): Row[] {
  const rows: Row[] = [];
  let [old, now] = [oldStart, newStart];
  let [removed, added]: [Side[], Side[]] = [[], []];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++)
      rows.push({ kind: 'changed', before: removed[at], after: added[at] });
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    const code = line.slice(1).replace(/\r$/, '');
    if (line.startsWith('-')) removed.push({ line: old++, code });
    else if (line.startsWith('+')) added.push({ line: now++, code });
    else if (!line.startsWith('\\')) {
      flush();
      rows.push({ kind: 'same', before: { line: old++, code }, after: { line: now++, code } });
    }
  }
  flush();
  return rows;
}

function rowHtml({ kind, before, after }: Row): string {
  const side = (each: Side | undefined, sign: string) =>
    each === undefined
      ? '<td></td><td class="none"></td>'
      : `<td class="line">${each.line}</td><td class="${kind === 'same' ? 'same' : sign}"><code>${codeHtml(each.code)}</code></td>`;
  return `<tr>${side(before, 'removed')}${side(after, 'added')}</tr>`;
}
