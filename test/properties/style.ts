import { ts } from 'ts-morph';

/** How a person, or a formatter, lays the same code out. */
export interface Style {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
  readonly bom: boolean;
  readonly finalNewline: boolean;
  /** Of 100 places where a comment may stand so many have one. */
  readonly comments: number;
  /** Of 100 open brackets and commas so many end their line. */
  readonly breaks: number;
  readonly seed: number;
}

export const plain: Style = {
  quote: "'",
  semicolons: true,
  indent: '  ',
  eol: '\n',
  bom: false,
  finalNewline: true,
  comments: 0,
  breaks: 0,
  seed: 0,
};

/** The same tokens in another style. `text` is in the {@link plain} one. */
export function restyle(text: string, style: Style): string {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ESNext, true);
  const random = mulberry(style.seed);
  const tokens = leaves(source, source);
  let result = '';
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    const start = token.getStart(source);
    result += gap(text.slice(end, start), tokens[index - 1], style, random);
    result += spell(token, tokens[index + 1], text, source, style);
    end = token.getEnd();
  }
  result = result.trimEnd() + (style.finalNewline ? '\n' : '');
  return (style.bom ? '\ufeff' : '') + result.replaceAll('\n', style.eol);
}

function leaves(node: ts.Node, source: ts.SourceFile): ts.Node[] {
  const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
  if (children.length === 0) return node.getWidth(source) > 0 ? [node] : [];
  return children.flatMap((child) => leaves(child, source));
}

function gap(trivia: string, before: ts.Node | undefined, style: Style, random: () => number): string {
  const indented = trivia.replace(
    /\n( +)/g,
    (_, spaces: string) => `\n${style.indent.repeat(spaces.length / 2)}`,
  );
  if (before === undefined) return indented;
  const commented = random() * 100 < style.comments;
  if (indented.includes('\n')) {
    const words = [' // as agreed', ' /* see below */', ' // "quoted"; `ticked`'];
    return commented ? `${words[Math.floor(random() * words.length)]}${indented}` : indented;
  }
  const opens = ['(', '[', ','].includes(before.getText()) && !ts.isTemplateSpan(before.parent);
  if (opens && random() * 100 < style.breaks) return `\n${style.indent.repeat(3)}`;
  return commented ? ` /* ${before.kind} */ ` : indented;
}

function spell(
  token: ts.Node,
  next: ts.Node | undefined,
  text: string,
  source: ts.SourceFile,
  style: Style,
): string {
  const own = token.getText(source);
  const inner = own.slice(1, -1);
  if (ts.isStringLiteral(token) && !/['"]/.test(inner)) return style.quote + inner + style.quote;
  if (own === ';' && !style.semicolons && mayGo(token, next, text, source)) return '';
  return own;
}

/** Where the language inserts the semicolon itself. */
function mayGo(token: ts.Node, next: ts.Node | undefined, text: string, source: ts.SourceFile): boolean {
  if (ts.isForStatement(token.parent) || ts.isEmptyStatement(token.parent)) return false;
  if (next === undefined || next.kind === ts.SyntaxKind.EndOfFileToken) return true;
  const between = text.slice(token.getEnd(), next.getStart(source));
  return between.includes('\n') && !/^[([`+\-/*,.<]/.test(next.getText(source));
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
