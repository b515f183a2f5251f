import { ts } from '../../compiler.cjs';

/**
 * Where may code go in front of a statement, a member or an expression, and what must stay together?
 * Asked by every edit that inserts code before other code.
 * Gives the place above the comments that concern the next line: those stay directly above what they are about.
 */
const concernsNextLine =
  /(?:eslint|oxlint|tslint)[-:]disable-next-line|(?:biome|prettier|deno-lint|dprint|rome)-ignore\b|@ts-(?:ignore|expect-error)|\bmcp-auth-codemod-ignore-next-line|(?:c8|v8|istanbul|node:coverage)\s+(?:ignore|disable)\b|\$FlowFixMe|\bpragma:\s*no cover/;

/** Whether a comment is an instruction to a tool about the code on the next line. */
export const isDirective = (comment: string): boolean => concernsNextLine.test(comment);

/** The offset before a node, above the directives that concern it. */
export function insertionStart(node: ts.Node): number {
  const file = node.getSourceFile();
  const [first] = directivesAbove(node);
  return first?.pos ?? node.getStart(file);
}

/** Whether a directive concerns the line on which a node starts. */
export const isUnderDirective = (node: ts.Node): boolean => directivesAbove(node).length > 0;

function directivesAbove(node: ts.Node): ts.CommentRange[] {
  const { text } = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const first = comments.findIndex(
    ({ pos, end }) => isDirective(text.slice(pos, end)) && isOnOwnLine(text, pos),
  );
  return first < 0 ? [] : comments.slice(first);
}

const isOnOwnLine = (text: string, position: number): boolean =>
  /^\s*$/.test(text.slice(text.lastIndexOf('\n', position - 1) + 1, position));

/** The lines of a comment that are about the code below it, without the instructions to tools. */
export function withoutDirectives(comments: string): string {
  const lines = comments.split('\n');
  return lines
    .filter((line) => !isDirective(line))
    .join('\n')
    .trim();
}

/** Whether an insertion parts a directive from the line that it concerns, or moves the end of that line away. */
export function partsDirective(text: string, at: number, inserted: string): boolean {
  if (!inserted.includes('\n')) return false;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(lineStart - 1, 0));
  if (!/^\s*(?:\/\/|\/\*|\*|\{\/\*)/.test(above) || !isDirective(above)) return false;
  // Above the next directive of several, everything may go.
  return !isDirective(text.slice(at, text.indexOf('\n', at)));
}
