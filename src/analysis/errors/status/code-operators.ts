import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';

/** `code = error.code`, `code ??= error.code`: the variable has the code itself. */
export const isPlainAssignment = (
  { left, right, operatorToken }: ts.BinaryExpression,
  value: ts.Expression,
): boolean => right === value && ts.isIdentifier(unwrap(left)) && assigning.has(operatorToken.kind);

const assigning: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

export const equalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
export const relations: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);
