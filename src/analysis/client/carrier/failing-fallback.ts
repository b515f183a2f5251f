import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/** `params.get('code') ?? fail('no code')`: the right side never returns, so it is a check that must stay. */
export interface FailingFallback {
  readonly read: ts.Expression;
  readonly failure: ts.Expression;
  /** Code that is true where the check fails. */
  readonly test: string;
}

export function failingFallback(project: Project, expression: ts.Expression): FailingFallback | undefined {
  const node = unwrap(expression);
  if (!ts.isBinaryExpression(node)) return undefined;
  const { left, operatorToken, right } = node;
  const isFalsy = operatorToken.kind === ts.SyntaxKind.BarBarToken;
  if (!isFalsy && operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return undefined;
  if (!(project.checker.getTypeAtLocation(right).flags & ts.TypeFlags.Never)) return undefined;
  const read = left.getText();
  return { read: left, failure: right, test: isFalsy ? `!${read}` : `${read} ${absenceOf(project, left)}` };
}

/** How a missing code is told: by the values that its type has for it. */
function absenceOf({ checker }: Project, read: ts.Expression): string {
  const type = checker.getTypeAtLocation(read);
  const flags = (type.isUnion() ? type.types : [type]).reduce((all, each) => all | each.flags, 0);
  const isNull = (flags & ts.TypeFlags.Null) !== 0;
  const isUndefined = (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  return isNull && isUndefined ? '== null' : isNull ? '=== null' : '=== undefined';
}
