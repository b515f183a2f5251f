import { ts } from '../../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, unwrap, wrapped } from '../../../program/ast.ts';
import { calledAt } from '../../../program/callees.ts';
import { type Key, keysOf, standsFor } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { putValue } from '../../../program/syntax-index.ts';

export type Member = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** The variables, fields and parameters that get the value of an expression from its parent. */
export function receivingKeys(project: Project, node: ts.Expression): readonly Key[] {
  const outer = wrapped(node);
  const { parent } = outer;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const index = parent.arguments?.indexOf(outer) ?? -1;
    return index < 0 ? [] : calledAt(project, parent).flatMap(({ parameters }) => parameters[index] ?? []);
  }
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === outer ? [parent] : [];
  if (!ts.isBinaryExpression(parent) || parent.right !== outer || !assigns(parent)) return [];
  const left = unwrap(parent.left);
  return ts.isElementAccessExpression(left) ? [] : keysOf(project, left);
}

/** The collection that an expression is put into: `store.set(key, value)`, `store[key] = value`. */
export function storeAround(node: ts.Expression): ts.Expression | undefined {
  const outer = wrapped(node);
  const { parent } = outer;
  if (ts.isCallExpression(parent)) {
    const put = putValue(parent);
    return put?.value === outer ? put.store : undefined;
  }
  if (!ts.isBinaryExpression(parent) || parent.right !== outer || !assigns(parent)) return undefined;
  const left = unwrap(parent.left);
  return ts.isElementAccessExpression(left) ? left.expression : undefined;
}

/** `=`, `??=`, `||=`: the right side becomes the value. */
function assigns({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** The member of an object literal whose value an expression is. */
export function memberAround(node: ts.Expression): Member | undefined {
  const { parent } = wrapped(node);
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node ? parent : undefined;
  return ts.isPropertyAssignment(parent) && unwrap(parent.initializer) === node ? parent : undefined;
}

/** A member of an object literal, and the members of the type that the object is given. */
export function declarationsOf(project: Project, member: Member): readonly ts.Declaration[] {
  return [member, ...standsFor(project, member)];
}

/** The expressions that may have the value of an expression, or have it inside. */
export function expressionsAround(node: ts.Expression): readonly ts.Expression[] {
  const outer = wrapped(node);
  const { parent } = outer;
  if (ts.isTemplateSpan(parent)) return [parent.parent];
  if (ts.isObjectLiteralElementLike(parent))
    return ts.isObjectLiteralExpression(parent.parent) ? [parent.parent] : [];
  if (ts.isPropertyAccessExpression(parent)) {
    const access = wrapped(parent);
    const isCalled = ts.isCallExpression(access.parent) && access.parent.expression === access;
    return isCalled ? [parent, access.parent as ts.CallExpression] : [parent];
  }
  return mayCarry.has(parent.kind) ? [parent as ts.Expression] : [];
}

const mayCarry = new Set([
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.CallExpression,
]);

/** The function that returns an expression. */
export function returningFunction(node: ts.Expression): FunctionLike | undefined {
  const outer = wrapped(node);
  const { parent } = outer;
  if (ts.isReturnStatement(parent)) return enclosingFunction(parent);
  return ts.isArrowFunction(parent) && parent.body === outer ? parent : undefined;
}
