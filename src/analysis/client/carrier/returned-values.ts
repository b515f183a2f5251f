import { ts } from '../../../compiler.cjs';
import { ownDescendants } from '../../program/ast.ts';

/** The expressions that a function returns. */
export function exitsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  return [...ownDescendants(body)].flatMap((node) =>
    ts.isReturnStatement(node) && node.expression ? [node.expression] : [],
  );
}
