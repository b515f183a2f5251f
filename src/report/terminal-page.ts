import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

/** A page of Markdown as a terminal shows it: headings and code stand out, links show their address, long lines are wrapped. */
export function terminalPage(page: string, style: Style, width = 100): string {
  let isCode = false;
  return page
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('```')) {
        isCode = !isCode;
        return [];
      }
      if (isCode) return [`    ${codeLine(line, style)}`.trimEnd()];
      const [, heading] = /^#+ (.*)$/.exec(line) ?? [];
      if (heading !== undefined) return [style('strong', plain(heading))];
      if (line.startsWith('|')) return [plain(line)];
      const indent = /^\s*(?:[-*] |\d+\. )?/.exec(line)?.[0].length ?? 0;
      return wrap(plain(line), width, ' '.repeat(indent)).map((each) => marked(each, style));
    })
    .join('\n');
}

/** The lines of a diff in its colors. */
function codeLine(line: string, style: Style): string {
  if (line.startsWith('+')) return style('added', line);
  return line.startsWith('-') ? style('removed', line) : line;
}

/** A local link needs no address: the page is not opened in a browser. */
function plain(line: string): string {
  return line
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, '$1 ($2)')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1');
}

const marked = (line: string, style: Style): string =>
  line.replace(/`([^`]+)`/g, (_, code: string) => style('location', code));
