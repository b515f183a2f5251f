import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
/** Whether the function ends after a statement. */
export function endsFunction(node: ts.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (isFunctionLike(parent)) return !ts.isConstructorDeclaration(parent);
    if (ts.isCatchClause(current) && (parent as ts.TryStatement).finallyBlock) return false;
    if (
      ts.isIterationStatement(parent, false) ||
      ts.isSwitchStatement(parent) ||
      ts.isLabeledStatement(parent)
    )
      return false;
    if (ts.isBlock(parent) && current !== node && parent.statements.at(-1) !== current) return false;
  }
  return false;
}
