/**
 * Edits answer what a text becomes when some of its ranges are replaced. The plan, the reports and the tests ask. They get the new
 * text, in which only the bytes inside edits differ, or an error when two edits contradict each other.
 */
import type { Edit } from '../model/edit.ts';

/** The dominant line ending of a text: CRLF only where it is used more often than a bare LF. */
export function lineEnding(text: string): '\n' | '\r\n' {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  return crlf > lf ? '\r\n' : '\n';
}

/**
 * Whether two edits of one file cannot both be applied. Edits that only touch do not overlap. Two different insertions at
 * one offset do, because their order is unknown. Identical edits never overlap.
 */
export function overlaps(a: Edit, b: Edit): boolean {
  if (a.file !== b.file || same(a, b)) return false;
  if (a.start === b.start && a.end === b.end) return true;
  return a.start < b.end && b.start < a.end;
}

/** The edits of each file. Files and edits are in order, identical edits appear once. */
export function groupByFile(edits: Iterable<Edit>): Map<string, Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const group = groups.get(edit.file);
    if (group) group.push(edit);
    else groups.set(edit.file, [edit]);
  }
  const files = [...groups.keys()].sort();
  return new Map(files.map((file) => [file, inOrder(groups.get(file)!)]));
}

/**
 * Applies the edits of one file. Line breaks in the text of an edit become the dominant line ending of `text`.
 *
 * @param text - the whole file, BOM included, as the offsets of the edits count it
 * @param edits - in any order; identical ones count once
 * @throws RangeError when an edit lies outside the text or ends before it starts
 * @throws Error when edits overlap, see {@link overlaps}, or belong to different files
 */
export function applyEdits(text: string, edits: Iterable<Edit>): string {
  const ordered = inOrder(edits);
  check(text, ordered);
  const eol = lineEnding(text);
  let result = '';
  let offset = 0;
  for (const edit of ordered) {
    result += text.slice(offset, edit.start) + edit.text.replace(/\r?\n/g, eol);
    offset = edit.end;
  }
  return result + text.slice(offset);
}

/**
 * Maps an offset of the text that {@link applyEdits} made back to the text before. What an edit inserted maps to its start.
 *
 * @param text the whole file before the edits
 */
export function originalOffset(text: string, edits: Iterable<Edit>, offset: number): number {
  const eol = lineEnding(text);
  let shift = 0;
  for (const edit of inOrder(edits)) {
    const start = edit.start + shift;
    const length = edit.text.replace(/\r?\n/g, eol).length;
    if (offset < start) break;
    if (offset < start + length) return edit.start;
    shift += length - (edit.end - edit.start);
  }
  return offset - shift;
}

function check(text: string, ordered: readonly Edit[]): void {
  ordered.forEach((edit, index) => {
    const place = `[${edit.start}, ${edit.end}) of ${edit.file}`;
    const whole = Number.isInteger(edit.start) && Number.isInteger(edit.end);
    if (!whole || edit.start < 0 || edit.end < edit.start || edit.end > text.length)
      throw new RangeError(`An edit lies outside the text: ${place}`);
    const previous = ordered[index - 1];
    if (!previous) return;
    if (previous.file !== edit.file) throw new Error(`Edits of two files: ${previous.file} and ${edit.file}`);
    if (overlaps(previous, edit)) throw new Error(`Edits overlap at ${place}`);
  });
}

/** Sorted by place, an insertion before the replacement that starts where it stands; identical edits once. */
function inOrder(edits: Iterable<Edit>): Edit[] {
  const sorted = [...edits].sort(
    (a, b) => a.start - b.start || a.end - b.end || Number(a.text > b.text) - Number(a.text < b.text),
  );
  return sorted.filter((edit, index) => index === 0 || !same(sorted[index - 1]!, edit));
}

function same(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
}
