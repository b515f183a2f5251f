import { ts } from '../../../compiler.cjs';
import { indentationAt } from '../../program/ast.ts';

type Call = ts.CallExpression | ts.NewExpression;

export const hasArguments = (node: ts.Node): node is Call =>
  ts.isCallExpression(node) || ts.isNewExpression(node);

/** Arguments stand on lines of their own because they are long. Once folding made them short, they go on one line again. */
export function collapse(node: Call, text: string): string {
  const source = node.getText();
  if (text === source || !text.includes('\n') || text.includes('//') || text.includes('`\n')) return text;
  const match = /^([^()]*\()\s*\n([\s\S]*?),?\s*\n\s*\)$/.exec(text);
  if (!match) return text;
  const [, head, list] = match;
  const lines = list!.split('\n').map((line) => line.trim());
  // Only plain arguments, one a line. Nested ones keep their lines.
  if (
    lines.length !== (node.arguments?.length ?? 0) ||
    lines.slice(0, -1).some((line) => !line.endsWith(','))
  )
    return text;
  const short = `${head}${lines.join(' ')})`;
  return columnOf(node) + short.length + 1 <= lineWidth(node.getSourceFile()) ? short : text;
}

function columnOf(node: ts.Node): number {
  const file = node.getSourceFile();
  const start = node.getStart();
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  return Math.max(start - lineStart, indentationAt(file, start).length);
}

/** The line width of this file, by its longest line. */
export function lineWidth(file: ts.SourceFile): number {
  const longest = Math.max(...file.text.split(/\r?\n/).map((line) => line.length));
  return Math.min(Math.max(longest, 80), 120);
}
