import type { ObligationId } from './obligations.ts';
import type { RefusalCode } from './refusals.ts';

/** What became of one obligation. `code` and `detail` say why it is not proved, or how it is broken. */
export type Proof =
  | { readonly state: 'proved' }
  | { readonly state: 'open' | 'refuted'; readonly code: RefusalCode; readonly detail?: string | undefined };

/** The result for every obligation of a fix: one that was forgotten is a type error. */
export type Proofs<Id extends ObligationId> = Readonly<Record<Id, Proof>>;

export const proved: Proof = { state: 'proved' };

/** Not proved: a person has to look. */
export const open = (code: RefusalCode, detail?: string): Proof => ({ state: 'open', code, detail });

/** Known to be wrong. */
export const refuted = (code: RefusalCode, detail?: string): Proof => ({ state: 'refuted', code, detail });

/** The worst of several results: refuted before open before proved. */
export function worst(results: readonly Proof[]): Proof {
  return (
    results.find(({ state }) => state === 'refuted') ??
    results.find(({ state }) => state === 'open') ??
    proved
  );
}

/** Evidence that each obligation of a fix was proved. Nothing but {@link Proven.of} makes one, so nothing else makes a fix safe. */
export class Proven {
  readonly #obligations: readonly ObligationId[];

  private constructor(obligations: readonly ObligationId[]) {
    this.#obligations = obligations;
  }

  /** @returns undefined when one of the obligations was not proved */
  static of<Id extends ObligationId>(proofs: Proofs<Id>): Proven | undefined {
    const all = Object.entries<Proof>(proofs);
    return all.every(([, { state }]) => state === 'proved')
      ? new Proven(all.map(([id]) => id as ObligationId))
      : undefined;
  }

  get obligations(): readonly ObligationId[] {
    return this.#obligations;
  }
}
