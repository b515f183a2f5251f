import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import { specifierOf } from './import-bindings.ts';
import type { Project } from './project.ts';

/** Functions of packages that make a new box at every call: what is written to one shows in no other. */
const makers: Readonly<Record<string, readonly string[]>> = {
  vue: ['customRef', 'reactive', 'ref', 'shallowReactive', 'shallowRef'],
  '@vue/reactivity': ['customRef', 'reactive', 'ref', 'shallowReactive', 'shallowRef'],
  '@preact/signals': ['signal'],
  '@preact/signals-react': ['signal'],
  'svelte/store': ['writable'],
};

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
  const names = makers[specifierOf(checker, callee) ?? ''] ?? [];
  return names.includes((imported.propertyName ?? imported.name).text);
}
