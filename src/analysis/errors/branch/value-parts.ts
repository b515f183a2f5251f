import { ts } from '../../../compiler.cjs';
import { unknown, type Value } from '../guards/value.ts';

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
