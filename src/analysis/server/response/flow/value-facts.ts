import type { ts } from 'ts-morph';
import type { Build } from './url-build.ts';

/**
 * `uris` are the redirect URIs that the client registered, `redirect` is the one of this request. `rest` is the request after
 * its issuer was taken out.
 */
type Plain = 'client' | 'uris' | 'params' | 'rest' | 'redirect' | 'issuer' | 'response' | 'request';

/**
 * What is known about a value that comes from `authorize()`. `inside` says that the value only contains it (a page, a headers
 * object) and is not the thing itself.
 */
export type Fact = {
  readonly inside: boolean;
  /** `text`: it is written as JSON; `read`: it is what a text of JSON was made from, at another time or of another process. */
  readonly json?: 'text' | 'read';
} & (
  | { readonly kind: Plain }
  | { readonly kind: 'build'; readonly build: Build }
  | { readonly kind: 'record'; readonly literal: ts.ObjectLiteralExpression }
);

export const direct = (kind: Plain): Fact => ({
  kind,
  inside: false,
});

export function inside(facts: readonly Fact[]): Fact[] {
  return facts.map((fact) => (fact.inside ? fact : { ...fact, inside: true }));
}

export function has(facts: readonly Fact[], kind: Fact['kind']): boolean {
  return facts.some((fact) => fact.kind === kind && !fact.inside);
}

export function buildsIn(facts: readonly Fact[]): Build[] {
  return [...new Set(facts.flatMap((fact) => (fact.kind === 'build' ? [fact.build] : [])))];
}

/** Drops facts that are equal to an earlier one. */
export function distinct(found: readonly Fact[]): Fact[] {
  const seen = new Set<string>();
  const ids = new Map<ts.Node, number>();
  const id = (node: ts.Node): number => {
    if (!ids.has(node)) ids.set(node, ids.size);
    return ids.get(node) ?? 0;
  };
  return found.filter((fact) => {
    const detail =
      fact.kind === 'build' ? id(fact.build.node) : fact.kind === 'record' ? id(fact.literal) : '';
    const key = `${fact.kind} ${fact.inside} ${fact.json ?? ''} ${detail}`;
    return !seen.has(key) && seen.add(key);
  });
}
