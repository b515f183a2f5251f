/** What is around a client host: the real SDK, an authorization server in this process, and all that a program may write to. */
import * as client from '@modelcontextprotocol/client';
import { packages } from './host-packages.ts';
import type { Outside } from './sandbox.ts';
import { seen, shownAs } from './sandbox.ts';

export const issuer = 'https://login.example.com';
const resource = 'https://mcp.example.com/mcp';

/** What a browser brings back, and how often. */
export const callbacks = {
  good: { query: `code=c0de-7&state=s1&iss=${encodeURIComponent(issuer)}`, times: 1 },
  silent: { query: 'code=c0de-7&state=s1', times: 1 },
  foreign: { query: 'code=c0de-7&state=s1&iss=https%3A%2F%2Fattacker.example', times: 1 },
  denied: { query: `error=access_denied&state=s1&iss=${encodeURIComponent(issuer)}`, times: 1 },
  nothing: { query: 'state=s1', times: 1 },
  empty: { query: `code=&state=s1&iss=${encodeURIComponent(issuer)}`, times: 1 },
  twice: { query: `code=c0de-7&state=s1&iss=${encodeURIComponent(issuer)}`, times: 2 },
} as const;

export type Callback = keyof typeof callbacks;

/** What a host is given: a transport of its own login, and what `auth()` wants. */
export interface Given {
  readonly transport: client.StreamableHTTPClientTransport;
  readonly provider: client.OAuthClientProvider;
  readonly send: typeof fetch;
}

export interface Surroundings {
  readonly given: Given;
  readonly outside: Outside;
  /** Everything that was seen from outside, in order. */
  readonly trace: unknown[];
}

/**
 * @param advertises - the metadata of the server says that its responses carry `iss`
 * @param hasCode - false where the SDK has nothing to redeem: in which words a transport refuses that is the SDK's affair
 */
export function surroundingsOf(advertises: boolean, hasCode: boolean): Surroundings {
  const trace: unknown[] = [];
  const tell =
    (name: string) =>
    (...values: unknown[]): void =>
      void trace.push([name, ...values.map(seen)]);
  const send = authorizationServer(trace);
  const provider = providerOf(advertises, trace);
  const finish = async (work: () => Promise<void>): Promise<void> => {
    const { length } = trace;
    await work().catch((error) => {
      // Whether a transport asks the server before it refuses a missing code is not the host's affair.
      if (!hasCode) trace.length = length;
      refuse(error, hasCode);
    });
  };
  class Transport extends client.StreamableHTTPClientTransport {
    override finishAuth(...given: [never]): Promise<void> {
      return finish(() => super.finishAuth(...given));
    }
  }
  class SseTransport extends client.SSEClientTransport {
    override finishAuth(...given: [never]): Promise<void> {
      return finish(() => super.finishAuth(...given));
    }
  }
  const sdk = {
    ...client,
    StreamableHTTPClientTransport: Transport,
    SSEClientTransport: SseTransport,
    auth: (...given: Parameters<typeof client.auth>) =>
      client.auth(...given).catch((error) => refuse(error, true)),
    exchangeAuthorization: (...given: Parameters<typeof client.exchangeAuthorization>) =>
      client.exchangeAuthorization(...given).catch((error) => refuse(error, true)),
  };
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: unknown) => {
      trace.push(['stored', key, seen(value)]);
      stored.set(key, String(value));
    },
    removeItem: (key: string) => void stored.delete(key),
  };
  const files = { writeFileSync: tell('written'), appendFileSync: tell('appended') };
  return {
    trace,
    given: {
      provider,
      send,
      transport: new Transport(new URL(resource), { authProvider: provider, fetch: send }),
    },
    outside: {
      modules: { ...packages, '@modelcontextprotocol/client': sdk, 'node:fs': files },
      globals: {
        console: { log: tell('log'), warn: tell('warn'), error: tell('error'), info: tell('info') },
        fetch: async (url: unknown, init?: { body?: unknown }) => {
          tell('sent')(String(url), init?.body);
          return new Response('{}');
        },
        localStorage: storage,
      },
    },
  };
}

/**
 * How a wrong issuer is told, and in which words a missing code is refused, is not the host's affair. What the host does with the
 * class of the error is: it stays, and only its text and its name are the same for all.
 */
function refuse(error: unknown, hasCode: boolean): never {
  if (!(error instanceof Error)) throw error;
  if (!hasCode) {
    error.message = 'no code to redeem';
    Object.defineProperty(error, shownAs, { value: 'Refused' });
  } else if (error instanceof client.IssuerMismatchError) error.message = 'another issuer';
  throw error;
}

/** Redeems a code once. */
function authorizationServer(trace: unknown[]): typeof fetch {
  const redeemed = new Set<string | null>();
  return async (url, init) => {
    const body = new URLSearchParams(String(init?.body ?? ''));
    trace.push(['request', String(url), body.toString()]);
    const code = body.get('code');
    if (code !== 'c0de-7' || redeemed.has(code)) {
      const text = JSON.stringify({ error: 'invalid_grant', error_description: 'not a code' });
      return new Response(text, { status: 400, headers: { 'content-type': 'application/json' } });
    }
    redeemed.add(code);
    return Response.json({ access_token: 't0ken', token_type: 'Bearer' });
  };
}

export const metadataOf = (advertises: boolean) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  response_types_supported: ['code'],
  ...(advertises ? { authorization_response_iss_parameter_supported: true } : {}),
});

function providerOf(advertises: boolean, trace: unknown[]): client.OAuthClientProvider {
  return {
    redirectUrl: 'http://localhost:8080/callback',
    clientMetadata: { redirect_uris: ['http://localhost:8080/callback'] },
    clientInformation: () => ({ client_id: 'host', issuer }),
    saveClientInformation: () => {},
    tokens: () => undefined,
    saveTokens: (tokens) => void trace.push(['tokens', seen(tokens)]),
    redirectToAuthorization: ({ origin, pathname }) => void trace.push(['login', origin + pathname]),
    saveCodeVerifier: () => {},
    codeVerifier: () => 'verifier',
    invalidateCredentials: (scope) => void trace.push(['invalidated', scope]),
    saveDiscoveryState: () => {},
    discoveryState: () => ({
      authorizationServerUrl: issuer,
      resourceMetadata: { resource, authorization_servers: [issuer] },
      authorizationServerMetadata: metadataOf(advertises) as never,
    }),
  };
}
