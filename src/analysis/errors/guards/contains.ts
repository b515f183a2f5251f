import type { ts } from '../../../compiler.cjs';

/** Whether a node is inside another one, or is that one. */
export const contains = (outer: ts.Node, inner: ts.Node): boolean =>
  outer.getSourceFile() === inner.getSourceFile() && inner.pos >= outer.pos && inner.end <= outer.end;
