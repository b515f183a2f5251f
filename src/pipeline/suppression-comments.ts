import { moduleNames } from '../analysis/program/component-modules.ts';
import { parse, syntaxErrors } from '../analysis/program/parse.ts';
import { ts } from '../compiler.cjs';

/** A comment that begins like a suppression, readable or not. */
export interface Comment {
  readonly source: ts.SourceFile;
  /** With its delimiters. */
  readonly start: number;
  readonly end: number;
  /** From the tool's name on, in one line, without delimiters. */
  readonly text: string;
}

const toolName = 'mcp-auth-codemod';
/** Everything that may stand between the delimiter of a comment and its first word. */
const opener = /(?:\/\/[/!]*|\/\*[*!]*)[\s*@]*$/;
const maxOpener = 200;
/** Prose about the tool is no suppression: what follows its name tells. */
const directive = new RegExp(`^${toolName}(?:[-:]|\\s+(?:ignore|disable|suppress)\\b)`, 'i');

/**
 * The comments that begin like a suppression, in order. None for a file that does not parse: nothing is found or written
 * there. The same words in a string or in the text of a JSX element are no comment.
 */
export function commentsIn(file: string, text: string): readonly Comment[] {
  const names = [...text.matchAll(new RegExp(toolName, 'gi'))].map(({ index }) => index);
  if (names.length === 0) return [];
  const sources = moduleNames(file, text).map((name) => parse(name, text));
  if (sources.some((source) => syntaxErrors(source).length > 0)) return [];
  return names.flatMap((index) => {
    const before = text.slice(Math.max(0, index - maxOpener), index);
    const opened = opener.exec(before);
    if (!opened || !directive.test(text.slice(index, index + 100))) return [];
    const start = index - before.length + opened.index;
    return sources.flatMap((source) => {
      const end = endOfComment(source, start);
      return end === undefined ? [] : [{ source, start, end, text: plain(text.slice(index, end)) }];
    });
  });
}

/** The words of a comment without its end, line breaks and the stars at their beginning. */
function plain(text: string): string {
  return text
    .replace(/\*\/$/, '')
    .split(/\s*[\r\n\u2028\u2029]+[ \t]*\*?[ \t]*/)
    .join(' ')
    .trim();
}

/** Where the comment at an offset ends, or undefined when there is none: the offset may lie in a string. */
function endOfComment(source: ts.SourceFile, offset: number): number | undefined {
  let node: ts.Node = source;
  let gap = 0;
  for (let inner: ts.Node | undefined = source; inner; ) {
    node = inner;
    gap = Math.max(gap, node.pos);
    inner = ts.forEachChild(node, (child) => {
      if (child.pos <= offset && offset < child.end) return child;
      if (child.end <= offset) gap = Math.max(gap, child.end);
      return undefined;
    });
  }
  if (ts.isToken(node) && offset >= node.getStart(source)) return undefined;
  // Between the children of a node there is only punctuation, so the scanner cannot take a slash for something else.
  const scanner = ts.createScanner(
    ts.ScriptTarget.ESNext,
    false,
    source.languageVariant,
    source.text,
    undefined,
    gap,
  );
  for (;;) {
    const kind = scanner.scan();
    if (kind === ts.SyntaxKind.EndOfFileToken) return undefined;
    if (scanner.getTokenEnd() <= offset) continue;
    const isComment =
      kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    return isComment && scanner.getTokenStart() === offset ? scanner.getTokenEnd() : undefined;
  }
}

/** Whether a comment stands before the first statement; directives such as 'use client' may come first. */
export function isInHead({ source, start }: Comment): boolean {
  const first = source.statements.find(
    (statement) => !(ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)),
  );
  return first === undefined || start < first.getStart(source);
}

/** Blanks and comments, those between the elements of JSX included. */
const trivia = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/|\{\s*\/\*[\s\S]*?\*\/\s*\})*/y;

function skipTrivia(text: string, offset: number): number {
  trivia.lastIndex = offset;
  trivia.exec(text);
  return trivia.lastIndex;
}

/** The code that a comment may speak of. */
export interface CodeBelow {
  /** What follows a comment in its own line. */
  readonly behind: number | undefined;
  /** The first code on a later line. */
  readonly below: number | undefined;
}

export function codeBelow({ source, start, end }: Comment): CodeBelow {
  const { text } = source;
  const lineOf = (offset: number) => source.getLineAndCharacterOfPosition(offset).line;
  const inside = (offset: number) => (offset < text.length ? offset : undefined);
  const closing = /^\s*\}/.exec(text.slice(end));
  const isJsx = closing && /\{\s*$/.test(text.slice(Math.max(0, start - maxOpener), start));
  const first = skipTrivia(text, isJsx ? end + closing[0].length : end);
  if (lineOf(first) > lineOf(end)) return { behind: undefined, below: inside(first) };
  const nextLine = source.getLineStarts()[lineOf(end) + 1];
  return {
    behind: inside(first),
    below: nextLine === undefined ? undefined : inside(skipTrivia(text, nextLine)),
  };
}
