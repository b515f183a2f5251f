import { afterEach, describe, expect, it, vi } from 'vitest';
import { providerObligations } from '../../src/analysis/client/provider/provider-obligations.ts';
import type { oauthObligations } from '../../src/analysis/errors/oauth/oauth-obligations.ts';
import { proved } from '../../src/model/proof.ts';
import { holdForErrors, kinds } from './error-laws.ts';
import { holdForProviders } from './provider-laws.ts';
import { mutant, switchedOff } from './switched-off.ts';

vi.mock('../../src/analysis/errors/status/only-compared.ts', async (original) =>
  mutant('only-compared', await original(), { onlyCompared: () => proved }),
);
vi.mock('../../src/analysis/errors/oauth/oauth-proofs.ts', async (original) => {
  const real = await original<object>();
  return mutant('client-error', mutant('same-code', real, { sameCode: () => proved }), {
    clientError: () => proved,
  });
});
vi.mock('../../src/analysis/errors/oauth/same-members.ts', async (original) =>
  mutant('same-members', await original(), { sameMembers: () => proved }),
);
vi.mock('../../src/analysis/client/provider/client-alone.ts', async (original) =>
  mutant('client-alone', await original(), { clearsMore: () => proved }),
);
vi.mock('../../src/analysis/client/provider/memory-field.ts', async (original) =>
  mutant('stamp-in-memory', await original(), { isMemoryField: () => true }),
);

const handler = (imports: readonly string[], ...lines: string[]): string =>
  [
    ...imports,
    '',
    'export const trace: unknown[] = [];',
    'export async function handle(client: Client): Promise<unknown> {',
    '  try {',
    '    return await client.listTools();',
    '  } catch (error: any) {',
    ...lines.map((line) => `    ${line}`),
    '  }',
    '}',
    '',
  ].join('\n');
const legacy = "import { ServerError } from '@modelcontextprotocol/server-legacy/auth';";
const client = "import { Client } from '@modelcontextprotocol/client';";

/** For each obligation a handler that breaks when it is not asked for. */
const handlers: Readonly<
  Record<
    'only-compared' | (typeof oauthObligations)[number],
    readonly [kind: keyof typeof kinds, text: string]
  >
> = {
  // A text of v2 and a status: the value cannot be both.
  'only-compared': [
    'status',
    handler(
      [client],
      'const { code } = error;',
      "if (code === 'CLIENT_HTTP_NOT_IMPLEMENTED') return 'not there';",
      "return code === 404 ? 'gone' : 'failed';",
    ),
  ],
  'same-code': [
    'oauth',
    handler([client, legacy], "return error instanceof ServerError ? 'later' : 'failed';"),
  ],
  'same-members': [
    'oauth',
    handler(
      [client, legacy.replace('ServerError', 'AccessDeniedError')],
      "return error instanceof AccessDeniedError ? error.name : 'failed';",
    ),
  ],
  'client-error': [
    'oauth',
    `${handler([client, "import { InvalidGrantError, OAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';"], 'return explain(error);')}
const explain = (error: unknown): string => (error instanceof InvalidGrantError ? 'expired' : 'failed');
const tasks: any = { verify: (server: OAuthServerProvider) => server.verifyAccessToken('t') };
export async function serve(server: OAuthServerProvider): Promise<unknown> {
  try {
    return await tasks['ver' + 'ify'](server);
  } catch (error) {
    return explain(error);
  }
}
`,
  ],
};

const provider = (forgets: string, saved: string): string => `
import type { OAuthClientInformationMixed, OAuthClientProvider, OAuthTokens } from '@modelcontextprotocol/client';

export class Provider implements OAuthClientProvider {
  private data: any = {};
  get redirectUrl() {
    return 'http://localhost:8090/callback';
  }
  get clientMetadata() {
    return { redirect_uris: [this.redirectUrl] };
  }
  clientInformation = (): OAuthClientInformationMixed | undefined => this.data.client;
  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.data.client = client;
  }
  tokens = (): OAuthTokens | undefined => this.data.tokens;
  saveTokens(tokens: OAuthTokens): void {
    this.data.tokens = ${saved};
  }
  saveCodeVerifier(verifier: string): void {
    this.data.verifier = verifier;
  }
  codeVerifier = (): string => this.data.verifier;
  redirectToAuthorization(): void {}
  invalidateCredentials(scope: string): void {
    ${forgets}
  }
}
`;

const providers: Readonly<Record<(typeof providerObligations)[number], string>> = {
  'client-alone': provider("if (scope === 'all') this.data = {};", 'tokens'),
  'stamp-in-memory': provider(
    'this.data = { verifier: this.data.verifier };',
    '{ access_token: tokens.access_token, token_type: tokens.token_type }',
  ),
};

describe('a tool that takes an obligation for proved is noticed', () => {
  afterEach(() => {
    switchedOff.id = undefined;
  });

  it.each(Object.entries(handlers))('%s', async (id, [kind, text]) => {
    expect((await holdForErrors({ p0000: text }, kinds[kind])).breaches).toEqual([]);
    switchedOff.id = id;
    expect((await holdForErrors({ p0000: text }, kinds[kind])).breaches).not.toEqual([]);
  });

  it.each(providerObligations)('%s', async (id) => {
    expect((await holdForProviders({ p0000: providers[id] }, true)).breaches).toEqual([]);
    switchedOff.id = id;
    expect((await holdForProviders({ p0000: providers[id] }, true)).breaches).not.toEqual([]);
  });
});
