import { ts } from '../../compiler.cjs';
import { freshBoxes } from '../../sdk/boxes.ts';
import { unwrap } from './ast.ts';
import { specifierOf } from './import-bindings.ts';
import type { Project } from './project.ts';

/** The constant that holds a box of its own: `failed` of `const failed = ref(false)`. */
export function freshBox(project: Project, node: ts.Expression): ts.Symbol | undefined {
  const name = unwrap(node);
  const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (!(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const)) return undefined;
  const call = unwrap(declaration.initializer);
  const callee = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
  return callee && ts.isIdentifier(callee) && isMaker(project, callee) ? symbol : undefined;
}

function isMaker({ checker }: Project, callee: ts.Identifier): boolean {
  const imported = checker.getSymbolAtLocation(callee)?.declarations?.[0];
  if (!imported || !ts.isImportSpecifier(imported)) return false;
  const names = freshBoxes[specifierOf(checker, callee) ?? ''] ?? [];
  return names.includes((imported.propertyName ?? imported.name).text);
}
