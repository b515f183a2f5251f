import type { ts } from '../../../compiler.cjs';
import type { Rest } from './compare.ts';
import type { Frame } from './frame.ts';

export function conditionOf(site: Divergence['site']): ts.Node {
  if (site.kind === 'if') return site.node.expression;
  if (site.kind === 'conditional') return site.node.condition;
  return site.node;
}

export type Site =
  | { readonly kind: 'if'; readonly node: ts.IfStatement }
  | { readonly kind: 'conditional'; readonly node: ts.ConditionalExpression }
  /** A truth value that is returned, stored or passed on. */
  | { readonly kind: 'boolean'; readonly node: ts.Expression }
  /** Any other value that a guard decides. */
  | { readonly kind: 'value'; readonly node: ts.Expression }
  | { readonly kind: 'switch'; readonly node: ts.SwitchStatement }
  | { readonly kind: 'loop'; readonly node: ts.Statement };

/** A decision that falls differently for the error of before and the error of now. */
export interface Divergence {
  readonly site: Site;
  /** What is known when the decision is made: for the error of before, and of now. */
  readonly before: Frame;
  readonly now: Frame;
  /** The statements that follow the site, innermost list first. */
  readonly rest: Rest;
}
