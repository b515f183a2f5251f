import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import {
  InsufficientScopeError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, listen, migrate, newClient, type Stage, stage } from './harness.ts';

const CHALLENGE = 'Bearer error="insufficient_scope", scope="reports:delete"';
const REFUSALS: Record<string, { status: number; challenge?: string }> = {
  insufficient_scope: { status: 403, challenge: CHALLENGE },
  plain_403: { status: 403 },
  plain_401: { status: 401 },
  broken: { status: 500 },
};

/** An MCP server that refuses every tool call the way the tool is named. */
async function refuseTools(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'POST') {
    res.writeHead(405).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const message = JSON.parse(Buffer.concat(chunks).toString());
  if (message.method === 'tools/call') {
    const { status, challenge } = REFUSALS[message.params.name]!;
    res.writeHead(status, challenge ? { 'WWW-Authenticate': challenge } : {}).end('Refused');
  } else if (message.method === 'initialize') {
    const { protocolVersion } = message.params;
    const serverInfo = { name: 'reports', version: '1.0.0' };
    const result = { protocolVersion, capabilities: { tools: {} }, serverInfo };
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
  } else {
    res.writeHead(202).end();
  }
}

describe('a 403 insufficient_scope and a client with a static token', () => {
  let server: Awaited<ReturnType<typeof listen>>;
  let apps: Stage;

  beforeAll(async () => {
    server = await listen(refuseTools);
    apps = stage('error-handler');
  });
  afterAll(async () => {
    await server?.close();
    apps?.remove();
  });

  async function errorOf(tool: string): Promise<unknown> {
    const client = newClient();
    const requestInit = { headers: { Authorization: 'Bearer t' } };
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url), { requestInit }));
    const error = await client.callTool({ name: tool, arguments: {} }).catch((e: unknown) => e);
    await client.close();
    return error;
  }

  /** What the application prints, run as a whole. */
  const shown = async (tool: string) => {
    const args = [apps.entry('error-handler'), server.url, tool];
    const { code, stderr } = await execute(args, { env: { REPORTS_TOKEN: 't' } });
    expect(code).toBe(1);
    return stderr.trimEnd().split('\n');
  };

  it('is no SdkHttpError in this SDK, a plain 403 is', async () => {
    const typed = await errorOf('insufficient_scope');
    expect(typed).toBeInstanceOf(InsufficientScopeError);
    expect(typed).not.toBeInstanceOf(SdkError);
    expect(typed).not.toHaveProperty('status');
    expect(typed).toMatchObject({ requiredScope: 'reports:delete' });

    const plain = await errorOf('plain_403');
    expect(plain).toBeInstanceOf(SdkHttpError);
    expect(plain).toMatchObject({ status: 403, code: SdkErrorCode.ClientHttpNotImplemented });
  });

  const HELP = (tool: string) => `Your token lacks the permission "${tool}". Ask an administrator for it.`;
  const others = {
    plain_403: [HELP('plain_403'), '(request error 401)'],
    plain_401: ['Your token is not valid any more. Create a new one.', '(request error 401)'],
    broken: ['The reports server has a problem. Try again later.', '(request error 502)'],
  };

  it('falls through both handlers before the migration', async () => {
    expect(await shown('insufficient_scope')).toEqual([
      'The reports server has a problem. Try again later.',
      '(request error 500)',
    ]);
    for (const [tool, lines] of Object.entries(others)) expect(await shown(tool)).toEqual(lines);
  });

  describe('after the migration', () => {
    beforeAll(async () => {
      await migrate(apps.dir);
    });

    it('gets the answer that a 403 always got', async () => {
      expect(await shown('insufficient_scope')).toEqual([HELP('insufficient_scope'), '(request error 401)']);
    });

    it('leaves every other answer as it was', async () => {
      for (const [tool, lines] of Object.entries(others)) expect(await shown(tool)).toEqual(lines);
    });

    it('keeps the message of the error in the mapper', async () => {
      const { toRequestError } = await import(
        pathToFileURL(apps.entry('error-handler').replace(/main\.js$/, 'request-error.js')).href
      );
      const error = new InsufficientScopeError({ requiredScope: 'reports:delete' });
      expect(toRequestError(error)).toMatchObject({
        name: 'RequestError',
        code: 401,
        message: error.message,
      });
    });
  });
});
