import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Frame } from './frame.ts';
import { variableAt } from './subject.ts';

const decisions: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** Whether an expression decides something. A read of `error.status` alone does not; comparing it does. */
export function isDecision(node: ts.Expression, frame: Frame): boolean {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) {
    const symbol = variableAt(frame.project, inner);
    return symbol !== undefined && frame.known.isDecision(symbol);
  }
  if (ts.isBinaryExpression(inner)) return decisions.has(inner.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(inner)) return inner.operator === ts.SyntaxKind.ExclamationToken;
  return ts.isConditionalExpression(inner) || ts.isCallExpression(inner);
}
