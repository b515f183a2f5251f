import { join } from 'node:path';
import { auth } from '@modelcontextprotocol/client';
import { auth as v1Auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { describe, expect, it, vi } from 'vitest';
import { root } from '../harness.ts';

/** A provider of a fixture, by the path of its file. */
async function providerOf(path: string): Promise<Provider> {
  const { MemoryProvider } = await import(
    join(root, 'fixtures/oauth-provider-contract', path, 'provider.ts')
  );
  return new MemoryProvider();
}

interface Provider {
  redirectToAuthorization(url: URL): void;
  saveClientInformation(client: object): void;
  saveTokens(tokens: object): void;
}

const issuer = 'https://auth.example.com';
const serverUrl = 'https://mcp.example.com/mcp';

/** An authorization server that knows no client but those it registered here; `token` is its answer to a token request. */
function authorizationServer(token: () => Response) {
  const registered: string[] = [];
  const fetchFn = async (input: string | URL | Request): Promise<Response> => {
    const { pathname, hostname } = new URL(input instanceof Request ? input.url : input);
    if (pathname === '/register') {
      registered.push(`client-${registered.length + 1}`);
      const client = { client_id: registered.at(-1), redirect_uris: ['http://localhost:8090/callback'] };
      return Response.json(client, { status: 201 });
    }
    if (pathname === '/token') return token();
    if (hostname === 'mcp.example.com' && pathname.startsWith('/.well-known/oauth-protected-resource'))
      return Response.json({ resource: serverUrl, authorization_servers: [issuer] });
    if (hostname !== 'auth.example.com' || !pathname.startsWith('/.well-known/oauth-authorization-server'))
      return new Response(null, { status: 404 });
    return Response.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    });
  };
  return { registered, fetchFn };
}

type Auth = (provider: never, options: { serverUrl: string; fetchFn: never }) => Promise<string>;

describe('a provider that forgets its client only for all', () => {
  const refuse = () => Response.json({ error: 'invalid_client' }, { status: 401 });

  /** A login with a client that the authorization server has forgotten: how often it registers, and with whom it goes on. */
  async function loginWithForgottenClient(provider: Provider, login: Auth) {
    const { registered, fetchFn } = authorizationServer(refuse);
    const opened: URL[] = [];
    vi.spyOn(console, 'warn').mockReturnValue();
    vi.spyOn(provider, 'redirectToAuthorization').mockImplementation((url) => void opened.push(url));
    provider.saveClientInformation({ client_id: 'forgotten', issuer });
    provider.saveTokens({
      access_token: 'a',
      token_type: 'Bearer',
      refresh_token: 'r',
      issuer,
    });
    const result = await login(provider as never, { serverUrl, fetchFn: fetchFn as never });
    vi.restoreAllMocks();
    return { result, registered, client: opened.at(-1)?.searchParams.get('client_id') };
  }

  const again = { result: 'REDIRECT', registered: ['client-1'], client: 'client-1' };

  it('registers again with v1, goes on with the dead client with v2, and registers again after the fix', async () => {
    expect(await loginWithForgottenClient(await providerOf('all-and-tokens/input'), v1Auth as Auth)).toEqual(
      again,
    );
    expect(await loginWithForgottenClient(await providerOf('all-and-tokens/input'), auth as Auth)).toEqual({
      result: 'REDIRECT',
      registered: [],
      client: 'forgotten',
    });
    expect(await loginWithForgottenClient(await providerOf('all-and-tokens/expected'), auth as Auth)).toEqual(
      again,
    );
  });
});

describe('a provider that saves the discovery state and never gives it back', () => {
  const grant = () => Response.json({ access_token: 'a', token_type: 'Bearer' });

  async function callback(login: Auth) {
    const { fetchFn } = authorizationServer(grant);
    const provider = await providerOf('state-without-way-back/input');
    vi.spyOn(console, 'warn').mockReturnValue();
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(console, 'debug').mockReturnValue();
    const options = { serverUrl, fetchFn: fetchFn as never };
    expect(await login(provider as never, options)).toBe('REDIRECT');
    const answer = await login(provider as never, { ...options, authorizationCode: 'c' } as never).catch(
      (error) => error.constructor.name,
    );
    vi.restoreAllMocks();
    return answer;
  }

  it('is authorized with v1, and not with v2', async () => {
    expect(await callback(v1Auth as Auth)).toBe('AUTHORIZED');
    expect(await callback(auth as Auth)).toBe('AuthorizationServerMismatchError');
  });
});
