import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved where the status of an error is read from another member. */
export const statusObligations = [
  'only-compared',
  'error-settled',
  'members-exist',
  'comments-kept',
] as const satisfies readonly ObligationId[];

export type StatusObligation = (typeof statusObligations)[number];
