import { ts } from '../../compiler.cjs';
import { type FunctionLike, unwrap, wrapped } from './ast.ts';
import { specifierOf } from './import-bindings.ts';
import type { Project } from './project.ts';
import { declaredAs, symbolOf } from './sdk-symbols.ts';

/** `Bun.serve({ fetch(request) { … } })`: what calls it is in no file of the project, and its object has no type to call it by. */
export function isGivenToPackage(project: Project, fn: FunctionLike): boolean {
  const literal = fn.parent;
  if (!ts.isMethodDeclaration(fn) || !ts.isObjectLiteralExpression(literal)) return false;
  const { parent: call } = wrapped(literal);
  if (!ts.isCallExpression(call) || call.expression === literal) return false;
  return isUndeclared(project, rootOf(call.expression));
}

/** What a chain of members and calls begins with. */
function rootOf(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  const isStep = ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);
  return isStep ? rootOf(node.expression) : node;
}

/** A name that nothing in the project declares: a global of a platform, or what a package exports. */
function isUndeclared(project: Project, root: ts.Expression): boolean {
  if (!ts.isIdentifier(root)) return false;
  const specifier = specifierOf(project.checker, root);
  if (specifier === undefined) return project.checker.getSymbolAtLocation(root) === undefined;
  const file = root.getSourceFile().fileName;
  return declaredAs(symbolOf(project, root)) === undefined && !project.beyond.resolveImport(specifier, file);
}
