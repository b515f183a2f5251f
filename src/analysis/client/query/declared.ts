import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { sdkRoot } from '../../program/sdk-root.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

/**
 * The key of a symbol that one of our own declaration files declares, as the tables write it: `module#Owner.member` or `module#name`;
 * the module is empty for globals. Undefined for any other symbol, whatever its name.
 */
export function declaredKey(symbol: ts.Symbol | undefined): string | undefined {
  for (const declaration of symbol?.declarations ?? []) {
    if (!declaration.getSourceFile().fileName.startsWith(sdkRoot)) continue;
    const owner = declaration.parent;
    const member = symbol?.name ?? '';
    const owned = (ts.isInterfaceDeclaration(owner) || ts.isClassLike(owner)) && owner.name;
    return `${moduleOf(declaration)}#${owned ? `${owned.text}.${member}` : member}`;
  }
  return undefined;
}

/** The `declare module '…'` around a declaration. */
function moduleOf(declaration: ts.Node): string {
  for (let node = declaration.parent; node; node = node.parent) {
    if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) return node.name.text;
  }
  return '';
}

/** {@link declaredKey} of what an expression names: a member, a function, a class. */
export function keyOf(project: Project, expression: ts.Expression): string | undefined {
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name
    : ts.isElementAccessExpression(expression)
      ? expression.argumentExpression
      : expression;
  return declaredKey(symbolOf(project, name));
}
