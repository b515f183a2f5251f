import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved where a provider of the client is changed. */
export const providerObligations = [
  'client-alone',
  'stamp-in-memory',
] as const satisfies readonly ObligationId[];
