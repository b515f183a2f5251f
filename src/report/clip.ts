import { sanitize } from '../model/sanitize.ts';

/** A line made safe and short for a terminal, with the columns of the range in it. */
export interface Clip {
  readonly text: string;
  readonly indent: number;
  readonly length: number;
}

/** What one grapheme of the source shows as; `offset` counts UTF-16 code units. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly offset: number;
}

const defaultWidth = 100;
/** A minified line may have megabytes, so only this much of it is read on either side. */
const reach = 600;
const ellipsis = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * One line of source for the terminal: sanitized, tabs as two spaces, cut around the range when it is long.
 *
 * @param start - where the range begins, in UTF-16 code units
 * @param end - where it ends, not included; the range shows as one column at least
 * @param maxWidth - in columns
 */
export function clip(line: string, start = 0, end = start, maxWidth = defaultWidth): Clip {
  const from = Math.max(0, start - reach);
  const to = Math.min(line.length, start + reach);
  const cells = toCells(line.slice(from, to), from);
  const focus = Math.max(
    0,
    cells.findLastIndex((cell) => cell.offset <= start),
  );
  const [first, last] = visible(cells, focus, from > 0 || to < line.length, maxWidth);
  const head = from > 0 || first > 0 ? ellipsis : '';
  const tail = to < line.length || last < cells.length ? ellipsis : '';
  const shown = cells.slice(first, last);
  const before = shown.filter((cell) => cell.offset < start);
  const inside = shown.filter((cell) => cell.offset >= start && cell.offset < end);
  return {
    text: head + shown.map((cell) => cell.text).join('') + tail,
    indent: head.length + width(before),
    length: Math.max(1, width(inside)),
  };
}

/** First and last (not included) cell that fit: all of them, or a window with one third before the focus. */
function visible(cells: readonly Cell[], focus: number, cut: boolean, maxWidth: number): [number, number] {
  if (!cut && width(cells) <= maxWidth) return [0, cells.length];
  let [first, last, used] = [focus, focus, 2];
  const growLeft = (limit: number) => {
    while (first > 0 && used + cells[first - 1]!.width <= limit) used += cells[--first]!.width;
  };
  growLeft(maxWidth / 3);
  while (last < cells.length && used + cells[last]!.width <= maxWidth) used += cells[last++]!.width;
  growLeft(maxWidth);
  return [first, last];
}

function toCells(text: string, base: number): Cell[] {
  return Array.from(graphemes.segment(text), ({ segment, index }) => {
    const offset = base + index;
    if (segment === '\t') return { text: '  ', width: 2, offset };
    if (segment === '\uFEFF' && offset === 0) return { text: '', width: 0, offset };
    const safe = sanitize(segment);
    return { text: safe, width: safe === segment ? graphemeWidth(segment) : safe.length, offset };
  });
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** East Asian Wide and Fullwidth (UAX 11), in coarse ranges that new Unicode versions leave valid. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const zero = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (wide.test(grapheme)) return 2;
  return zero.test(grapheme) ? 0 : 1;
}
