import { type EarlyError, earlyErrors } from '../../src/analysis/client/callback/early-errors.ts';
import { callbackLogins } from '../../src/analysis/client/callback/logins.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface ErrorMatch extends Match {
  readonly error: EarlyError;
}

const done = {
  shown: 'shown',
  logged: 'logged',
  thrown: 'put into an error',
  passed: 'passed to code that may show it',
} as const;

export const rule: Rule<ErrorMatch> = {
  info: infoOf('callback-error-display'),
  begins: 'IssuerMismatchError',

  detect(project) {
    return earlyErrors(project, callbackLogins(project)).map((error) => ({
      node: error.node,
      generation: error.generation,
      error,
    }));
  },

  describe({ error: { how, parameter, read, node } }): Description {
    return {
      message:
        `\`${parameter}\` of the callback is ${done[how]} before \`iss\` is validated. In a mix-up attack the attacker writes it ` +
        '(RFC 9207, section 2.4). Pass the query to finishAuth, errors too: it validates `iss`, then throws OAuthError.',
      flow: [
        { node: read, message: `\`${parameter}\` is read from the query of the callback` },
        { node, message: `it is ${done[how]} here, and nothing has validated \`iss\`` },
      ],
    };
  },

  fix(): Fix {
    return { level: 'none', refusal: 'error-before-iss' };
  },
};
