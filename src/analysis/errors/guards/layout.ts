import { ts } from '../../../compiler.cjs';
import { indentationAt, indentUnit } from '../../program/ast.ts';

/** A statement that is left after evaluation, as text. */
export interface Piece {
  readonly node: ts.Statement;
  readonly text: string;
  readonly comments: string;
  /** The indentation of its lines in the source. */
  readonly indentation: string;
  /** Nodes of the source that stayed in the text. */
  readonly live: readonly ts.Node[];
}

/** Comments on lines of their own before a statement, without the first line's indentation. */
export function leadingComments(node: ts.Node): string {
  const file = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? [];
  const own = ranges.filter((range) => /^\s*$/.test(file.text.slice(lineStart(file, range.pos), range.pos)));
  const [first] = own;
  const last = own.at(-1);
  return first && last ? file.text.slice(first.pos, last.end) : '';
}

/** A comment behind the statement on its last line, with the white space before it. */
export function trailingComment(node: ts.Node): string {
  const file = node.getSourceFile();
  const [range] = ts.getTrailingCommentRanges(file.text, node.end) ?? [];
  return range ? file.text.slice(node.end, range.end) : '';
}

/** The end of the condition of an `if`. A search for `)` could find one in a comment. */
export function closingParenthesis(node: ts.IfStatement): number {
  return node.getChildren().find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken)!.end;
}

function lineStart(file: ts.SourceFile, position: number): number {
  return file.text.lastIndexOf('\n', position - 1) + 1;
}

/** The statements one below the other. Every line gets the indentation, the first one too. */
export function layout(pieces: readonly Piece[], indentation: string): string {
  return pieces
    .map((piece, index) => {
      const lines = piece.comments ? `${piece.comments}\n${piece.indentation}${piece.text}` : piece.text;
      const gap = index > 0 && hasBlankLineBefore(piece.node) ? '\n' : '';
      return gap + indentation + reindent(lines, piece.indentation, indentation);
    })
    .join('\n');
}

function hasBlankLineBefore(node: ts.Node): boolean {
  const text = node.getSourceFile().text.slice(node.getFullStart(), node.getStart());
  return /\n[ \t]*\r?\n/.test(text);
}

/** Indents all lines but the first. Text with a template literal over several lines stays: its lines are the value. */
export function reindent(text: string, from: string, to: string): string {
  if (from === to || /`[^`]*\n[^`]*`/.test(text)) return text.replaceAll('\r\n', '\n');
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line, index) =>
      index > 0 && line.startsWith(from) && line.length > 0 ? to + line.slice(from.length) : line,
    )
    .join('\n');
}

/** A block of these statements, in the place of `node`, which is a block or a single statement. */
export function blockText(pieces: readonly Piece[], node: ts.Statement): string {
  const file = node.getSourceFile();
  const oneLine = ts.isBlock(node) && !node.getText().includes('\n');
  if (oneLine && pieces.length === 1 && !pieces[0]!.text.includes('\n')) return `{ ${pieces[0]!.text} }`;
  const base = indentationAt(file, node.getStart());
  const [first] = ts.isBlock(node) ? node.statements : [];
  const inner = first && !oneLine ? indentationAt(file, first.getStart()) : base + indentUnit(file);
  return `{\n${layout(pieces, inner)}\n${base}}`;
}
