import type { ObligationId } from '../../../model/obligations.ts';

/** What has to be proved where a test asks for the OAuth error of the v2 client. */
export const oauthObligations = [
  'same-code',
  'client-error',
  'same-members',
] as const satisfies readonly ObligationId[];

export type OAuthObligation = (typeof oauthObligations)[number];
