import * as client from '@modelcontextprotocol/client';
import { run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { project } from './batch.ts';
import { compiled, outcomeOf, seen } from './sandbox.ts';

/** Migrates `main.ts`, and tells what it does before and after when a server asks for another scope. */
export async function stepUp(text: string): Promise<{ before: string; after: string }> {
  const dir = project({ 'main.ts': text }, true);
  await run({ cwd: dir, paths: ['.'], mode: 'apply', verify: false, rule: ['step-up-retries-zero'] });
  const after = Buffer.from(bytesOf(dir)['main.ts'] ?? '', 'latin1').toString('utf8');
  return { before: await watch(text), after: await watch(after) };
}

async function watch(text: string): Promise<string> {
  const trace: unknown[] = [];
  const note = (...values: unknown[]): void => void trace.push(values.map(seen));
  const outside = {
    modules: { '@modelcontextprotocol/client': client },
    globals: { console: { log: note, warn: note, error: note } },
  };
  const { host } = compiled({ 'main.ts': text })('main', outside) as {
    host: (...given: unknown[]) => unknown;
  };
  trace.push(await outcomeOf(() => host(refusing(note), providerOf(note))));
  return JSON.stringify(trace);
}

/** A server that wants a scope which the token does not have. */
const refusing =
  (note: (...values: unknown[]) => void): typeof fetch =>
  async (url) => {
    note('request', String(url));
    const challenge = 'Bearer error="insufficient_scope", scope="notes:write"';
    return new Response('no', { status: 403, headers: { 'www-authenticate': challenge } });
  };

const issuer = 'https://login.example.com';

/** A login that is asked to go on in the browser says so, and nothing more happens. */
function providerOf(note: (...values: unknown[]) => void): client.OAuthClientProvider {
  return {
    redirectUrl: 'http://localhost:8080/callback',
    clientMetadata: { redirect_uris: ['http://localhost:8080/callback'] },
    clientInformation: () => ({ client_id: 'host', issuer }),
    tokens: () => ({ access_token: 't0ken', token_type: 'Bearer', scope: 'notes:read', issuer }),
    saveTokens: () => {},
    redirectToAuthorization: ({ origin, pathname }) => note('login', origin + pathname),
    saveCodeVerifier: () => {},
    codeVerifier: () => 'verifier',
    saveDiscoveryState: () => {},
    discoveryState: () => ({
      authorizationServerUrl: issuer,
      authorizationServerMetadata: {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        response_types_supported: ['code'],
      } as never,
    }),
  };
}
