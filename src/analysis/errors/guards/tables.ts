import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import type { Frame } from './frame.ts';
import { constant, unknown, type Value } from './value.ts';

/** Whether a key of a table is `error.code`. InsufficientScopeError has no code, so the value in the table is needed. */
export function isCodeRead(key: ts.Expression, value: Value, frame: Frame): boolean {
  if (value.kind !== 'const') return false;
  if (value.opaque) return true;
  const node = unwrap(key);
  return (
    value.value === undefined &&
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'code' &&
    frame.evaluate(node.expression).kind === 'error'
  );
}

/** What a constant object of the project holds under a key. */
export function valueInTable(table: ts.Expression, key: string, frame: Frame): Value {
  const literal = tableOf(table, frame);
  if (!literal) return unknown;
  for (const member of literal.properties) {
    if (!ts.isPropertyAssignment(member)) return unknown;
    const name = keyInTable(member.name, frame);
    if (name === undefined) return unknown;
    if (name === key) return frame.evaluate(member.initializer);
  }
  return constant(undefined);
}

export function tableOf(
  table: ts.Expression,
  { project }: { readonly project: Project },
): ts.ObjectLiteralExpression | undefined {
  const node = unwrap(throughConstants(project, unwrap(table)));
  return ts.isObjectLiteralExpression(node) ? node : undefined;
}

export function keyInTable(name: ts.PropertyName, frame: Frame): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const value = frame.evaluate(name.expression);
  return value.kind === 'const' && !value.opaque ? String(value.value) : undefined;
}
