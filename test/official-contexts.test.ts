import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMigration, run as runOfficial } from '@modelcontextprotocol/codemod';
import { describe, expect, it } from 'vitest';
import { run } from '../src/index.ts';
import { committed } from './cli-helpers.ts';

const head = `import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { z } from 'zod';

const server = new McpServer({ name: 'n', version: '1' });
const low = new Server({ name: 'n', version: '1' }, { capabilities: {} });
const config = { inputSchema: { t: z.string() } };
const answer = (...parts: any[]): any => ({ content: parts });
type Extra = RequestHandlerExtra<any, any>;
type Again = Extra;
`;

/** A program, and how many of its reads the official codemod leaves. */
const programs: readonly (readonly [name: string, left: number, text: string])[] = [
  [
    'a handler in the call',
    0,
    `server.registerTool('a', config, async ({ t }, extra) => answer(t, extra.authInfo));`,
  ],
  [
    'asked twice',
    0,
    `server.registerTool('a', config, async ({ t }, extra) => { if (extra?.authInfo) throw t; return answer(extra.authInfo); });`,
  ],
  [
    'a function in the handler',
    0,
    `server.registerTool('a', config, async function ({ t }, extra) { const who = () => extra.authInfo; return answer(t, who()); });`,
  ],
  [
    'other syntax',
    4,
    `server.registerTool('a', config, async ({ t }, extra) => answer(t, extra!.authInfo, (extra as any).authInfo, extra['authInfo'], (extra).authInfo));`,
  ],
  [
    'another name',
    2,
    `server.registerTool('a', config, async ({ t }, context) => answer(t, context.authInfo));
server.registerTool('b', config, async ({ t }, ctx) => answer(t, ctx.authInfo));`,
  ],
  [
    'the new name is taken',
    1,
    `const ctx = 1;
server.registerTool('a', config, async ({ t }, extra) => answer(t, ctx, extra.authInfo));`,
  ],
  [
    'the new name in a callback',
    0,
    `server.registerTool('a', config, async ({ t }, extra) => answer([t].map((ctx) => ctx), extra.authInfo));`,
  ],
  [
    'one parameter',
    2,
    `server.registerTool('a', {}, async (extra) => answer(extra.authInfo));
server.registerPrompt('b', {}, async (extra: any) => answer(extra.authInfo));`,
  ],
  [
    'a pattern',
    2,
    `server.registerTool('a', config, async ({ t }, { authInfo }) => answer(t, authInfo));
server.registerTool('b', config, async ({ t }, extra) => { const { authInfo } = extra; return answer(t, authInfo); });`,
  ],
  [
    'another variable',
    1,
    `server.registerTool('a', config, async ({ t }, extra) => { const its = extra; return answer(t, its.authInfo); });`,
  ],
  [
    'a handler by its name',
    1,
    `async function tool({ t }: any, extra: any) { return answer(t, extra.authInfo); }
server.registerTool('a', config, tool);`,
  ],
  [
    'by its name, with a type',
    0,
    `async function tool({ t }: any, extra: RequestHandlerExtra<any, any>) { return answer(t, extra.authInfo); }
server.registerTool('a', config, tool);`,
  ],
  [
    'types by an alias, or undefined',
    0,
    `function who(extra: Extra | undefined) { return extra?.authInfo?.clientId; }
function name(extra: Again) { return extra.authInfo?.clientId; }
server.registerTool('a', config, async ({ t }, extra) => answer(t, who(extra), name(extra)));`,
  ],
  [
    'types it does not take',
    3,
    `const who = (extra: Extra) => extra.authInfo;
function name(extra: Extra | string) { return (extra as Extra).authInfo; }
class Caller { readonly info: unknown; constructor(extra: Extra) { this.info = extra.authInfo; } }
server.registerTool('a', config, async ({ t }, extra) => answer(t, who(extra), name(extra), new Caller(extra).info));`,
  ],
  [
    'a wrapper',
    2,
    `const guarded = (fn: any) => async (args: any, extra: any) => { if (!extra.authInfo) throw args; return fn(args, extra); };
server.registerTool('a', config, guarded(async ({ t }: any, extra: any) => answer(t, extra.authInfo)));`,
  ],
  [
    'parentheses',
    2,
    `server.registerTool('a', config, (async ({ t }, extra) => answer(t, extra.authInfo)));
server.registerTool('b', config, (async ({ t }: any, extra: any) => answer(t, extra.authInfo)) as any);`,
  ],
  [
    'what v2 no longer has',
    0,
    `server.tool('a', { t: z.string() }, async ({ t }, extra) => answer(t, extra.authInfo));
server.prompt('b', { t: z.string() }, async ({ t }, extra) => answer(t, extra.authInfo));
server.resource('c', 'a://b', async (uri, extra) => answer(uri, extra.authInfo));`,
  ],
  [
    'that, without a schema',
    3,
    `server.tool('a', async (extra) => answer(extra.authInfo));
server.tool('b', 'What it does', async (extra) => answer(extra.authInfo));
server.prompt('d', 'What it does', async (extra) => answer(extra.authInfo));`,
  ],
  [
    'resources of a template',
    1,
    `server.resource('a', new ResourceTemplate('a://{b}', { list: async (extra) => answer(extra.authInfo) }), async (uri, vars, extra) => answer(uri, vars, extra.authInfo));`,
  ],
  [
    'requests',
    0,
    `low.setRequestHandler(CallToolRequestSchema, async (request, extra) => answer(request, extra.authInfo));
low.fallbackRequestHandler = async (request, extra) => answer(request, extra.authInfo);`,
  ],
  [
    'a dispatcher',
    1,
    `const handlers: Record<string, (request: any, extra: any) => any> = { list: (request, extra) => answer(request, extra.authInfo) };
low.setRequestHandler(CallToolRequestSchema, async (request, extra) => handlers[request.params.name]?.(request, extra));`,
  ],
  [
    'a helper with a type of its own',
    1,
    `const idOf = (extra: { authInfo?: { clientId: string } }) => extra.authInfo?.clientId;
low.setRequestHandler(CallToolRequestSchema, async (request, extra) => answer(request, idOf(extra)));`,
  ],
  [
    'an object on the way',
    1,
    `server.registerTool('a', config, async ({ t }, extra) => { const all = { t, extra }; return answer(all.extra.authInfo); });`,
  ],
];

const linted = async (dir: string) => {
  const { report } = await run({ cwd: dir, paths: ['.'], mode: 'lint', rule: ['context-auth-info'] });
  return report.findings;
};

describe('what is pending on v1 is what the official codemod leaves', () => {
  it.each(programs)('%s', async (_, left, text) => {
    const dir = committed({
      'package.json': '{"name":"n","type":"module","dependencies":{"@modelcontextprotocol/sdk":"^1.29.0"}}',
      'a.ts': head + text,
    });
    const before = await linted(dir);
    runOfficial(getMigration('v1-to-v2')!, { targetDir: dir });
    expect(readFileSync(join(dir, 'a.ts'), 'utf8')).toContain('@modelcontextprotocol/server');
    const after = await linted(dir);
    expect(before.map(({ status }) => status)).toEqual(Array(left).fill('pending'));
    expect(after.map(({ status }) => status)).toEqual(Array(left).fill('open'));
    expect(before.map(({ afterUpgrade }) => afterUpgrade?.fix)).toEqual(after.map(({ fix }) => fix));
  });

  it('a file that imports nothing of the SDK is passed over', async () => {
    const dir = committed({
      'package.json': '{"name":"n","type":"module","dependencies":{"@modelcontextprotocol/sdk":"^1.29.0"}}',
      'a.ts': `${head}\nimport { register } from './b.js';\nregister(server, low);`,
      'b.ts': `export const register = (server: any, low: any) => {
  server.registerTool('a', { inputSchema: {} }, async (args: any, extra: any) => [args, extra.authInfo]);
  return low;
};`,
    });
    const before = await linted(dir);
    runOfficial(getMigration('v1-to-v2')!, { targetDir: dir });
    expect(before.map(({ file, status }) => [file, status])).toEqual([['b.ts', 'pending']]);
    expect((await linted(dir)).map(({ file, status }) => [file, status])).toEqual([['b.ts', 'open']]);
  });
});
