import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved before a limit of 0 may become `onInsufficientScope: 'throw'`. */
export const stepUpObligations = [
  'options-owned',
  'scope-error-handled',
] as const satisfies readonly ObligationId[];
