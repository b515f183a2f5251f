import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';

/** The value that `x = …` or `x ??= …` puts into a variable or member. */
export function assignedValue(use: ts.Expression): ts.Expression | undefined {
  const target = wrapped(use);
  const { parent } = target;
  if (!ts.isBinaryExpression(parent) || parent.left !== target) return undefined;
  const { kind } = parent.operatorToken;
  const assigns = kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken;
  return assigns ? parent.right : undefined;
}
