import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';

/** `states.set(id, 'denied')` */
export const isKeyed = (call: ts.Node): boolean => methodOf(call) === 'set';

const taking: ReadonlySet<string> = new Set(['get', 'at', 'shift', 'pop', 'find', 'findLast']);

/** `states.get(id)`, `failed.shift()`: one of the values that a list or a map holds. */
export const takesOne = (call: ts.CallExpression): boolean => taking.has(methodOf(call) ?? '');

/** `states.values()`, `states.entries()`: all of them. */
export const givesAll = (call: ts.CallExpression): boolean => /^(values|entries)$/.test(methodOf(call) ?? '');

function methodOf(call: ts.Node): string | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}
