import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../src/index.ts';
import { root } from '../harness.ts';

const check = `
/** Refuses a token that lacks the scope. */
export function need(extra, scope = 'w') {
  if (extra.authInfo && !extra.authInfo.scopes.includes(scope)) throw new Error('refused');
}
const done = { content: [{ type: 'text', text: 'allowed' }] };
`;

interface Kind {
  /** Statements that register a handler on \`server\`. */
  readonly v2: string;
  readonly method: string;
  readonly params: object;
}

const tool = { method: 'tools/call', params: { name: 't', arguments: { id: '1' } } };
const config = "{ description: 'A tool', inputSchema: z.object({ id: z.string() }) }";

const kinds: Readonly<Record<string, Kind>> = {
  'an inline handler': {
    ...tool,
    v2: `server.registerTool('t', ${config}, async (args, extra) => { need(extra); return done; });`,
  },
  'a tool without arguments': {
    ...tool,
    params: { name: 't' },
    v2: "server.registerTool('t', { description: 'A tool' }, async (extra) => { need(extra); return done; });",
  },
  'a wrapper': {
    ...tool,
    v2: `const withScope = (scope, fn) => async (args, extra) => { need(extra, scope); return fn(args, extra); };
server.registerTool('t', ${config}, withScope('w', async () => done));`,
  },
  'a pattern in the parameters': {
    ...tool,
    v2: `server.registerTool('t', ${config}, async ({ id }, { authInfo }) => {
  if (authInfo && !authInfo.scopes.includes('w')) throw new Error('refused');
  return done;
});`,
  },
  'a table of handlers': {
    ...tool,
    v2: `const handlers = { t: async (args, extra) => { need(extra); return done; } };
for (const [name, handler] of Object.entries(handlers)) server.registerTool(name, ${config}, handler);`,
  },
  'a dispatcher of the low-level server': {
    ...tool,
    v2: `server.server.registerCapabilities({ tools: {} });
const dispatch = (name, args, extra) => { need(extra); return done; };
server.server.setRequestHandler('tools/call', async (request, extra) => dispatch(request.params.name, {}, extra));`,
  },
  'a prompt': {
    method: 'prompts/get',
    params: { name: 'p', arguments: { id: '1' } },
    v2: `server.registerPrompt('p', { argsSchema: z.object({ id: z.string() }) }, (args, extra) => {
  need(extra);
  return { messages: [{ role: 'user', content: { type: 'text', text: 'allowed' } }] };
});`,
  },
  'a resource': {
    method: 'resources/read',
    params: { uri: 'note://1' },
    v2: `server.registerResource('r', 'note://1', {}, (uri, extra) => {
  need(extra);
  return { contents: [{ uri: uri.href, text: 'allowed' }] };
});`,
  },
  'a resource of a template': {
    method: 'resources/read',
    params: { uri: 'note://1' },
    v2: `server.registerResource('r', new ResourceTemplate('note://{id}', { list: undefined }), {}, (uri, vars, extra) => {
  need(extra);
  return { contents: [{ uri: uri.href, text: 'allowed' }] };
});`,
  },
  'the list of a template': {
    method: 'resources/list',
    params: {},
    v2: `const list = (extra) => { need(extra); return { resources: [{ uri: 'note://1', name: 'allowed' }] }; };
server.registerResource('r', new ResourceTemplate('note://{id}', { list }), {}, (uri) => ({ contents: [] }));`,
  },
  'the fallback handler': {
    method: 'notes/custom',
    params: {},
    v2: `server.server.fallbackRequestHandler = async (request, extra) => { need(extra); return { text: 'allowed' }; };`,
  },
};

const imports = {
  v1: `import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';`,
  v2: `import { McpServer, ResourceTemplate } from '@modelcontextprotocol/server';`,
};

function textOf(generation: 'v1' | 'v2', { v2 }: Kind): string {
  const body =
    generation === 'v2'
      ? v2
      : v2
          .replace('z.object({ id: z.string() })', '{ id: z.string() }')
          .replace("'tools/call'", 'CallToolRequestSchema');
  return `${imports[generation]}
import { z } from 'zod';
${check}
export const server = new McpServer({ name: 'notes', version: '1.0.0' });
${body}
`;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function stageText(text: string): { dir: string; file: string } {
  const dir = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-context-'));
  folders.push(dir);
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module", "private": true }');
  const file = join(dir, 'server.js');
  writeFileSync(file, text);
  return { dir, file };
}

/** What a server answers to a request with a token that has the given scopes. */
async function answer(file: string, version: string, kind: Kind, scopes: readonly string[]): Promise<string> {
  const { server } = await import(`${pathToFileURL(file)}?${version}`);
  const sent: unknown[] = [];
  const transport = {
    start: async () => undefined,
    close: async () => undefined,
    send: async (message: unknown) => void sent.push(message),
    onmessage: undefined as undefined | ((message: unknown, extra: unknown) => void),
  };
  await server.connect(transport);
  const authInfo = { token: 't', clientId: 'c', scopes };
  const ask = async (message: object): Promise<void> => {
    transport.onmessage?.({ jsonrpc: '2.0', ...message }, { authInfo });
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const clientInfo = { name: 'test', version: '1.0.0' };
  await ask({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
  });
  await ask({ method: 'notifications/initialized' });
  await ask({ id: 2, method: kind.method, params: kind.params });
  await server.close();
  const text = JSON.stringify(sent.at(-1));
  return text.includes('refused') ? 'refused' : text.includes('allowed') ? 'allowed' : text;
}

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  it('refuses a token without the scope on v1, allows it on v2, and refuses it after the fix', async () => {
    const v1 = stageText(textOf('v1', kind));
    expect(await answer(v1.file, 'v1', kind, ['r'])).toBe('refused');

    const { dir, file } = stageText(textOf('v2', kind));
    expect(await answer(file, 'before', kind, ['r'])).toBe('allowed');
    const { report } = await run({ cwd: dir, paths: ['.'], mode: 'apply', rule: ['context-auth-info'] });
    expect(report.problems).toEqual([]);
    expect(new Set(report.findings.map(({ fix, status }) => `${fix} ${status}`))).toEqual(
      new Set(['safe fixed']),
    );
    expect(await answer(file, 'after', kind, ['r'])).toBe('refused');
    expect(await answer(file, 'good', kind, ['w'])).toBe('allowed');
  });
});
