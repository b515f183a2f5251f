import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { afterComment } from '../../program/insert-member.ts';

/** A member that is removed from an object literal, with its comments. */
export interface Removed {
  readonly edits: readonly Edit[];
  /** Comments on the lines above it, outermost first, without directives to compilers and linters. */
  readonly above: readonly string[];
  /** The comment that ends its line. */
  readonly behind: string | undefined;
}

const directive =
  /@ts-(expect-error|ignore)|eslint-disable|biome-ignore|prettier-ignore|mcp-auth-codemod-ignore/;

/** Removes a member from its literal, with its comma and its line. */
export function removeMember(member: ts.ObjectLiteralElementLike): Removed {
  const literal = member.parent as ts.ObjectLiteralExpression;
  const file = member.getSourceFile();
  const { text, fileName } = file;
  const cut = (start: number, end: number): Edit => ({ file: fileName, start, end, text: '' });
  const index = literal.properties.indexOf(member);
  const before = literal.properties[index - 1];
  const after = literal.properties[index + 1];
  const comma = commaAfter(text, member.end);
  const comments = ownLineComments(file, member);
  const lineStart = text.lastIndexOf('\n', member.getStart() - 1) + 1;
  const lineEnd = afterComment(file, comma ?? member.end);
  const alone =
    text.slice(lineStart, member.getStart()).trim() === '' && /^[ \t]*\r?\n/.test(text.slice(lineEnd));
  if (!alone || lineStart <= literal.getStart())
    return { edits: [inline(member, before, after, comma, cut)], above: [], behind: undefined };
  const first = comments[0];
  const from = first ? text.lastIndexOf('\n', first.pos - 1) + 1 : lineStart;
  const to = text.indexOf('\n', lineEnd) + 1;
  const previous = before && !after && comma === undefined ? commaAfter(text, before.end) : undefined;
  const words = text.slice(comma ?? member.end, lineEnd).trim();
  return {
    edits: [...(previous === undefined ? [] : [cut(previous - 1, previous)]), cut(from, to)],
    above: comments.map(({ pos, end }) => text.slice(pos, end)).filter((comment) => !directive.test(comment)),
    behind: words === '' || directive.test(words) ? undefined : words,
  };
}

function inline(
  member: ts.ObjectLiteralElementLike,
  before: ts.Node | undefined,
  after: ts.Node | undefined,
  comma: number | undefined,
  cut: (start: number, end: number) => Edit,
): Edit {
  if (before) return cut(before.end, member.end);
  const { text } = member.getSourceFile();
  // The member is alone on the line of the brace: only the brace stays there.
  if (after && comma !== undefined && /^[ \t]*\r?\n/.test(text.slice(comma))) return cut(member.pos, comma);
  if (after) return cut(member.getStart(), after.getStart());
  const literal = member.parent as ts.ObjectLiteralExpression;
  return cut(literal.getStart() + 1, Math.max(comma ?? member.end, literal.end - 1));
}

/** The offset after the comma that follows; undefined when none does. */
function commaAfter(text: string, end: number): number | undefined {
  const found = /^(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*\n)*,/.exec(text.slice(end));
  return found ? end + found[0].length : undefined;
}

/** The comments right above a member that stand on lines of their own. */
function ownLineComments(file: ts.SourceFile, member: ts.Node): readonly ts.CommentRange[] {
  const { text } = file;
  const all = ts.getLeadingCommentRanges(text, member.getFullStart()) ?? [];
  const found: ts.CommentRange[] = [];
  let next = member.getStart();
  for (const comment of [...all].reverse()) {
    const line = text.lastIndexOf('\n', comment.pos - 1) + 1;
    const apart = /\n[ \t]*\r?\n/.test(text.slice(comment.end, next));
    if (apart || text.slice(line, comment.pos).trim() !== '') break;
    found.unshift(comment);
    next = comment.pos;
  }
  return found;
}
