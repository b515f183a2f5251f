import type { ts } from '../../compiler.cjs';
import { visitAll } from './ast.ts';

const indexes = new WeakMap<ts.SourceFile, ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]>>();

/**
 * The nodes of one kind in a file, in source order: `nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression)`.
 * Each text is walked once, so asking for one more kind costs nothing.
 */
export function nodesOf<N extends ts.Node>(file: ts.SourceFile, kind: N['kind']): readonly N[] {
  const known = indexes.get(file) ?? collect(file);
  indexes.set(file, known);
  return (known.get(kind) ?? []) as readonly ts.Node[] as readonly N[];
}

function collect(file: ts.SourceFile): ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]> {
  const index = new Map<ts.SyntaxKind, ts.Node[]>();
  visitAll(file, (node) => {
    const same = index.get(node.kind);
    if (same) same.push(node);
    else index.set(node.kind, [node]);
  });
  return index;
}
