import { ts } from '../../compiler.cjs';
import { isAssignment } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { declarationAt } from './declaration-at.ts';
import { mentionsIn } from './mention-index.ts';
import type { Project } from './project.ts';

/** `url.search = ''`, `url.href += x`, `[url.search] = parts`, `for (url.search of all)`, `delete url.search` */
export function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return counting.has(parent.operator);
  return isPartOfTarget(node, parent) && isWritten(parent);
}

const counting = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);

/** Whether `parent` is written where `node` is. */
function isPartOfTarget(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return (
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent)
  );
}

/** True for a variable, a parameter or a member that gets another value after it is declared. */
export function isWrittenLater(project: Project, declaration: ts.Declaration): boolean {
  const { assigned, appended } = bindingsOf(project);
  if (assigned.get(declaration).length > 0 || appended.get(declaration).length > 0) return true;
  const name = ts.getNameOfDeclaration(declaration);
  // By a pattern, a loop or a counter. Other files can write only to a member, and hardly do it so.
  return (
    name !== undefined &&
    ts.isIdentifier(name) &&
    mentionsIn(declaration.getSourceFile(), name.text).some((use) => {
      const target = ts.isPropertyAccessExpression(use.parent) ? use.parent : use;
      return ts.isExpression(target) && isWritten(target) && declarationAt(project, use) === declaration;
    })
  );
}
