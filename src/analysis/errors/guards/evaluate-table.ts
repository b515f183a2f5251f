import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { Frame } from './frame.ts';
import { fixedTable, hasKey, valueAt } from './tables.ts';
import { type ConstantValue, constant, unknown, type Value } from './value.ts';

/** `error.code in TEXTS`, `Object.hasOwn(TEXTS, error.code)` */
export function isKeyOf(table: ts.Expression, key: ConstantValue, frame: Frame): Value {
  const found = fixedTable(table, frame);
  const has = found && !found.isMap ? hasKey(found, key.value, frame) : undefined;
  return has === undefined ? unknown : constant(has);
}

/**
 * Calls that ask a table: `HINTS.get(error.code)`, `HINTS.has(…)`, `Object.hasOwn(TEXTS, …)`, `TEXTS.hasOwnProperty(…)`,
 * `Object.prototype.hasOwnProperty.call(TEXTS, …)`. Undefined for any other call.
 */
export function evaluateLookup(node: ts.CallExpression, frame: Frame): Value | undefined {
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const asked = ownKeyAsked(node, callee, frame);
  if (asked) {
    const key = frame.evaluate(asked.key);
    return key.kind === 'const' ? isKeyOf(asked.table, key, frame) : unknown;
  }
  const [first] = node.arguments;
  if (!first || !['get', 'has'].includes(callee.name.text)) return undefined;
  const table = fixedTable(callee.expression, frame);
  if (!table?.isMap) return undefined;
  const key = frame.evaluate(first);
  if (key.kind !== 'const') return unknown;
  if (callee.name.text === 'get') return valueAt(table, key.value, frame);
  const has = hasKey(table, key.value, frame);
  return has === undefined ? unknown : constant(has);
}

/** The object and the key that are asked for, where the call is one of the language. */
export function ownKeyAsked(
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  { project }: Pick<Frame, 'project'>,
): { readonly table: ts.Expression; readonly key: ts.Expression } | undefined {
  const [first, second] = node.arguments;
  const method = callee.name.text;
  const owner = unwrap(callee.expression);
  if (!first) return undefined;
  if (method === 'hasOwnProperty' && isOfLanguage(callee.name)) return { table: owner, key: first };
  if (!second) return undefined;
  if (method === 'hasOwn' && isOfLanguage(callee.name)) return { table: first, key: second };
  const isCall = method === 'call' && ts.isPropertyAccessExpression(owner);
  return isCall && owner.name.text === 'hasOwnProperty' && isOfLanguage(owner.name)
    ? { table: first, key: second }
    : undefined;

  function isOfLanguage(name: ts.Node): boolean {
    return declaredAs(symbolOf(project, name))?.area.startsWith('platform/') ?? false;
  }
}
