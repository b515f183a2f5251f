import { ts } from '../../../compiler.cjs';
import { isDirective } from '../../program/directives.ts';
import { isOneSentence, namesValue, sentenceIn, speaksOf } from './doc-sentence.ts';
import type { Lift } from './lift.ts';

/** A comment that is not documentation, as lines and blocks are. */
interface Remark {
  readonly start: number;
  readonly text: string;
  /** Other lines of it stand above or below. */
  readonly isPart: boolean;
}

/**
 * `// the authorization code`, directly above what is renamed or behind it: one that names the value becomes one about the
 * query. Any other that speaks of the code is left, and told.
 */
export function rewriteRemarks(lift: Lift, renamed: ts.Node, old: string): void {
  const file = renamed.getSourceFile();
  for (const { start, text, isPart } of remarksOf(renamed)) {
    if (!speaksOf(text, old)) continue;
    if (isPart || !isOneSentence(text) || !namesValue(text, old)) lift.trace.leave({ file, start });
    else lift.edits.replaceRange(file, start, start + text.length, sentenceIn(text, lift.isWide(renamed)));
  }
}

/** The remarks on a constant that is removed: they stay, and are told. */
export function tellRemarks(lift: Lift, removed: ts.Node, old: string | undefined): void {
  const file = removed.getSourceFile();
  for (const { start, text } of remarksOf(removed))
    if (old !== undefined && speaksOf(text, old)) lift.trace.leave({ file, start });
}

function remarksOf(renamed: ts.Node): readonly Remark[] {
  const owner = ownerOf(renamed);
  if (!owner) return [];
  const file = owner.getSourceFile();
  return [...above(file, owner), ...behind(file, owner)];
}

/** What the comments stand above: the statement of a variable that it declares alone, a parameter or a member itself. */
function ownerOf(renamed: ts.Node): ts.Node | undefined {
  const list = renamed.parent;
  if (!ts.isVariableDeclarationList(list)) return renamed;
  return list.declarations.length === 1 && ts.isVariableStatement(list.parent) ? list.parent : undefined;
}

/** The comments that end on the line above. */
function above(file: ts.SourceFile, owner: ts.Node): readonly Remark[] {
  const { text } = file;
  const ranges = ts.getLeadingCommentRanges(text, owner.getFullStart()) ?? [];
  const own: ts.CommentRange[] = [];
  let below = owner.getStart(file, true);
  for (const range of [...ranges].reverse()) {
    const isNext = /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(range.end, below));
    const startsLine = /(^|\n)[ \t]*$/.test(text.slice(0, range.pos));
    if (!isNext || !startsLine) break;
    own.push(range);
    below = range.pos;
  }
  return own.flatMap((range) => remarkAt(file, range, own.length > 1));
}

/** The comment on the same line, behind the comma or the semicolon. */
function behind(file: ts.SourceFile, owner: ts.Node): readonly Remark[] {
  const [separator = ''] = /^\s*[,;]/.exec(file.text.slice(owner.end)) ?? [];
  const ranges = ts.getTrailingCommentRanges(file.text, owner.end + separator.length) ?? [];
  return ranges.flatMap((range) => remarkAt(file, range, ranges.length > 1));
}

function remarkAt({ text }: ts.SourceFile, { pos, end, kind }: ts.CommentRange, isPart: boolean): Remark[] {
  const whole = text.slice(pos, end);
  if (whole.startsWith('/**') || isDirective(whole)) return [];
  const inner = kind === ts.SyntaxKind.SingleLineCommentTrivia ? whole.slice(2) : whole.slice(2, -2);
  const [gap = ''] = /^\s*/.exec(inner) ?? [];
  return [{ start: pos + 2 + gap.length, text: inner.trim(), isPart: isPart || inner.trim().includes('\n') }];
}
