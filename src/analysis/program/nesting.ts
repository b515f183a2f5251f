import { ts } from '../../compiler.cjs';
import { maxNesting, ordinaryNesting } from './limits.ts';

/**
 * Gives each node of a new syntax tree its parent.
 *
 * @returns a node that is nested deeper than {@link maxNesting}, where the walk ended; undefined when none is
 */
export function linkParents(file: ts.SourceFile): ts.Node | undefined {
  const enter = (node: ts.Node, level: number): ts.Node | undefined => {
    if (level >= maxNesting) return node;
    return ts.forEachChild(node, (child) => {
      (child as { parent: ts.Node }).parent = node;
      return enter(child, level + 1);
    });
  };
  return enter(file, 1);
}

/**
 * The file that is nested deepest, after the stack overflowed: some kinds of syntax need more of the stack than others.
 *
 * @returns undefined when none is deeper than people write
 */
export function deepestOf(files: readonly ts.SourceFile[]): ts.SourceFile | undefined {
  const deep = files
    .map((file) => ({ file, depth: levelsOf(file, maxNesting).count }))
    .filter(({ depth }) => depth > ordinaryNesting);
  return deep.sort((a, b) => b.depth - a.depth)[0]?.file;
}

/** Levels of a syntax tree, and a node of the last one looked at. */
function levelsOf(file: ts.SourceFile, most: number): { count: number; deepest: ts.Node } {
  let level: ts.Node[] = [file];
  for (let count = 0; ; count++) {
    const deepest = level[0] as ts.Node;
    if (count >= most) return { count, deepest };
    const next: ts.Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void next.push(child));
    if (next.length === 0) return { count, deepest };
    level = next;
  }
}
