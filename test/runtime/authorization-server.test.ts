import { join } from 'node:path';
import { IssuerMismatchError, OAuthError } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizationResponse,
  callbackUri,
  correctLogin,
  migrate,
  type RunningServer,
  type Stage,
  stage,
  startServer,
} from './harness.ts';

const askTooMuch = (url: URL) => url.searchParams.set('scope', 'notes:read notes:erase');

/** The callback that the server sends for a plain authorization request with these scopes. */
async function callbackFor(server: RunningServer, scope: string): Promise<URLSearchParams> {
  const { authorization_endpoint, registration_endpoint } = await server.metadata();
  const registration = await fetch(String(registration_endpoint), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [callbackUri], token_endpoint_auth_method: 'none' }),
  });
  const { client_id } = (await registration.json()) as { client_id: string };
  const url = new URL(String(authorization_endpoint));
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: callbackUri,
    state: 's-1',
    scope,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }).toString();
  return (await authorizationResponse(url)).searchParams;
}

describe('the authorization server against a correct client', () => {
  let apps: Stage;
  let server: RunningServer;

  beforeAll(async () => {
    apps = stage('authorization-server');
    server = await startServer(apps.entry('authorization-server'));
  });
  afterAll(async () => {
    await server?.stop();
    apps?.remove();
  });

  it('advertises iss before the migration, and sends none', async () => {
    expect(await server.metadata()).toMatchObject({ authorization_response_iss_parameter_supported: true });
    const granted = await callbackFor(server, 'notes:read');
    expect(Object.fromEntries(granted)).toEqual({ state: 's-1', code: expect.any(String) });
    const denied = await callbackFor(server, 'notes:erase');
    expect(denied.get('error')).toBe('access_denied');
    expect(denied.has('iss')).toBe(false);
  });

  it('is refused by a correct client before the migration', async () => {
    await expect(correctLogin(server.mcpUrl)).rejects.toBeInstanceOf(IssuerMismatchError);
    await expect(correctLogin(server.mcpUrl, { request: askTooMuch })).rejects.toBeInstanceOf(
      IssuerMismatchError,
    );
  });

  describe('after the migration', () => {
    beforeAll(async () => {
      await migrate(join(apps.dir, 'authorization-server'));
      await server.stop();
      server = await startServer(apps.entry('authorization-server'));
    });

    it('lets a correct client log in', async () => {
      expect(await correctLogin(server.mcpUrl)).toEqual(['list_notes']);
    });

    it('sends exactly the issuer of its metadata with a code', async () => {
      const { issuer, authorization_response_iss_parameter_supported } = await server.metadata();
      expect(authorization_response_iss_parameter_supported).toBe(true);
      expect(issuer).toMatch(/\/$/);
      const granted = await callbackFor(server, 'notes:read');
      expect(granted.getAll('iss')).toEqual([issuer]);
      expect(granted.get('state')).toBe('s-1');
    });

    it('sends it with a refusal too, so that the client may believe the refusal', async () => {
      const denied = await callbackFor(server, 'notes:erase');
      expect(denied.get('error')).toBe('access_denied');
      expect(denied.getAll('iss')).toEqual([(await server.metadata()).issuer]);

      const error = await correctLogin(server.mcpUrl, { request: askTooMuch }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(OAuthError);
      expect(error).toMatchObject({ code: 'access_denied', message: 'Not yours to grant: notes:erase' });
    });
  });
});
