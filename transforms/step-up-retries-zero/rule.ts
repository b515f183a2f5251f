import { fixLimit, type LimitMatch, limitMatches } from '../../src/analysis/errors/step-up/index.ts';
import { stepUpObligations } from '../../src/analysis/errors/step-up/step-up-obligations.ts';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Rule } from '../contract.ts';

const id = 'step-up-retries-zero';

/** `maxStepUpRetries: 0` was meant as "throw". It gives another error, whose message claims a re-authorization. */
export const rule: Rule<LimitMatch> = {
  info: {
    id,
    severity: 'warning',
    summary:
      'maxStepUpRetries of 0 or less, which hides a missing permission behind an SdkHttpError that claims a re-authorization',
    docs: docsUrl(id),
    obligations: stepUpObligations,
  },
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
