import { ts } from '../../../compiler.cjs';
import { scopeErrorClasses } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isScopeErrorClass } from './error-classes.ts';

/** Whether the package of a file tests any error for InsufficientScopeError. */
export function handlesScopeError(project: Project, file: ts.SourceFile): boolean {
  const home = project.packageDir(file.fileName);
  return project.userFiles.some(
    (other) =>
      project.packageDir(other.fileName) === home &&
      !isTestFile(other) &&
      other.text.includes('Error') &&
      [...descendants(other)].some((node) => isScopeTest(project, node)),
  );
}

/** A test for InsufficientScopeError: by class, brand or name. */
export function isScopeTest(project: Project, node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.InstanceOfKeyword) return isScopeErrorClass(project, node.right);
    const isEquality =
      kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
    return isEquality && [node.left, node.right].some(isItsName);
  }
  if (ts.isCaseClause(node)) return isItsName(node.expression);
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'isInstance' &&
    isScopeErrorClass(project, node.expression.expression)
  );
}

const isItsName = (node: ts.Expression): boolean => {
  const value = unwrap(node);
  return ts.isStringLiteralLike(value) && value.text === scopeErrorClasses[0];
};
