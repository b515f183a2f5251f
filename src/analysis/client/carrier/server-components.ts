import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';

/** What React carries between browser and server holds no URLSearchParams. */
type Directive = 'use server';

/** A function that the browser calls over the network: `'use server'` stands in it, or in the module that exports it. */
export function isServerFunction(project: Project, fn: ts.FunctionLikeDeclaration): boolean {
  if (fn.body && ts.isBlock(fn.body) && hasDirective(fn.body, 'use server')) return true;
  const file = fn.getSourceFile();
  return hasDirective(file, 'use server') && exportsOf(project, file).some((each) => isOf(each, fn));
}

function hasDirective({ statements }: ts.SourceFile | ts.Block, directive: Directive): boolean {
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return false;
    if (statement.expression.text === directive) return true;
  }
  return false;
}

function exportsOf(project: Project, file: ts.SourceFile): ts.Declaration[] {
  const module = project.checker.getSymbolAtLocation(file);
  const symbols = module ? project.checker.getExportsOfModule(module) : [];
  return symbols.flatMap((symbol) => resolveAlias(project, symbol).declarations ?? []);
}

/** The function itself, or the variable or default export that it is given to. */
function isOf(declaration: ts.Declaration, fn: ts.Node): boolean {
  if (declaration === fn) return true;
  const value = ts.isVariableDeclaration(declaration)
    ? declaration.initializer
    : ts.isExportAssignment(declaration)
      ? declaration.expression
      : undefined;
  return value !== undefined && unwrap(value) === fn;
}
