import type { ts } from '../../../compiler.cjs';
import type { Rest } from './compare.ts';
import type { BeforeAndNow } from './frame.ts';

/** The part of a site that is tested. */
export function conditionOf(site: Divergence['site']): ts.Node {
  if (site.kind === 'if') return site.node.expression;
  if (site.kind === 'conditional') return site.node.condition;
  return site.node;
}

/** The statement or expression that decides. */
export type Site =
  | { readonly kind: 'if'; readonly node: ts.IfStatement }
  | { readonly kind: 'conditional'; readonly node: ts.ConditionalExpression }
  /** A truth value that is returned, stored or passed. */
  | { readonly kind: 'boolean'; readonly node: ts.Expression }
  /** Any other value that a guard decides. */
  | { readonly kind: 'value'; readonly node: ts.Expression }
  | { readonly kind: 'switch'; readonly node: ts.SwitchStatement }
  | { readonly kind: 'loop'; readonly node: ts.Statement };

/** A decision whose outcome for an SdkHttpError with status 403 differs from that for an InsufficientScopeError. */
export interface Divergence extends BeforeAndNow {
  readonly site: Site;
  /** The statements that follow the site, innermost list first. */
  readonly rest: Rest;
}
