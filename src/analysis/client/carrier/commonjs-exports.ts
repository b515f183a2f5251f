import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { valuesOf } from '../../program/mentions.ts';
import type { Lift } from './lift.ts';

/** `module.exports`, `exports.name`, `module.exports.name` of CommonJS. */
export function isExport(left: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(left)) return false;
  const { expression, name } = left;
  if (ts.isIdentifier(expression)) {
    return expression.text === 'exports' || (expression.text === 'module' && name.text === 'exports');
  }
  return isExport(expression);
}

/** What a CommonJS module exports by assignment, and who requires it. */
export function liftExport(lift: Lift, assignment: ts.BinaryExpression, path: AccessPath): void {
  const { left, right } = assignment;
  const named = ts.isPropertyAccessExpression(left) && left.name.text !== 'exports';
  lift.flow.join(assignment);
  if (!lift.visited.enter(assignment, path[0])) return;
  lift.follow.expression(right, path);
  const name = named ? (left as ts.PropertyAccessExpression).name : assignment;
  for (const use of valuesOf(lift, [assignment, left], name)) if (use !== left) lift.follow.out(use, path);
}

/** The assignment that declares an exported name. */
export function exportBehind(declaration: ts.Node): ts.BinaryExpression | undefined {
  const assignment = ts.isBinaryExpression(declaration) ? declaration : declaration.parent;
  return ts.isBinaryExpression(assignment) && isExport(assignment.left) ? assignment : undefined;
}
