import { enclosingStatement, indentationAt, indentUnit } from '../../src/analysis/ast.ts';
import { lineWidth } from '../../src/analysis/guards/collapse.ts';
import { ts } from '../../src/compiler.cjs';

/** Whether the line would get longer than this file writes its lines. */
export function overflows(node: ts.Node, added: number): boolean {
  const file = node.getSourceFile();
  const start = file.text.lastIndexOf('\n', node.getStart() - 1) + 1;
  const end = file.text.indexOf('\n', node.getStart());
  return (end < 0 ? file.text.length : end) - start + added > Math.max(lineWidth(file), 120);
}

/** A line break before the rest of an expression that gets too long. */
export function brokenLine(node: ts.Node): string {
  const file = node.getSourceFile();
  // Further in than the block that follows a condition.
  const statement = enclosingStatement(node);
  const depth = statement && ts.isIfStatement(statement) ? 2 : 1;
  return `\n${indentationAt(file, node.getStart())}${indentUnit(file).repeat(depth)}`;
}
