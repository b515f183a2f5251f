import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../harness.ts';
import { listen } from './harness.ts';

const CHALLENGE = 'Bearer error="insufficient_scope", scope="notes:write"';

/** An MCP server that answers a tool call with the status that the tool is named; `/refuse/401` answers everything so. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, always] = /\/refuse\/(\w+)/.exec(req.url ?? '') ?? [];
  if (always) return refuse(res, always);
  if (req.method !== 'POST') return void res.writeHead(405).end();
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const message = JSON.parse(Buffer.concat(chunks).toString());
  if (message.method === 'tools/call') return refuse(res, message.params.name);
  if (message.method !== 'initialize') return void res.writeHead(202).end();
  const { protocolVersion } = message.params;
  const result = {
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'notes', version: '1.0.0' },
  };
  res.writeHead(200, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
}

function refuse(res: ServerResponse, status: string): void {
  const isScope = status === 'insufficient_scope';
  res.writeHead(isScope ? 403 : Number(status), isScope ? { 'WWW-Authenticate': CHALLENGE } : {}).end('No');
}

const statuses = ['401', '403', 'insufficient_scope', '404', '408', '409', '410', '418', '422'];
const cases = [...statuses, '429', '451', '500', '503'];

type Handler = { run(url: string, tool: string): Promise<string> };

describe('a handler that takes `code` for the status', () => {
  let server: Awaited<ReturnType<typeof listen>>;
  let dir: string;
  const handlers: Record<string, Handler> = {};

  beforeAll(async () => {
    server = await listen((req, res) => void answer(req, res));
    dir = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-'));
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
    const fixture = join(root, 'fixtures/http-status-on-code/every-form');
    for (const [name, from] of [
      ['before', 'input'],
      ['after', 'expected'],
    ] as const) {
      mkdirSync(join(dir, name));
      cpSync(join(fixture, from, 'handler.mjs'), join(dir, name, 'handler.mjs'));
    }
    const v1 = readFileSync(join(fixture, 'input/handler.mjs'), 'utf8').replace(
      /^import .*\n/,
      `import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
`,
    );
    mkdirSync(join(dir, 'v1'));
    writeFileSync(join(dir, 'v1/handler.mjs'), v1);
    for (const name of ['v1', 'before', 'after'])
      handlers[name] = await import(pathToFileURL(join(dir, name, 'handler.mjs')).href);
  });
  afterAll(async () => {
    await server?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const outcomes = async (name: string, urlFor: (status: string) => string): Promise<string[]> => {
    const found: string[] = [];
    for (const status of cases) found.push(await handlers[name]!.run(urlFor(status), status));
    return found;
  };

  const v1 = ['refused', 'refused', 'refused', 'absent', 'slow', 'conflict', 'absent', 'teapot'].concat([
    'invalid',
    'busy',
    'blocked',
    'broken',
    'failed',
  ]);

  it.each([
    ['of a tool call', () => server.url],
    ['of the connection', (status: string) => `${server.url}/refuse/${status}`],
  ] as const)('loses each status %s with SDK v2, and has it again after the fix', async (_, urlFor) => {
    expect(await outcomes('v1', urlFor)).toEqual(v1);
    expect(await outcomes('before', urlFor)).toEqual(cases.map(() => 'failed'));
    expect(await outcomes('after', urlFor)).toEqual(v1);
  });
});
