import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';

/** True for a value that nothing takes: it is a statement of its own, or it is only tested or compared. */
export function isOnlyTested(value: ts.Expression): boolean {
  const { parent } = value;
  if (isUnused(value)) return true;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) || ts.isDeleteExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && comparisons.includes(parent.operatorToken.kind);
}

const comparisons: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
];

/** True for a statement of its own, awaited or not. */
export function isUnused(expression: ts.Expression): boolean {
  let value: ts.Expression = wrapped(expression);
  while (ts.isAwaitExpression(value.parent) || ts.isVoidExpression(value.parent))
    value = wrapped(value.parent);
  return ts.isExpressionStatement(value.parent);
}
