import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { descendants, indentationAt, indentUnit } from '../../program/ast.ts';
import { insertionStart } from '../../program/directives.ts';
import { closingParenthesis, layout, type Piece, reindent } from '../guards/layout.ts';
import { brokenLine, overflows } from './lines.ts';

/** Before a node. A directive stays directly above its line, so the text goes above it. */
function insertion(node: ts.Node, text: string): Edit {
  const file = node.getSourceFile();
  const start = insertionStart(node);
  const isApart = start !== node.getStart() && text.endsWith(' ');
  const own = isApart ? `${text.trimEnd()}\n${indentationAt(file, node.getStart())}` : text;
  return { file: file.fileName, start, end: start, text: own };
}

/**
 * A branch of its own before an `if`. It joins the chain (`else if`) where there is an `else`, or where the branch does not
 * exit. Otherwise it is a statement.
 *
 * @param test the condition of the new branch
 */
export function insertIf(node: ts.IfStatement, test: string, pieces: readonly Piece[], exits: boolean): Edit {
  const chained = !isListed(node) || node.elseStatement !== undefined || !exits;
  const base = indentationAt(node.getSourceFile(), node.getStart());
  const body = bodyText(node, pieces, base);
  const head = `if (${test})${body}`;
  if (chained) return insertion(node, `${head}${elseSeparator(node, body, base)}else `);
  return insertion(node, `${head}${startsLine(node) ? `\n${base}` : ' '}`);
}

/** The same before another statement, such as a `switch`; only for branches that exit. */
export function insertBefore(node: ts.Statement, test: string, pieces: readonly Piece[]): Edit {
  const base = indentationAt(node.getSourceFile(), node.getStart());
  const inner = base + indentUnit(node.getSourceFile());
  const text = `if (${test}) {\n${layout(pieces, inner)}\n${base}}`;
  return insertion(node, isListed(node) ? `${text}\n${base}` : `${text} else `);
}

/** The body of the branch, with braces and line breaks as in the author's own branch. */
function bodyText(node: ts.IfStatement, pieces: readonly Piece[], base: string): string {
  const then = node.thenStatement;
  const file = node.getSourceFile();
  const [only] = pieces;
  const gap = file.text.slice(closingParenthesis(node), then.getStart());
  if (!only) return ' {}';
  const single = pieces.length === 1 && !only.comments;
  if (!ts.isBlock(then) && single && !ts.isIfStatement(only.node)) {
    const broken = gap.includes('\n');
    const inner = broken ? base + indentUnit(file) : base;
    return `${broken ? `\n${inner}` : ' '}${reindent(only.text, only.indentation, inner)}`;
  }
  const oneLine = ts.isBlock(then) && !then.getText().includes('\n') && single && !only.text.includes('\n');
  if (oneLine) return ` { ${only.text} }`;
  const opening = ts.isBlock(then) && /^\s*$/.test(gap) ? gap.replaceAll('\r', '') : ' ';
  return `${opening}{\n${layout(pieces, base + indentUnit(file))}\n${base}}`;
}

function elseSeparator(node: ts.IfStatement, body: string, base: string): string {
  const file = node.getSourceFile();
  const chain = isElseIf(node) ? (node.parent as ts.IfStatement) : node;
  if (chain.elseStatement && ts.isBlock(chain.thenStatement)) {
    const between = file.text.slice(chain.thenStatement.end, chain.elseStatement.getStart());
    // The author may write `}` and `else` on two lines.
    if (body.endsWith('}')) return /^\s*\n/.test(between) ? `\n${base}` : ' ';
  }
  return body.endsWith('}') ? ' ' : `\n${base}`;
}

/** Whether another statement may be inserted before it: not in `while (x) statement` or after a label. */
const isListed = ({ parent }: ts.Statement): boolean =>
  ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);

function isElseIf(node: ts.IfStatement): boolean {
  return ts.isIfStatement(node.parent) && node.parent.elseStatement === node;
}

function startsLine(node: ts.Node): boolean {
  const { text } = node.getSourceFile();
  const lineStart = text.lastIndexOf('\n', node.getStart() - 1) + 1;
  return /^\s*$/.test(text.slice(lineStart, node.getStart()));
}

/** `test ? value : ` before an expression, with line breaks as in the author's own conditional. */
export function insertConditional(node: ts.Expression, test: string, value: string): Edit[] {
  const file = node.getSourceFile();
  const parent = node.parent;
  const outer =
    !ts.isConditionalExpression(node) &&
    (ts.isBinaryExpression(parent) || ts.isPropertyAccessExpression(parent));
  let separator = ' ';
  if (ts.isConditionalExpression(node)) {
    const between = file.text.slice(node.condition.end, node.whenTrue.getStart());
    if (between.includes('\n')) separator = `\n${indentationAt(file, node.whenTrue.getStart())}`;
  }
  if (separator === ' ' && standsAlone(node) && overflows(node, test.length + value.length + 5))
    separator = brokenLine(node);
  const text = `${outer ? '(' : ''}${test}${separator}? ${value}${separator}: `;
  const edit = insertion(node, text);
  if (!outer) return [edit, ...nested(node, separator)];
  return [edit, { file: file.fileName, start: node.end, end: node.end, text: ')' }];
}

/** One more `case` of a `switch (true)`. Without pieces it shares the statements of the case after it. */
export function insertCase(
  clause: ts.CaseClause,
  test: string,
  pieces: readonly Piece[] | undefined,
  exits: boolean,
): Edit {
  const file = clause.getSourceFile();
  const base = indentationAt(file, clause.getStart());
  if (!pieces) return insertion(clause, `case ${test}:\n${base}`);
  const inner = base + indentUnit(file);
  const end = exits ? '' : `\n${inner}break;`;
  const body = pieces.length > 0 ? `\n${layout(pieces, inner)}` : '';
  return insertion(clause, `case ${test}:${body}${end}\n${base}`);
}

/** The conditional is now the last arm of another one. Where the author indents arms, its lines get one more level. */
function nested(node: ts.Expression, separator: string): Edit[] {
  const file = node.getSourceFile();
  const isNested = separator.length - 1 > indentationAt(file, node.getStart()).length;
  if (!separator.includes('\n') || !isNested) return [];
  const starts = [...node.getText().matchAll(/\n[ \t]+(?=\S)/g)].map(
    ({ index }) => node.getStart() + index + 1,
  );
  const texts = [...descendants(node)].filter((part) => ts.isTemplateLiteralToken(part));
  // The line breaks of a template literal are part of its value.
  const isLayout = (start: number) => !texts.some((part) => part.getStart() < start && start < part.end);
  return starts
    .filter(isLayout)
    .map((start) => ({ file: file.fileName, start, end: start, text: indentUnit(file) }));
}

/** Whether the expression is the whole value of a statement, and not one of several in a list. */
function standsAlone(node: ts.Expression): boolean {
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    (ts.isBinaryExpression(parent) && ts.isExpressionStatement(parent.parent))
  );
}
