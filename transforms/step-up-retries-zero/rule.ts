import { fixLimit, type LimitMatch, limitMatches } from '../../src/analysis/errors/step-up/index.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

/** `maxStepUpRetries: 0` was meant as "throw". It gives another error, whose message claims a re-authorization. */
export const rule: Rule<LimitMatch> = {
  info: infoOf('step-up-retries-zero'),
  begins: 'StreamableHTTPClientTransportOptions.onInsufficientScope',

  detect: limitMatches,

  describe: () => ({
    message:
      'With maxStepUpRetries 0, a 403 insufficient_scope is an SdkHttpError that claims a re-authorization and names no scope. ' +
      "Set onInsufficientScope: 'throw' to get an InsufficientScopeError with requiredScope.",
    flow: [],
  }),

  fix: fixLimit,
};
