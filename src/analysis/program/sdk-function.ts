import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import { isConst, keyOfElement } from './constants.ts';
import { declarationAt } from './declaration-at.ts';
import type { Project } from './project.ts';
import { resolveAlias, type SdkEntity, sdkEntityAt, sdkEntityOf, valueSymbol } from './sdk-symbols.ts';

const maxDepth = 4;

/** The SDK's function that a name stands for, through constants, members of objects and destructured modules. */
export function sdkFunctionAt(project: Project, callee: ts.Expression, depth = 0): SdkEntity | undefined {
  const named = sdkEntityAt(project, callee);
  if (named || depth > maxDepth) return named;
  const declaration = declarationAt(project, callee);
  if (!declaration) return undefined;
  if (ts.isBindingElement(declaration)) return takenOut(project, declaration);
  if (ts.isShorthandPropertyAssignment(declaration))
    return sdkEntityOf(valueSymbol(project, declaration.name));
  const value =
    (ts.isVariableDeclaration(declaration) && isConst(declaration)) || ts.isPropertyAssignment(declaration)
      ? declaration.initializer && unwrap(declaration.initializer)
      : undefined;
  const isName = value && (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value));
  return isName ? sdkFunctionAt(project, value, depth + 1) : undefined;
}

/** `const { mcpAuthRouter } = await import(…)`. */
function takenOut(project: Project, element: ts.BindingElement): SdkEntity | undefined {
  const key = keyOfElement(element);
  const symbol = key && project.checker.getTypeAtLocation(element.parent).getProperty(key);
  return symbol ? sdkEntityOf(resolveAlias(project, symbol)) : undefined;
}
