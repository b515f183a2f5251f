import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { unknown, type Value } from '../guards/value.ts';
import { type Attempts, codeReaches } from './attempts.ts';

/** Whether an expression is made of its part: `[verdict]`, `...verdicts`, `typeof verdict`, `verdicts[0]`. */
export function isPartOf(part: ts.Node, whole: ts.Node): whole is ts.Expression {
  return (
    ts.isArrayLiteralExpression(whole) ||
    ts.isSpreadElement(whole) ||
    ts.isTypeOfExpression(whole) ||
    ts.isPrefixUnaryExpression(whole) ||
    (ts.isElementAccessExpression(whole) && whole.expression === part)
  );
}

/** What a table holds under a key. */
export function partOf(table: Value, key: Value): Value {
  if (table.kind !== 'record' || key.kind !== 'const') return unknown;
  return table.members.get(String(key.value)) ?? unknown;
}

/** `actions[verdict](job)`: one of the functions of the table tries again, or they are not seen. */
export function mayPickAttempt({ expression }: ts.CallExpression, attempts: Attempts): boolean {
  const callee = unwrap(expression);
  if (!ts.isElementAccessExpression(callee)) return false;
  const table = unwrap(callee.expression);
  if (ts.isObjectLiteralExpression(table)) return codeReaches(table, attempts);
  const declaration = ts.isIdentifier(table) ? declarationAt(attempts.project, table) : undefined;
  const held = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return held === undefined || codeReaches(held, attempts);
}
