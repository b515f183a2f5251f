import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import type { Frame } from '../guards/frame.ts';
import { fixedTable, keysOf, tableIn } from '../guards/tables.ts';
import type { Primitive } from '../guards/value.ts';

/** What a list, set or table is asked for, where nothing changes it; undefined where that is not known. */
export function fixedKeys(list: ts.Expression, frame: Frame): readonly Primitive[] | undefined {
  const table = fixedTable(list, frame);
  return table ? keysOf(table, frame) : itemsOf(list, frame);
}

function itemsOf(list: ts.Expression, frame: Frame): Primitive[] | undefined {
  const value = frame.evaluate(list);
  return value.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'const' ? item.value : []))
    : undefined;
}

/** What a list, set or table holds at some time, as far as it is seen: its first values, and what code puts into it. */
export function keysEver(list: ts.Expression, frame: Frame): readonly Primitive[] {
  const { project } = frame;
  const seen = new Set<ts.Node>();
  const values = [list];
  const keys: Primitive[] = [];
  for (let value = values.pop(); value; value = values.pop()) {
    const node = unwrap(value);
    if (seen.has(node)) continue;
    seen.add(node);
    values.push(...valuesBehind(project, node));
    const table = tableIn(project, node);
    keys.push(...(table ? keysOf(table, frame) : (itemsOf(node, frame) ?? [])));
    const isNamed = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
    const declaration = isNamed ? declarationAt(project, node) : undefined;
    for (const put of declaration ? bindingsOf(project).stored.get(declaration) : []) {
      const key = frame.evaluate(keyOf(put));
      if (key.kind === 'const') keys.push(key.value);
    }
  }
  return keys;
}

/** `404` of `TEXTS[404] = text`, `TEXTS.set(404, text)`, `CODES.add(404)`. */
function keyOf(put: ts.Expression): ts.Expression {
  const { parent } = put;
  if (ts.isCallExpression(parent)) return parent.arguments[0] ?? put;
  const left = ts.isBinaryExpression(parent) ? unwrap(parent.left) : put;
  return ts.isElementAccessExpression(left) ? left.argumentExpression : put;
}
