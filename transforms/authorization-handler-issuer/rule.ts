import {
  handlersWithoutIssuer,
  seekMetadata,
} from '../../src/analysis/server/mount/authorization-handlers.ts';
import { type Told, tellIssuer } from '../../src/analysis/server/mount/tell-issuer.ts';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Description, Fix, Match } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';

const id = 'authorization-handler-issuer';

interface HandlerMatch extends Match {
  readonly told: Told;
}

/** The stand-alone authorize handler adds `iss` (RFC 9207) only when it is told the issuer. */
export const rule: Rule<HandlerMatch> = {
  info: {
    id,
    severity: 'error',
    summary: 'authorizationHandler() without issuerUrl, so that no authorization response of it carries iss',
    docs: docsUrl(id),
  },
  begins: 'AuthorizationParams.issuer',

  seek: seekMetadata,

  detect(project) {
    return handlersWithoutIssuer(project).map((mount) => {
      const told = tellIssuer(project, mount);
      const match = { node: mount.call, generation: mount.generation, told };
      return isPromised(told) ? match : { ...match, severity: 'warning' as const };
    });
  },

  describe({ told }): Description {
    const outcome = isPromised(told)
      ? 'although the metadata promise it, as those that the SDK makes do: clients that follow RFC 9207 refuse every login.'
      : 'and the metadata promise none: logins work, without the defence against mix-up attacks.';
    return {
      message: `Without issuerUrl this handler adds no \`iss\` to any authorization response, errors included, and params.issuer is undefined, ${outcome} Pass the issuer of the metadata.`,
      flow: told.sources.map(({ node }) => ({ node, message: 'the metadata get their issuer here' })),
    };
  },

  fix({ told }): Fix {
    const detail = told.detail === undefined ? {} : { detail: told.detail };
    if ('refusal' in told) return { level: 'none', refusal: told.refusal, ...detail };
    if (told.assumes) return { level: 'suggested', edits: told.edits, assumes: told.assumes, ...detail };
    return { level: 'safe', edits: told.edits };
  },
};

/** True unless all metadata in sight are written by hand and say nothing of `iss`. */
function isPromised({ sources }: Told): boolean {
  return sources.length === 0 || sources.some(({ promises }) => promises !== false);
}
