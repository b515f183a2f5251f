import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { constant, unknown, type Value } from './scenarios.ts';

/** `error.code` as the key of a table: the new error has no code, so it must be known what stands there. */
export function isCodeRead(key: ts.Expression, value: Value, frame: Frame): boolean {
  if (value.kind !== 'const') return false;
  if (value.opaque) return true;
  const node = unwrap(key);
  return (
    value.value === undefined &&
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'code' &&
    evaluate(node.expression, frame).kind === 'error'
  );
}

/** What a constant object of the project holds under a key. */
export function valueInTable(table: ts.Expression, key: string, frame: Frame): Value {
  const literal = tableOf(table, frame);
  if (!literal) return unknown;
  for (const member of literal.properties) {
    if (!ts.isPropertyAssignment(member)) return unknown;
    const name = keyOf(member.name, frame);
    if (name === undefined) return unknown;
    if (name === key) return evaluate(member.initializer, frame);
  }
  return constant(undefined);
}

export function tableOf(
  table: ts.Expression,
  { project }: Pick<Frame, 'project'>,
): ts.ObjectLiteralExpression | undefined {
  const node = unwrap(throughConstants(project, unwrap(table)));
  return ts.isObjectLiteralExpression(node) ? node : undefined;
}

export function keyOf(name: ts.PropertyName, frame: Frame): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const value = evaluate(name.expression, frame);
  return value.kind === 'const' && !value.opaque ? String(value.value) : undefined;
}
