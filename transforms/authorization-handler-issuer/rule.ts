import {
  handlersWithoutIssuer,
  seekMetadata,
} from '../../src/analysis/server/mount/authorization-handlers.ts';
import { fixHandler, type HandlerFix } from '../../src/analysis/server/mount/handler-fix.ts';
import { type Description, decide, type Fix, type Match } from '../../src/model/fix.ts';
import { open, proved } from '../../src/model/proof.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

interface HandlerMatch extends Match {
  readonly handlerFix: HandlerFix;
}

/** The stand-alone authorize handler adds `iss` (RFC 9207) only when it gets `issuerUrl`. */
export const rule: Rule<HandlerMatch> = {
  info: infoOf('authorization-handler-issuer'),
  begins: 'AuthorizationParams.issuer',

  seek: seekMetadata,

  detect(project) {
    return handlersWithoutIssuer(project).map((mount) => {
      const handlerFix = fixHandler(project, mount);
      const match = { node: mount.call, generation: mount.generation, handlerFix };
      return isAdvertised(handlerFix) ? match : { ...match, severity: 'warning' as const };
    });
  },

  describe({ handlerFix }): Description {
    const outcome = isAdvertised(handlerFix)
      ? 'which the metadata advertises: clients that follow RFC 9207 refuse every login.'
      : 'and the metadata advertises none: logins work, without the defense against mix-up attacks.';
    return {
      message: `Without issuerUrl this handler adds no \`iss\` to its responses, ${outcome} Pass the issuer of the metadata as issuerUrl.`,
      flow: handlerFix.sources.map(({ node }) => ({ node, message: 'the metadata gets its issuer here' })),
    };
  },

  fix({ handlerFix }): Fix {
    const { detail } = handlerFix;
    if ('refusal' in handlerFix) return { level: 'none', refusal: handlerFix.refusal, detail };
    const { assumes } = handlerFix;
    return decide(handlerFix.edits, { 'issuer-matches': assumes ? open(assumes, detail) : proved });
  },
};

/** True unless all metadata that was found is written by hand and does not advertise `iss`. */
function isAdvertised({ sources }: HandlerFix): boolean {
  return sources.length === 0 || sources.some(({ advertises }) => advertises !== false);
}
