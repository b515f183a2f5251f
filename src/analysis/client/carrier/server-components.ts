import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';

/**
 * A function that the browser calls over the network: `'use server'` is written in it, or in the module that exports it. What
 * React sends there cannot hold a URLSearchParams.
 */
export function isServerFunction(project: Project, fn: ts.FunctionLikeDeclaration): boolean {
  if (fn.body && ts.isBlock(fn.body) && isServerCode(fn.body)) return true;
  const file = fn.getSourceFile();
  return isServerCode(file) && exportsOf(project, file).some((each) => isOf(each, fn));
}

function isServerCode({ statements }: ts.SourceFile | ts.Block): boolean {
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return false;
    if (statement.expression.text === 'use server') return true;
  }
  return false;
}

function exportsOf(project: Project, file: ts.SourceFile): ts.Declaration[] {
  const module = project.checker.getSymbolAtLocation(file);
  const symbols = module ? project.checker.getExportsOfModule(module) : [];
  return symbols.flatMap((symbol) => resolveAlias(project, symbol).declarations ?? []);
}

/** The function itself, or the variable or default export that holds it. */
function isOf(declaration: ts.Declaration, fn: ts.Node): boolean {
  if (declaration === fn) return true;
  const value = ts.isVariableDeclaration(declaration)
    ? declaration.initializer
    : ts.isExportAssignment(declaration)
      ? declaration.expression
      : undefined;
  return value !== undefined && unwrap(value) === fn;
}
