import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { LoginSession } from '../../fixtures/apps/client-host/src/session.ts';
import { authorizationResponse, migrate as migrateStaged } from '../../fixtures/apps/play.mjs';

export type { RunningServer, RunningServers, Stage } from '../../fixtures/apps/play.mjs';
export {
  authorizationResponse,
  execute,
  login,
  stage,
  startServer,
  startServers,
} from '../../fixtures/apps/play.mjs';

/**
 * Runs the tool on a staged folder as a user would: writes the safe fixes.
 *
 * @throws Error with all it printed, unless it leaves nothing to do
 */
export async function migrate(dir: string): Promise<void> {
  const { code, stdout, stderr } = await migrateStaged(dir, '.', '--allow-dirty', '--no-color');
  if (code !== 0)
    throw new Error(`mcp-auth-codemod ended with ${code}:
${stdout}${stderr}`);
}

/** Makes a reference out of an application by hand; fails when `from` is not there exactly once. */
export function rewrite(file: string, from: string, to: string): void {
  const parts = readFileSync(file, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
  writeFileSync(file, parts.join(to));
}

/** The authorization server, mended by hand the other way: with the `res.redirect` that the SDK wraps. */
export function mendServer(dir: string): void {
  const provider = join(dir, 'authorization-server/src/provider.ts');
  rewrite(provider, 'res.writeHead(302, { Location: url.href }).end()', 'res.redirect(url.href)');
  rewrite(
    provider,
    `res.status(302);
      res.setHeader('Location', url.href);
      res.end();`,
    'res.redirect(url.href);',
  );
}

/** What happens between the authorization URL and the callback, for {@link correctLogin}. */
export interface Play {
  /** Changes the authorization URL before it is opened. */
  readonly request?: (url: URL) => void;
  /** The browser: from the authorization URL to the callback, which it does not open. */
  readonly browse?: (url: URL) => Promise<URL>;
}

/** Where the reference client says that it waits for the browser. Nobody listens there. */
export const callbackUri = 'http://127.0.0.1:9/callback';

/**
 * A correct client: hands the whole callback query to `finishAuth`, then lists the tools.
 *
 * @throws whatever the SDK throws at a callback it refuses
 */
export async function correctLogin(mcpUrl: string, play: Play = {}): Promise<string[]> {
  const { finish } = await beginLogin(mcpUrl, play);
  return finish();
}

/** The same up to the callback. */
export async function beginLogin(
  mcpUrl: string,
  { request, browse = authorizationResponse }: Play,
): Promise<{ callback: URLSearchParams; finish: () => Promise<string[]> }> {
  const session = new LoginSession(callbackUri);
  const open = () => new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider: session });
  const transport = open();
  await newClient()
    .connect(transport)
    .catch((error) => {
      if (!(error instanceof UnauthorizedError)) throw error;
    });
  const url = session.authorizationUrl!;
  request?.(url);
  const { searchParams: callback } = await browse(url);
  if (callback.get('state') !== session.expectedState) throw new Error('Foreign state');
  const finish = async (): Promise<string[]> => {
    await transport.finishAuth(callback);
    const client = newClient();
    await client.connect(open());
    const { tools } = await client.listTools();
    await client.close();
    return tools.map((tool) => tool.name);
  };
  return { callback, finish };
}

export function newClient(): Client {
  return new Client({ name: 'reference-client', version: '1.0.0' });
}

/** Serves on a free port of 127.0.0.1. */
export async function listen(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
