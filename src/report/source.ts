import type { Position, Status } from '../model/finding.ts';
import type { Report } from '../model/report.ts';

/** The line breaks that TypeScript counts (ECMA-262 section 12.3). Line numbers of findings rest on them. */
export const lineBreaks: readonly string[] = ['\r\n', '\n', '\r', '\u2028', '\u2029'];
const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;

/** The texts that the places of a finding refer to: what was read for a fixed one, what is on the disk now for others. */
export function textsOf({ sources, written }: Report, status: Status): ReadonlyMap<string, string> {
  return status === 'fixed' || written.size === 0 ? sources : new Map([...sources, ...written]);
}

/** The lines of one file, without their line breaks. */
export type LinesOf = (file: string) => readonly string[] | undefined;

/** Splits each source once, at the first question. */
export function linesOf(sources: ReadonlyMap<string, string>): LinesOf {
  const split = new Map<string, readonly string[]>();
  return (file) => {
    const source = sources.get(file);
    if (source === undefined) return undefined;
    const lines = split.get(file) ?? source.split(lineBreak);
    split.set(file, lines);
    return lines;
  };
}

/** Turns offsets into a text into positions, with one pass over the text for all of them. */
export function positions(text: string): (offset: number) => Position {
  const starts = [0, ...Array.from(text.matchAll(lineBreak), (match) => match.index + match[0].length)];
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
