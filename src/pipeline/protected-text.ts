import { ts } from '../compiler.cjs';
import type { Edit } from '../model/edit.ts';
import { type Comment, codeBelow } from './suppression-comments.ts';

/** A part of a text that no fix may change. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What stands under a comment: everything from the comment to the end of the line of code below it, and the statement,
 * member or argument that begins there. Statements nested in that one, such as the body of a function, are not meant.
 */
export function underComment(comment: Comment): readonly Span[] {
  const { behind, below } = codeBelow(comment);
  const { source, start } = comment;
  return [behind, below].flatMap((code) =>
    code === undefined
      ? []
      : [{ start, end: endOfLine(source, code) }, ...ownText(nodeStartingAt(source, code), source)],
  );
}

/** Whether an edit changes one of the parts. Text on lines of its own above or below a part does not. */
export function touches({ start, end, text }: Edit, spans: readonly Span[]): boolean {
  return spans.some((span) => {
    if (start < end) return start < span.end && end > span.start;
    return span.start < start && (start < span.end || (start === span.end && !/^[\r\n]/.test(text)));
  });
}

function endOfLine(source: ts.SourceFile, offset: number): number {
  const { text } = source;
  const length = text.slice(offset).search(/[\n\r\u2028\u2029]/);
  return length < 0 ? text.length : offset + length;
}

/** The widest node that begins at an offset. */
function nodeStartingAt(source: ts.SourceFile, offset: number): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined =>
    ts.forEachChild(node, (child) => {
      if (child.pos > offset || offset >= child.end) return undefined;
      return child.getStart(source) === offset ? child : visit(child);
    });
  return visit(source);
}

/** The text of a node without the lists of statements and members in it. */
function ownText(node: ts.Node | undefined, source: ts.SourceFile): readonly Span[] {
  if (!node) return [];
  const spans: Span[] = [];
  let start = node.getStart(source);
  const visit = (each: ts.Node): void => {
    const list = listIn(each);
    if (!list) return void ts.forEachChild(each, visit);
    // What comes before the list, such as the heritage of a class, may hold lists of its own.
    ts.forEachChild(each, (child) => {
      if (child.end <= list.pos) visit(child);
    });
    spans.push({ start, end: list.pos });
    start = list.end;
  };
  visit(node);
  return [...spans, { start, end: node.end }];
}

function listIn(node: ts.Node): ts.NodeArray<ts.Node> | undefined {
  if (ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node)) return node.statements;
  return ts.isClassLike(node) ? node.members : undefined;
}
