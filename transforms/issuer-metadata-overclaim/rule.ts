import { type Overclaim, overclaims, seekRedirects } from '../../src/analysis/server/mount/claims.ts';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';

const id = 'issuer-metadata-overclaim';
/** More examples would say nothing new. */
const shown = 5;

interface OverclaimMatch extends Match {
  readonly overclaim: Overclaim;
}

/** Metadata written by hand that promise `iss` (RFC 9207, section 3) beside authorization responses that lack it. */
export const rule: Rule<OverclaimMatch> = {
  info: {
    id,
    severity: 'warning',
    summary:
      'hand-written metadata with authorization_response_iss_parameter_supported: true beside redirects without iss',
    docs: docsUrl(id),
  },

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
        'These metadata promise `iss` on every authorization response, but a response of this program goes without it: clients that follow RFC 9207 refuse such a login. Append the issuer to every response, success and error, or drop the claim.',
      flow: [
        { node, message: 'the metadata promise iss' },
        ...bare.slice(0, shown).map((one) => ({ node: one, message: 'this response leaves without iss' })),
      ],
    };
  },

  fix(): Fix {
    return { level: 'none', refusal: 'metadata-overclaim' };
  },
};
