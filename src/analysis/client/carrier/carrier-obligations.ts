import type { ObligationId } from '../../../model/obligations.ts';
import { open, type Proof, type Proofs, proved } from '../../../model/proof.ts';
import type { RefusalCode } from '../../../model/refusals.ts';

/** What has to be proved before the query may take the place of the code along a flow. */
export const carrierObligations = [
  'every-mention',
  'no-access-by-text',
  'known-makers',
  'not-serialized',
  'query-unchanged',
  'no-outside-callers',
  'known-listeners',
  'absence-kept',
] as const satisfies readonly ObligationId[];

export type CarrierObligation = (typeof carrierObligations)[number];

/** What a migration could not prove, and what it would take for granted. */
export interface Unproved {
  readonly obligation: CarrierObligation;
  readonly code: RefusalCode;
  readonly detail: string;
}

/** The results of a migration that was followed to its end: what could not be excluded on the way is open. */
export function carrierProofs(unproved: readonly Unproved[]): Proofs<CarrierObligation> {
  const entries = carrierObligations.map((id): [CarrierObligation, Proof] => {
    const gaps = unproved.filter(({ obligation }) => obligation === id);
    // What names a place of the project says more than what holds everywhere.
    const gap = gaps.find(({ detail }) => detail !== '') ?? gaps[0];
    return [id, gap ? open(gap.code, gap.detail) : proved];
  });
  return Object.fromEntries(entries) as Proofs<CarrierObligation>;
}
