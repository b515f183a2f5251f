import { ts } from '../../../compiler.cjs';
import { isAssignment, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

const declaredBy = (project: Project, call: ts.CallExpression | ts.NewExpression): string => {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return `${declared?.name}.${declared?.member}`;
};

/** `Object.assign({}, ctx)` */
export const isCopy = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  declaredBy(project, call) === 'ObjectConstructor.assign';

/** Calls whose result is their first argument, or a promise of it. */
export const isPassedThrough = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  ['PromiseConstructor.resolve', 'ObjectConstructor.freeze'].includes(declaredBy(project, call));

/** True where an operator may give this operand: both sides of `??` and `||`, the right one of `&&`, a branch of `? :`. */
export const givesOperand = (
  parent: ts.BinaryExpression | ts.ConditionalExpression,
  node: ts.Expression,
): boolean =>
  ts.isConditionalExpression(parent)
    ? parent.condition !== node
    : eitherSide.has(parent.operatorToken.kind) ||
      (rightSide.has(parent.operatorToken.kind) && parent.right === node);

const eitherSide: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);
const rightSide: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.CommaToken,
]);

export function isWrite(access: ts.Node): boolean {
  const { parent } = access;
  return ts.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind);
}
