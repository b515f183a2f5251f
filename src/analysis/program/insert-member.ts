import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import { indentationAt, indentUnit, isJavaScript } from './ast.ts';

/** The offset after the comment that ends the same line. */
export function afterComment(file: ts.SourceFile, end: number): number {
  const comments = ts.getTrailingCommentRanges(file.text, end) ?? [];
  const sameLine = comments.filter((comment) => !file.text.slice(end, comment.pos).includes('\n'));
  return sameLine[sameLine.length - 1]?.end ?? end;
}

/** Adds a statement under a condition after `anchor`, in the style of the code around it. */
export function guardedAfter(
  anchor: ts.Statement,
  condition: string,
  statement: string,
  sample: ts.Node | undefined,
): Edit {
  const file = anchor.getSourceFile();
  const text = file.text;
  const end = afterComment(file, anchor.end);
  const indent = indentationAt(file, anchor.getStart());
  const semicolon = usesSemicolons(anchor) ? ';' : '';
  const body = wantsBraces(anchor, sample)
    ? `if (${condition}) {\n${indent}${indentUnit(file)}${statement}${semicolon}\n${indent}}`
    : `if (${condition}) ${statement}${semicolon}`;
  const alone = /^[ \t]*\r?(\n|$)/.test(text.slice(end));
  return {
    file: file.fileName,
    start: end,
    end,
    text: alone || end !== anchor.end ? `\n${indent}${body}` : ` ${body}`,
  };
}

function usesSemicolons(anchor: ts.Statement): boolean {
  if (anchor.getText().endsWith(';')) return true;
  return (
    !ts.isExpressionStatement(anchor) &&
    !ts.isVariableStatement(anchor) &&
    /;\s*$/m.test(anchor.getSourceFile().text)
  );
}

/** True where the `if` statements nearby have braces. */
function wantsBraces(anchor: ts.Statement, sample: ts.Node | undefined): boolean {
  for (const node of [anchor, sample]) {
    for (let current: ts.Node | undefined = node; current && !ts.isBlock(current); current = current.parent) {
      if (ts.isIfStatement(current)) return ts.isBlock(current.thenStatement);
    }
    if (node && ts.isBlock(node.parent) && ts.isIfStatement(node.parent.parent)) return true;
  }
  return firstGuardHasBraces(anchor.getSourceFile());
}

function firstGuardHasBraces(file: ts.SourceFile): boolean {
  const oneLine = /^[ \t]*if \(.*\) [^{\s].*$/m.test(file.text);
  return !oneLine && /^[ \t]*if \(.*\) \{$/m.test(file.text);
}

/** The quote that strings in this file are written with. */
export function quoteOf(file: ts.SourceFile): string {
  const doubles = file.text.match(/"[^"'\n]*"/g)?.length ?? 0;
  const singles = file.text.match(/'[^"'\n]*'/g)?.length ?? 0;
  return doubles > singles ? '"' : "'";
}

/** Adds a member at the end of an object literal. */
export function memberAtEnd(literal: ts.ObjectLiteralExpression, member: string): Edit {
  const file = literal.getSourceFile();
  const start = literal.getStart() + 1;
  return literal.properties.length === 0
    ? { file: file.fileName, start, end: start, text: ` ${member} ` }
    : atEnd(literal.properties, member);
}

/** Adds an element at the end of a list that is not empty: members, parameters, arguments. */
export function atEnd(list: ts.NodeArray<ts.Node>, text: string): Edit {
  const last = list[list.length - 1] as ts.Node;
  const file = last.getSourceFile();
  const lead = isOnOwnLine(last) ? `\n${indentationAt(file, last.getStart())}` : ' ';
  if (list.hasTrailingComma) {
    const comma = file.text.indexOf(',', last.end) + 1;
    return { file: file.fileName, start: comma, end: comma, text: `${lead}${text},` };
  }
  return { file: file.fileName, start: last.end, end: last.end, text: `,${lead}${text}` };
}

function isOnOwnLine(node: ts.Node): boolean {
  return /\n[ \t]*$/.test(node.getSourceFile().text.slice(0, node.getStart()));
}

/** Adds a member to an object literal after `member`, on a line of its own when that one has its own. */
export function afterMember(member: ts.Node, text: string): Edit {
  const file = member.getSourceFile();
  const ownLine = isOnOwnLine(member);
  const comma = /^\s*,/.exec(file.text.slice(member.end));
  const lead = ownLine ? `\n${indentationAt(file, member.getStart())}` : ' ';
  if (!comma) return { file: file.fileName, start: member.end, end: member.end, text: `,${lead}${text}` };
  const end = ownLine ? afterComment(file, member.end + comma[0].length) : member.end + comma[0].length;
  return { file: file.fileName, start: end, end, text: `${lead}${text},` };
}

/** Adds `issuer?: string | undefined`, or another name, after a member of an interface, a type literal or a class. */
export function signatureAfter(near: ts.TypeElement | ts.ClassElement, name = 'issuer'): Edit {
  const file = near.getSourceFile();
  const separator = /[;,]$/.exec(near.getText())?.[0] ?? '';
  const ownLine = isOnOwnLine(near);
  const lead = ownLine ? `\n${indentationAt(file, near.getStart())}` : separator ? ' ' : '; ';
  const end = ownLine ? afterComment(file, near.end) : near.end;
  const kept = ts.canHaveModifiers(near)
    ? (ts.getModifiers(near) ?? []).filter((one) => one.kind !== ts.SyntaxKind.DeclareKeyword)
    : [];
  const modifiers = kept.map((one) => `${one.getText()} `).join('');
  const type = isJavaScript(file) ? '' : '?: string | undefined';
  return { file: file.fileName, start: end, end, text: `${lead}${modifiers}${name}${type}${separator}` };
}
