import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved before `x.authInfo` may become `x.http?.authInfo`. */
export const contextObligations = ['contexts-only', 'type-owned'] as const satisfies readonly ObligationId[];

export type ContextObligation = (typeof contextObligations)[number];
