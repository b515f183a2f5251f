import { type Overclaim, overclaims, seekRedirects } from '../../src/analysis/server/mount/claims.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

/** How many of the responses the flow of a finding shows. */
const shown = 5;

interface OverclaimMatch extends Match {
  readonly overclaim: Overclaim;
}

/** Hand-written metadata that advertises `iss` (RFC 9207, section 3), in a program with authorization responses without it. */
export const rule: Rule<OverclaimMatch> = {
  info: infoOf('issuer-metadata-overclaim'),

  seek: seekRedirects,

  detect(project) {
    return overclaims(project).map((overclaim) => ({
      node: overclaim.node,
      generation: overclaim.generation,
      overclaim,
    }));
  },

  describe({ overclaim: { node, bare } }): Description {
    return {
      message:
        'This metadata advertises `iss` on every authorization response, but a response of this program has none: clients that follow RFC 9207 refuse that login. Append the issuer to it, or remove this claim.',
      flow: [
        { node, message: 'the metadata advertises iss' },
        ...bare.slice(0, shown).map((one) => ({ node: one, message: 'this response leaves without iss' })),
      ],
    };
  },

  fix(): Fix {
    return { level: 'none', refusal: 'metadata-overclaim' };
  },
};
