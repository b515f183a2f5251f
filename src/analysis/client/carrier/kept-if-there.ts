import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { assignedValue } from './assigned-value.ts';
import type { Lift } from './lift.ts';
import { isMaybe } from './may-be-absent.ts';

/** The value that `x = …` or `x ??= …` puts into a variable or member, where the query can take its place. */
export function followedValue(lift: Lift, use: ts.Expression, path: AccessPath): ts.Expression | undefined {
  const value = assignedValue(use);
  if (value && path.length === 0) refuseOnlyIfThere(lift, wrapped(use).parent as ts.BinaryExpression);
  return value;
}

/**
 * `code ??= params.get('code')` keeps what was there only once a code has come. A query is always there: the first request without a
 * code would be kept.
 */
export function refuseOnlyIfThere({ project }: Lift, { operatorToken, right }: ts.BinaryExpression): void {
  if (operatorToken.kind !== ts.SyntaxKind.QuestionQuestionEqualsToken) return;
  const type = project.checker.getTypeAtLocation(right);
  if (isMaybe(project, type) || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))
    throw new CannotFollow(
      'wider-flow',
      right,
      'It is only kept where it is a code, and a query is always kept.',
    );
}
