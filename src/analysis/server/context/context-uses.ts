import { ts } from '../../../compiler.cjs';
import { isAssignment, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

export function isWrite(access: ts.Node): boolean {
  const { parent } = access;
  return ts.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind);
}

/** `Object.assign({}, ctx)` */
export function isCopy(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return declared?.name === 'ObjectConstructor' && declared.member === 'assign';
}

/** The member that the pattern of an assignment takes: `({ authInfo } = ctx)`. */
export function memberTakenApart(
  pattern: ts.Expression,
  name: string,
): ts.PropertyAssignment | ts.ShorthandPropertyAssignment | undefined {
  if (!ts.isObjectLiteralExpression(pattern)) return undefined;
  return pattern.properties.find(
    (each): each is ts.PropertyAssignment | ts.ShorthandPropertyAssignment =>
      (ts.isPropertyAssignment(each) || ts.isShorthandPropertyAssignment(each)) &&
      each.name.getText() === name,
  );
}
