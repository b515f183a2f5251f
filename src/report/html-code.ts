import { sanitize } from '../model/sanitize.ts';
import { escapeXml } from './junit.ts';

/** Text for a page: no markup in it counts, and nothing that a reader cannot see stays unseen. */
export const text = (value: string): string => escapeXml(sanitize(value.replaceAll('\t', '  ')));

const keywords =
  'abstract|as|async|await|break|case|catch|class|const|continue|default|delete|do|else|enum|export|extends|false|finally|for|from|function|get|if|implements|import|in|instanceof|interface|let|new|null|of|private|protected|public|readonly|return|satisfies|set|static|super|switch|this|throw|true|try|type|typeof|undefined|var|void|while|yield';

/** One line at a time: good enough to read by, and no line can break the next. */
const token = new RegExp(
  [
    '(?<comment>//.*|/\\*.*?(?:\\*/|$))',
    '(?<string>"(?:[^"\\\\]|\\\\.)*"?|\'(?:[^\'\\\\]|\\\\.)*\'?|`(?:[^`\\\\]|\\\\.)*`?)',
    '(?<number>\\b\\d[\\w.]*)',
    `(?<keyword>\\b(?:${keywords})\\b)`,
    '(?<call>[A-Za-z_$][\\w$]*(?=\\())',
  ].join('|'),
  'g',
);

/** A line of code longer than this is cut: nobody reads more, and a minified line has megabytes. */
const maxLength = 400;

/** A line of code as HTML, with its tokens marked for the style sheet. */
export function codeHtml(source: string): string {
  const line = source.length > maxLength ? `${source.slice(0, maxLength)}…` : source;
  let html = '';
  let at = 0;
  for (const match of line.matchAll(token)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [''];
    html += `${text(line.slice(at, match.index))}<i class="${kind}">${text(match[0])}</i>`;
    at = match.index + match[0].length;
  }
  return html + text(line.slice(at));
}
