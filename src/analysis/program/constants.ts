import { ts } from '../../compiler.cjs';
import { bindingKey, descendants, unwrap } from './ast.ts';
import { declarationAt } from './declaration-at.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';

/** The expression that a constant stands for, through constants of constants. */
export function throughConstants(project: Project, expression: ts.Expression): ts.Expression {
  let node = unwrap(expression);
  for (let depth = 0; depth < 16 && ts.isIdentifier(node); depth++) {
    const value = constantValue(project, node);
    if (!value) break;
    node = unwrap(value);
  }
  return node;
}

function constantValue(project: Project, name: ts.Identifier): ts.Expression | undefined {
  const declaration = symbolOf(project, name)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  return isConst(declaration) ? declaration.initializer : undefined;
}

export function isConst(declaration: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(declaration.parent) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0
  );
}

/** `x` of `await x`, through constants before and after the `await`; any other expression itself. */
export function awaited(project: Project, expression: ts.Expression): ts.Expression {
  const node = throughConstants(project, expression);
  return ts.isAwaitExpression(node) ? throughConstants(project, node.expression) : node;
}

/** The binding element that declares a destructured name. */
export function bindingOf(project: Project, node: ts.Expression): ts.BindingElement | undefined {
  const declaration = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  return declaration && ts.isBindingElement(declaration) ? declaration : undefined;
}

/** The property that a binding element takes out of its object. */
export function keyOfElement(element: ts.BindingElement): string | undefined {
  return ts.isObjectBindingPattern(element.parent) ? bindingKey(element) : undefined;
}

/** True when the names in an expression mean the same at another place. */
export function isInReach(project: Project, root: ts.Expression, place: ts.Node): boolean {
  if (place.pos <= root.pos && root.end <= place.end) return true;
  const names = [...descendants(root)].filter(isFreeName);
  const inScope = names.length === 0 ? [] : project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value);
  return names.every((name) => {
    const symbol = project.checker.getSymbolAtLocation(name);
    return inScope.find((candidate) => candidate.name === name.text) === symbol;
  });
}

function isFreeName(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);
}

/** Like {@link throughConstants}; the `name` of `{ name }` stands for the constant, not for the property. */
export function behindConstants(project: Project, expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node) || !ts.isShorthandPropertyAssignment(node.parent))
    return throughConstants(project, node);
  const declaration = declarationAt(project, node);
  const isPlain =
    declaration &&
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    isConst(declaration);
  return isPlain && declaration.initializer ? throughConstants(project, declaration.initializer) : node;
}
