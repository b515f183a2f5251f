/** Authorization servers as data: which parts they are made of, and their text. */
import fc from 'fast-check';
import {
  builds,
  exits,
  helpers,
  issuers,
  middlewares,
  mounts,
  refusals,
  type Store,
  stores,
} from './app-parts.ts';
import { indent } from './parts.ts';

/** An authorization server: what fast-check makes, shrinks and prints. */
export interface App {
  readonly store: string;
  readonly build: string;
  /** How the answer with the code leaves, and how the one with an error does. */
  readonly granted: string;
  readonly denied: string;
  readonly middleware: string;
  readonly issuer: string;
  /** What is refused before a page is shown. */
  readonly refusal: string;
  readonly mount: string;
}

const named = (parts: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(parts));

export const apps: fc.Arbitrary<App> = fc.record({
  store: named(stores),
  build: named(builds),
  granted: named(exits),
  denied: named(exits),
  middleware: fc.oneof(
    { weight: 3, arbitrary: fc.constant('none') },
    { weight: 1, arbitrary: named(middlewares) },
  ),
  issuer: named(issuers),
  refusal: fc.oneof({ weight: 1, arbitrary: fc.constant('none') }, { weight: 1, arbitrary: named(refusals) }),
  mount: fc.oneof(
    { weight: 3, arbitrary: fc.constant('router') },
    // Not `handlers`: in the sandbox one of their answers never comes.
    { weight: 1, arbitrary: fc.constantFrom('picking', 'withholding') },
  ),
});

export const plainest: App = {
  store: 'none',
  build: 'url',
  granted: 'writeHead',
  denied: 'writeHead',
  middleware: 'none',
  issuer: 'plain',
  refusal: 'none',
  mount: 'router',
};

/** The application adds `iss` itself. */
export const addsIss = ({ middleware }: App): boolean => /^(?:adds|appends)/.test(middleware);

/** It takes parameters out of redirects. */
export const filters = ({ middleware }: App): boolean => middleware.startsWith('filters');

/** Servers with one plainer part. */
export const simpler = (app: App): readonly App[] =>
  Object.entries(plainest)
    .filter(([key, value]) => app[key as keyof App] !== value)
    .map(([key, value]) => ({ ...app, [key]: value }));

export function textOfApp(app: App): string {
  const store = stores[app.store];
  const uri = store?.uri ?? 'params.redirectUri';
  const state = store?.state ?? 'params.state';
  const build = builds[app.build]!;
  const success = build(uri, state, 'code', 'randomUUID()');
  const failure = build(uri, state, 'error', "'access_denied'");
  const refused = store ? "decision !== 'allow'" : "params.scopes?.includes('admin')";
  const answer = `if (${refused}) {\n${indent(`${failure.before}${exits[app.denied]!(failure.href)}return;\n`)}}\n${success.before}${exits[app.granted]!(success.href)}`;
  const top = [store?.top, store?.helper, helpers[app.build]].filter(Boolean).join('\n');
  return `${imports}\n${top ? `${top}\n` : ''}${providerOf(store ?? undefined, answer, refusals[app.refusal]!)}\n${applicationOf(app, store !== null)}`;
}

const imports = `import { randomUUID } from 'node:crypto';
import querystring from 'node:querystring';
import type { OAuthClientInformationFull, OAuthTokens } from '@modelcontextprotocol/server';
import { type AuthInfo, type AuthorizationParams, authorizationHandler, createOAuthMetadata, InvalidScopeError, mcpAuthRouter, metadataHandler, type OAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';
import express, { type Express, type Response } from 'express';
`;

function providerOf(store: Store | undefined, answer: string, refusal: string): string {
  const read = store?.read
    ? `const stored = this.pending.get(id);\nif (!stored) {\n  res.status(400).send('unknown');\n  return;\n}\nthis.pending.delete(id);\nconst request = ${store.read};\n`
    : "const request = this.pending.get(id);\nif (!request) {\n  res.status(400).send('unknown');\n  return;\n}\nthis.pending.delete(id);\n";
  const consent = store
    ? `const id = randomUUID();\nthis.pending.set(id, ${store.written});\nres.send(\`<form method="post" action="/consent"><input name="id" value="\${id}"><button name="decision" value="allow"></button></form>\`);\n`
    : answer;
  const decide = store
    ? `\n  decide(id: string, decision: string, res: Response): void {\n${indent(read + answer, 2)}  }\n`
    : '';
  return `class Provider implements OAuthServerProvider {
  readonly clientsStore = {
    getClient: (id: string) => ({ client_id: id, redirect_uris: ['https://client.example/cb'] }) as OAuthClientInformationFull,
  };
${store ? `  private readonly ${store.made ?? `pending = new Map<string, ${store.type}>()`};\n` : ''}
  async authorize(client: OAuthClientInformationFull, params: AuthorizationParams, res: Response): Promise<void> {
    console.log('authorize', client.client_id);
${indent(refusal + consent, 2)}  }
${decide}
  async challengeForAuthorizationCode(): Promise<string> {
    return 'challenge';
  }

  async exchangeAuthorizationCode(): Promise<OAuthTokens> {
    return { access_token: 't0ken', token_type: 'Bearer' };
  }

  async exchangeRefreshToken(): Promise<OAuthTokens> {
    return { access_token: 't0ken', token_type: 'Bearer' };
  }

  async verifyAccessToken(token: string): Promise<AuthInfo> {
    return { token, clientId: 'host', scopes: [] };
  }
}
`;
}

function applicationOf({ middleware, issuer, mount }: App, hasPage: boolean): string {
  const route = hasPage
    ? "app.post('/consent', express.urlencoded({ extended: false }), (req, res) => {\n  provider.decide(String(req.body.id), String(req.body.decision), res);\n});\n"
    : '';
  const { mounted, after } = issuers[issuer]!;
  const body = `const app = express();\nconst provider = new Provider();\n${middlewares[middleware]}${mounts[mount]!(mounted, after)}${route}return app;\n`;
  return `export function createApp(issuerUrl: URL): Express {\n${indent(body)}}\n`;
}
