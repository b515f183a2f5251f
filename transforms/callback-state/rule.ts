import { callbackLogins, type Login } from '../../src/analysis/client/callback/logins.ts';
import type { Origin } from '../../src/analysis/client/callback/origins.ts';
import { checksState } from '../../src/analysis/client/callback/state-comparison.ts';
import type { Description, Fix, Match, Step } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface StateMatch extends Match {
  readonly login: Login;
  /** A flow on which `state` is never compared. */
  readonly origin: Origin;
}

export const rule: Rule<StateMatch> = {
  info: infoOf('callback-state'),

  detect(project) {
    return callbackLogins(project).flatMap((login) => {
      const origin = login.origins.find((candidate) => !checksState(project, candidate, login.origins));
      const { call, generation } = login.redemption;
      return origin ? [{ node: call, generation, login, origin }] : [];
    });
  },

  describe({ login, origin }): Description {
    return {
      message:
        "The callback's code is redeemed, and nothing compares `state`. Anybody can send a user here with a code of their own " +
        '(RFC 6749, section 10.12). Compare `state` with the one you sent: the SDK does not.',
      flow: stepsOf(origin, login),
    };
  },

  fix(): Fix {
    return { level: 'none', refusal: 'state-not-compared' };
  },
};

function stepsOf(origin: Origin, { redemption }: Login): Step[] {
  const what = origin.kind === 'query' ? 'the query' : 'the code';
  return [
    { node: origin.node, message: `${what} of the callback is taken here, and nothing looks at \`state\`` },
    { node: redemption.call, message: 'the code is redeemed' },
  ];
}
