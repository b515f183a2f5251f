import { plainLine, sanitizeLines } from '../model/sanitize.ts';

/** Text of ours or of the user's sources as Markdown: nothing in it becomes markup, but for code in backticks. */
export function prose(text: string): string {
  const line = plainLine(text);
  const isPaired = (line.match(/`/g)?.length ?? 0) % 2 === 0;
  return line
    .split(isPaired ? /(`[^`]*`)/ : /($^)/)
    .map((part) => (part.startsWith('`') && isPaired ? part : part.replace(/[\\`*_[\]<>|#~]/g, '\\$&')))
    .join('');
}

/** A name or an expression as inline code, whatever it holds. */
export function inlineCode(text: string): string {
  const line = plainLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines of code in a fence that none of them ends. */
export function codeBlock(language: string, lines: readonly string[]): string[] {
  const safe = lines.flatMap(sanitizeLines);
  const fence = '`'.repeat(Math.max(3, ...safe.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...safe, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** A table with a header row. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}
