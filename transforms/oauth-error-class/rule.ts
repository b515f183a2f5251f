import {
  type DeadTest,
  deadTests,
  fixDeadTest,
  seekOAuthTests,
} from '../../src/analysis/errors/oauth/index.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

/** The v2 client throws one OAuthError with a code, where v1 threw a class for each. */
export const rule: Rule<DeadTest> = {
  info: infoOf('oauth-error-class'),

  /** Functions that tell errors apart, and those who call them, may stand in files that name no SDK. */
  seek: seekOAuthTests,

  detect: deadTests,

  describe: ({ kind, name, never, raised }) => ({
    message: never
      ? `No error that comes here has the class \`${name}\`: this test never passes. Ask for the error that is meant.`
      : kind === 'member'
        ? 'An OAuth error of the v2 client has its code in `code`: `errorCode` is undefined. Read `code`.'
        : `No error of the v2 client has the class \`${name}\` of a server or of v1, so on v2 this test always fails. ` +
          'Ask for the `OAuthError` of the client and its `code`.',
    flow: raised.steps,
  }),

  fix: fixDeadTest,
};
