/** For each obligation of a verifier's fix and of a context's, a server that breaks when it is not asked for. */
import type { ContextObligation } from '../../src/analysis/server/context/context-obligations.ts';
import type { VerifierObligation } from '../../src/analysis/server/verifier/verifier-obligations.ts';
import { type ContextHost, plainest as plainContext } from './contexts.ts';
import { filesOfVerifier, plainest as plainVerifier, type VerifierHost } from './verifiers.ts';

const verifierOf = (part: Partial<VerifierHost>): Record<string, string> =>
  filesOfVerifier({ ...plainVerifier, ...part });

/** The middleware gets whatever implements the interface; the application's own gate asks for `errorCode`. */
const inferred = {
  'verifier.ts': `import { InvalidTokenError } from '@modelcontextprotocol/server-legacy/auth';
import type { OAuthTokenVerifier } from '@modelcontextprotocol/express';
import { find, state } from './store';

export class Verifier implements OAuthTokenVerifier {
  async verifyAccessToken(token: string) {
    if (!state.ready) throw new Error('The store is not ready');
    const found = await find(token);
    if (!found || found.until < Date.now() / 1000) throw new InvalidTokenError('Bad access token');
    return { token, clientId: found.owner, scopes: found.scopes, expiresAt: found.until };
  }
}
`,
  'main.ts': `import express from 'express';
import { type OAuthTokenVerifier, requireBearerAuth } from '@modelcontextprotocol/express';
import { Verifier } from './verifier';

const made: any = JSON.parse('{}');
made['verifier'] = new Verifier();
const open = (verifier: OAuthTokenVerifier): any => requireBearerAuth({ verifier, requiredScopes: ['notes'] });

export async function own(token: string): Promise<string> {
  try {
    return (await made['verifier']['verify' + 'AccessToken'](token)).clientId;
  } catch (error: any) {
    return error.errorCode === 'invalid_token' ? 'log in again' : 'try again later';
  }
}

export function createApp(): any {
  const app: any = express();
  app.use(open(made['verifier']));
  app.use((req: any, res: any) => res.json(req.auth));
  return app;
}
`,
};

export const verifierMutants: Readonly<Record<VerifierObligation, Readonly<Record<string, string>>>> = {
  'receiver-known': { ...verifierOf({}), ...inferred },
  // What loads the keys fails: the token is not at fault.
  'token-at-fault': verifierOf({ check: 'jose' }),
  'text-fits': verifierOf({ message: 'foreign' }),
  'error-unread': verifierOf({ middleware: 'express', thrown: 'legacy', reader: 'duck' }),
};

export const contextMutants: Readonly<Record<ContextObligation, ContextHost>> = {
  'contexts-only': { ...plainContext, way: 'helper', also: 'own' },
  'type-owned': { ...plainContext, way: 'helper', also: 'outside' },
};
