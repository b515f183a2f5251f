import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { enclosingStatement, indentationAt, indentUnit } from '../../program/ast.ts';
import { isUnderDirective } from '../../program/directives.ts';
import { lineWidth } from '../guards/collapse.ts';

/** Whether the line would get longer than the lines of this file. */
export function overflows(node: ts.Node, added: number): boolean {
  if (isInList(node) || isUnderDirective(enclosingStatement(node) ?? node)) return false;
  const file = node.getSourceFile();
  const start = file.text.lastIndexOf('\n', node.getStart() - 1) + 1;
  const end = file.text.indexOf('\n', node.getStart());
  return (end < 0 ? file.text.length : end) - start + added > Math.max(lineWidth(file), 120);
}

/** A line break before the rest of an expression that gets too long. */
export function brokenLine(node: ts.Node): string {
  const file = node.getSourceFile();
  // A condition needs two levels, to differ from the block after it.
  const statement = enclosingStatement(node);
  const depth = statement && ts.isIfStatement(statement) ? 2 : 1;
  return `\n${indentationAt(file, node.getStart())}${indentUnit(file).repeat(depth)}`;
}

/** A property or an argument among others: a line break there is harder to read than a long line. */
function isInList(node: ts.Node): boolean {
  for (let current = node; current.parent && !ts.isStatement(current); current = current.parent) {
    if (ts.isArrowFunction(current)) return false;
    if (ts.isPropertyAssignment(current) || ts.isArrayLiteralExpression(current.parent)) return true;
    if (ts.isCallExpression(current.parent) && current.parent.expression !== current) return true;
  }
  return false;
}

/** Whether the edits make a line too long. */
export function isTooLong(edits: readonly Edit[], file: ts.SourceFile): boolean {
  const [first] = edits;
  if (!first) return false;
  const start = file.text.lastIndexOf('\n', first.start - 1) + 1;
  // An edit breaks the line where it would be too long, or where the condition has lines of its own anyway.
  if (edits.some(({ text }) => text.includes('\n'))) return /\S/.test(file.text.slice(start, first.start));
  const end = file.text.indexOf('\n', first.start);
  const added = edits.reduce((sum, { text }) => sum + text.length, 0);
  return (end < 0 ? file.text.length : end) - start + added > Math.max(lineWidth(file), 120);
}
