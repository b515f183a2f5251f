import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved of a branch for InsufficientScopeError. */
export const branchObligations = [
  'same-outcome',
  'error-settled',
  'members-exist',
  'comments-kept',
] as const satisfies readonly ObligationId[];

export type BranchObligation = (typeof branchObligations)[number];
