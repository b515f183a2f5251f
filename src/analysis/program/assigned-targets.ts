import { ts } from '../../compiler.cjs';
import { wrapped } from './ast.ts';

/** A literal that takes values apart: `({ code } = record)`, `[code] = list`. */
export type Pattern = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

export const isPattern = (node: ts.Node): node is Pattern =>
  ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);

export const isPlainAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/** True for a literal that is assigned to: the left side itself, or a part of it. */
export function isAssignedTo(literal: Pattern): boolean {
  const value = wrapped(literal);
  const { parent } = value;
  if (isPlainAssignment(parent)) return parent.left === value;
  if (ts.isForOfStatement(parent)) return parent.initializer === value;
  const outer = ts.isPropertyAssignment(parent) || ts.isSpreadElement(parent) ? parent.parent : parent;
  return isPattern(outer) && isAssignedTo(outer);
}
