import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, resolveAlias } from '../../program/sdk-symbols.ts';

/** True when the root of the expression is imported from a module that is not the SDK. */
export function comesFromElsewhere(project: Project, object: ts.Expression): boolean {
  let root = unwrap(object);
  for (;;) {
    if (
      ts.isPropertyAccessExpression(root) ||
      ts.isElementAccessExpression(root) ||
      ts.isCallExpression(root)
    ) {
      root = unwrap(root.expression);
    } else if (ts.isNewExpression(root) || ts.isAwaitExpression(root)) root = unwrap(root.expression);
    else break;
  }
  if (!ts.isIdentifier(root)) return false;
  const symbol = project.checker.getSymbolAtLocation(root);
  if (!symbol) return false;
  if (symbol.flags & ts.SymbolFlags.Alias) return isOfAnotherPackage(project, symbol);
  const declaration = symbol.valueDeclaration;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const value = unwrap(declaration.initializer);
    const required = requiredModule(value);
    if (required !== undefined) return isPackageName(required) && declaredAs(symbol) === undefined;
    return value !== root && comesFromElsewhere(project, value);
  }
  return false;
}

/** An import that leads neither to the SDK nor to a file of the project. */
function isOfAnotherPackage(project: Project, alias: ts.Symbol): boolean {
  if (resolveAlias(project, alias).declarations?.length) return false;
  for (let node: ts.Node | undefined = alias.declarations?.[0]; node; node = node.parent) {
    const specifier = ts.isImportDeclaration(node) ? node.moduleSpecifier : undefined;
    if (specifier && ts.isStringLiteral(specifier)) return isPackageName(specifier.text);
    if (ts.isVariableDeclaration(node)) return isPackageName(requiredModule(node.initializer) ?? '');
  }
  return true;
}

/** `x` of `require('x')`. */
function requiredModule(value: ts.Expression | undefined): string | undefined {
  if (!value || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
  const [specifier] = value.arguments;
  const required = value.expression.text === 'require' && specifier && ts.isStringLiteralLike(specifier);
  return required ? specifier.text : undefined;
}

/** `express`, `@scope/name`; not `./x`, `#x`, `@/x`, `~/x`, which stay in the project. */
function isPackageName(specifier: string): boolean {
  return /^(@[\w-]+\/|[\w])/.test(specifier);
}
