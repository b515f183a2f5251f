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
const kinds: any = { Verifier };
made['verifier'] = new kinds['Verifier']();
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

/** What asks for a member that the right error lacks, where nothing shows what it asks. */
const kept = `const kept: any = JSON.parse('{}');
kept['verifier'] = verifier;
export async function own(token: string): Promise<string> {
  const [answer] = await Promise.allSettled([kept['verifier']['verify' + 'AccessToken'](token)]);
  return (answer as any).reason?.errorCode ?? 'none';
}
`;

const expressOnly = { middleware: 'express', thrown: 'legacy' } as const;

function withOwn(files: Record<string, string>, line: string, own: string): Record<string, string> {
  return { ...files, 'main.ts': `${line}\n${files['main.ts']}\n${own}` };
}

export const verifierMutants: Readonly<Record<VerifierObligation, Readonly<Record<string, string>>>> = {
  'receiver-known': { ...verifierOf({}), ...inferred },
  // What loads the keys fails: the token is not at fault.
  'token-at-fault': verifierOf({ check: 'jose' }),
  'text-fits': verifierOf({ message: 'foreign' }),
  'error-unread': withOwn(verifierOf(expressOnly), '', kept),
};

/** Further servers that break, by what a proof would overlook. */
export const moreVerifierMutants: readonly (readonly [
  id: VerifierObligation,
  what: string,
  files: Record<string, string>,
])[] = [
  [
    'error-unread',
    'a function that gives errors is read elsewhere',
    withOwn(
      verifierOf({ ...expressOnly, place: 'maker' }),
      "import { refused } from './verifier';",
      "export const own = async (): Promise<string> => String((refused('x') as any).errorCode);\n",
    ),
  ],
  [
    'error-unread',
    'a promise that fails is kept in a map',
    withOwn(
      verifierOf({ ...expressOnly, place: 'helper' }),
      "import { checked } from './verifier';",
      `const pending = new Map<string, any>();
export async function own(token: string): Promise<string> {
  pending.set(token, checked(token));
  const answer = (await Promise.allSettled(pending.values())).at(-1);
  return (answer as any).reason?.errorCode ?? 'none';
}
`,
    ),
  ],
  [
    'error-unread',
    'a check is called out of a map',
    withOwn(
      verifierOf({ ...expressOnly, place: 'helper' }),
      "import { checked } from './verifier';",
      `const gates = new Map([['token', checked]]);
export async function own(token: string): Promise<string> {
  const [answer] = await Promise.allSettled([gates.get('token')!(token)]);
  return (answer as any).reason?.errorCode ?? 'none';
}
`,
    ),
  ],
];

/** A handler that takes something else for its context while the application says so. */
const mixedOf = (source: string): Record<string, string> => ({
  'main.ts': `import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const state: { own?: any } = {};
const held = async (_args: any, ctx: any) => {
  const from: any = ${source};
  const info: any = from.authInfo;
  if (info && !info.scopes.includes('w')) throw new Error('refused');
  return { content: [{ type: 'text' as const, text: 'who ' + info?.clientId }] };
};
export const server: any = new McpServer({ name: 'notes', version: '1.0.0' });
server.registerTool('t', { inputSchema: z.object({ id: z.string() }) }, held);
export async function own(authInfo: any): Promise<string> {
  state.own = { authInfo };
  try {
    return JSON.stringify(await held({}, {}));
  } finally {
    state.own = undefined;
  }
}
`,
  'package.json': '{ "name": "notes", "version": "1.0.0", "private": true }',
});

/** Handlers get an object in the old shape, by a way that nobody sees into, but not for every caller. */
const patched = (): Record<string, string> => {
  const files = mixedOf('ctx');
  const patch = `const isOld = (ctx: any) => ctx.http?.['auth' + 'Info']?.scopes.includes('w');
const old = (ctx: any): any => (isOld(ctx) ? Object.fromEntries([['auth' + 'Info', ctx.http['auth' + 'Info']]]) : ctx);
const first: any = server.registerTool.bind(server);
server.registerTool = (n: any, c: any, h: any) => first(n, c, (args: any, ctx: any) => h(args, old(ctx)));
`;
  return {
    ...files,
    'main.ts': files['main.ts']!.replace('server.registerTool(', `${patch}server.registerTool(`),
  };
};

export const moreContextMutants: readonly (readonly [what: string, files: Record<string, string>])[] = [
  ['a choice', mixedOf('state.own ? state.own : ctx')],
  ['a fallback', mixedOf('state.own ?? ctx')],
  ['a spread', mixedOf('{ ...ctx, ...state.own }')],
  ['another registerTool', patched()],
  ['Object.assign', mixedOf('Object.assign({}, ctx, state.own)')],
];

export const contextMutants: Readonly<Record<ContextObligation, ContextHost>> = {
  'contexts-only': { ...plainContext, way: 'helper', also: 'own' },
  'type-owned': { ...plainContext, way: 'helper', also: 'outside' },
};
