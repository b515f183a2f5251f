import type { ObligationId } from '../../../model/obligations.ts';
import { open, type Proof, type Proofs, proved } from '../../../model/proof.ts';
import type { RefusalCode } from '../../../model/refusals.ts';

/** What has to be proved before `iss` may be added to a response. */
export const responseObligations = [
  'iss-advertised',
  'iss-missing',
  'issuer-matches',
  'stores-keep-issuer',
  'exits-found',
] as const satisfies readonly ObligationId[];

export type ResponseObligation = (typeof responseObligations)[number];

/** What an assumption leaves unproved; every other one leaves open whether all responses were found. */
const unprovedBy: Partial<Record<RefusalCode, ResponseObligation>> = {
  'persisted-request': 'stores-keep-issuer',
  'browser-round-trip': 'stores-keep-issuer',
  'stored-by-field': 'stores-keep-issuer',
  'decided-by-configuration': 'iss-missing',
};

/** The results for the exits of a provider, by the one reason that speaks against them. */
export function responseProofs(
  reason: { readonly code: RefusalCode; readonly detail?: string | undefined } | undefined,
): Proofs<ResponseObligation> {
  const unproved = reason && (unprovedBy[reason.code] ?? 'exits-found');
  const entries = responseObligations.map((id): [ResponseObligation, Proof] => [
    id,
    reason && id === unproved ? open(reason.code, reason.detail) : proved,
  ]);
  return Object.fromEntries(entries) as Proofs<ResponseObligation>;
}
