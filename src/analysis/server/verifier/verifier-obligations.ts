import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved before an error may be replaced by one of another family. */
export const verifierObligations = [
  'receiver-known',
  'token-at-fault',
  'text-fits',
  'error-unread',
] as const satisfies readonly ObligationId[];

export type VerifierObligation = (typeof verifierObligations)[number];
