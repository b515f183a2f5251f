import { ts } from '../compiler.cjs';
import { maxNesting } from './limits.ts';

/** Where a file goes deeper than {@link maxNesting}, or undefined. */
export function tooDeep(file: ts.SourceFile): ts.Node | undefined {
  let level: ts.Node[] = [file];
  for (let depth = 0; depth < maxNesting; depth++) {
    const next: ts.Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void next.push(child));
    if (next.length === 0) return undefined;
    level = next;
  }
  return level[0];
}
