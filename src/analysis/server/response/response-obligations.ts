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
  'members-read': 'stores-keep-issuer',
  'kept-as-json': 'stores-keep-issuer',
  'decided-by-configuration': 'iss-missing',
  'issuer-dropped': 'stores-keep-issuer',
  'unclear-construction': 'iss-missing',
  'exported-helper': 'iss-missing',
  'needs-other-file': 'iss-missing',
  'form-fields': 'iss-missing',
  'iss-perhaps': 'iss-missing',
  'query-checked': 'iss-missing',
};

/**
 * The results for the exits of a provider, by the one reason that speaks against them.
 *
 * @param known what the mounts of the provider prove
 */
export function responseProofs(
  reason: { readonly code: RefusalCode; readonly detail?: string | undefined } | undefined,
  known: Partial<Proofs<ResponseObligation>>,
): Proofs<ResponseObligation> {
  const unproved = reason && (unprovedBy[reason.code] ?? 'exits-found');
  // A reason in the provider's own code is named before a mount that was not found.
  const ordered = [...responseObligations].sort((a, b) => Number(b === unproved) - Number(a === unproved));
  const entries = ordered.map((id): [ResponseObligation, Proof] => {
    if (reason && id === unproved) return [id, open(reason.code, reason.detail)];
    return [id, known[id] ?? proved];
  });
  return Object.fromEntries(entries) as Proofs<ResponseObligation>;
}
