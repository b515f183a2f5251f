/** Drives a provider through the real `auth()` of both generations, against an authorization server that stands in. */
import { auth } from '@modelcontextprotocol/client';
import { auth as v1Auth } from '@modelcontextprotocol/sdk/client/auth.js';

export interface Provider {
  clientInformation(): { issuer?: string; client_id?: string } | undefined;
  saveClientInformation(client: object): void;
  tokens(): { issuer?: string; access_token?: string } | undefined;
  saveTokens(tokens: object): void;
  codeVerifier(): string;
  saveCodeVerifier(verifier: string): void;
  invalidateCredentials(scope: string): void;
  redirectToAuthorization(url: URL): void;
}

export const issuer = 'https://login.example.com';
const serverUrl = 'https://mcp.example.com/mcp';

type Auth = (provider: never, options: Record<string, unknown>) => Promise<string>;
const generations: Record<1 | 2, Auth> = { 1: v1Auth as unknown as Auth, 2: auth as unknown as Auth };

/** An authorization server that knows no client but those it registered. */
function authorizationServer(isAnswered: (form: URLSearchParams) => boolean) {
  const registered: string[] = [];
  const fetchFn = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname, hostname } = new URL(input instanceof Request ? input.url : input);
    if (pathname === '/register') {
      registered.push(`client-${registered.length + 1}`);
      const client = { client_id: registered.at(-1), redirect_uris: ['http://localhost:8090/callback'] };
      return Response.json(client, { status: 201 });
    }
    if (pathname === '/token')
      return isAnswered(new URLSearchParams(String(init?.body)))
        ? Response.json({ access_token: 'new', token_type: 'Bearer', refresh_token: 'next' })
        : Response.json({ error: 'invalid_client' }, { status: 401 });
    if (hostname === 'mcp.example.com' && pathname.startsWith('/.well-known/oauth-protected-resource'))
      return Response.json({ resource: serverUrl, authorization_servers: [issuer] });
    if (hostname !== 'login.example.com' || !pathname.startsWith('/.well-known/oauth-authorization-server'))
      return new Response(null, { status: 404 });
    return Response.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    });
  };
  return { registered, fetchFn };
}

/** The tokens have expired, and the server has forgotten the client: how often it registers, and with whom it goes on. */
export async function renew(provider: Provider, generation: 1 | 2): Promise<string> {
  const { registered, fetchFn } = authorizationServer(() => false);
  return watched(provider, registered, () =>
    generations[generation](provider as never, { serverUrl, fetchFn }),
  );
}

/** The first login, with the callback. */
export async function logIn(provider: Provider, generation: 1 | 2): Promise<string> {
  const { registered, fetchFn } = authorizationServer((form) => form.get('code') === 'granted');
  const login = generations[generation];
  return watched(provider, registered, async () => {
    const first = await login(provider as never, { serverUrl, fetchFn });
    const options = { serverUrl, fetchFn, authorizationCode: 'granted', iss: issuer };
    return `${first}, ${await login(provider as never, options)} with ${provider.tokens()?.access_token}`;
  });
}

async function watched(
  provider: Provider,
  registered: readonly string[],
  run: () => Promise<string>,
): Promise<string> {
  const opened: URL[] = [];
  provider.redirectToAuthorization = (url) => void opened.push(url);
  const { warn } = console;
  console.warn = () => undefined;
  const result = await run().catch((error: unknown) => `throws ${(error as Error).constructor.name}`);
  console.warn = warn;
  const client = opened.at(-1)?.searchParams.get('client_id');
  return `${result}; registered ${registered.length}; goes on with ${client}`;
}
