import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { classAt } from './error-classes.ts';
import type { Frame } from './frame.ts';
import { constant, unknown, type Value } from './value.ts';

/** `value instanceof type`, `type.isInstance(value)` */
export function instanceOf(value: ts.Expression, type: ts.Expression, frame: Frame): Value {
  if (frame.evaluate(value).kind !== 'error') return unknown;
  const declared = classAt(frame.project, type);
  if (declared === undefined) return unknown;
  if (declared === 'own') return constant(false);
  frame.noteClass(declared);
  return constant(frame.scenario.isInstanceOf(declared));
}

/** Whether the two sides are the same class, for `error.constructor === SdkHttpError`; undefined for other comparisons. */
export function constructorTest({ left, right }: ts.BinaryExpression, frame: Frame): boolean | undefined {
  for (const [read, type] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!readsConstructor(read, frame)) continue;
    const declared = classAt(frame.project, type);
    if (!declared) continue;
    if (declared === 'own') return false;
    frame.noteClass(declared);
    return frame.scenario.isExactly(declared);
  }
  return undefined;
}

/** `error.constructor` */
export function readsConstructor(expression: ts.Expression, frame: Frame): boolean {
  const node = unwrap(expression);
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'constructor' &&
    frame.evaluate(node.expression).kind === 'error'
  );
}
