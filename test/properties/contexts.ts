/** Servers that ask who calls, as data: which parts they are made of, and their files. */
import fc from 'fast-check';
import { reads, registrations, uses, ways } from './context-parts.ts';
import { inJavaScript } from './language.ts';

const others = ['nothing', 'own', 'v1', 'outside', 'called', 'shared'] as const;

/** A server: what fast-check makes, shrinks and prints. */
export interface ContextHost {
  readonly registration: string;
  readonly way: string;
  readonly read: string;
  readonly use: string;
  /** The way stands in a file of its own. */
  readonly apart: boolean;
  readonly typed: 'any' | 'declared';
  /**
   * What else the function that reads gets: an object of the project, a context of v1, what users of the package pass; or the
   * handler is called with an object of the project, or shared with a server of v1.
   */
  readonly also: (typeof others)[number];
  readonly language: 'ts' | 'js';
}

const named = (parts: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(parts));

export const contextHosts: fc.Arbitrary<ContextHost> = fc.record({
  registration: named(registrations),
  way: named(ways),
  read: fc.oneof({ weight: 2, arbitrary: fc.constant('member') }, { weight: 3, arbitrary: named(reads) }),
  use: named(uses),
  apart: fc.boolean(),
  typed: fc.constantFrom('any' as const, 'declared' as const),
  also: fc.oneof(
    { weight: 3, arbitrary: fc.constant('nothing' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  ),
  language: fc.constantFrom('ts' as const, 'ts' as const, 'js' as const),
});

export const plainest: ContextHost = {
  registration: 'tool',
  way: 'inline',
  read: 'member',
  use: 'check',
  apart: false,
  typed: 'any',
  also: 'nothing',
  language: 'ts',
};

/** Servers with one plainer part. */
export const simpler = (host: ContextHost): readonly ContextHost[] =>
  Object.entries(plainest)
    .filter(([key, value]) => host[key as keyof ContextHost] !== value)
    .map(([key, value]) => ({ ...host, [key]: value }));

export const requestOf = ({
  registration,
}: ContextHost): { readonly method: string; readonly params: object } => registrations[registration]!;

const declared = '{ authInfo?: { clientId: string; scopes: string[] } }';

/** Who else passes something to `who`. */
const alsoTexts: Readonly<Record<ContextHost['also'], (before: number) => string>> = {
  nothing: () => '',
  own: () => 'export const own = (authInfo: any): string => who({ authInfo });\n',
  v1: () => `export const old: any = new OldServer({ name: 'notes', version: '1.0.0' });
old.registerTool('t', { inputSchema: { id: z.string() } }, async (_args: any, extra: any) => ({
  content: [{ type: 'text' as const, text: who(extra) }],
}));
`,
  outside: () => 'export { who as outside };\n',
  called: (before) =>
    `export const own = async (authInfo: any): Promise<string> => JSON.stringify(await held(${'{}, '.repeat(before)}{ authInfo }));\n`,
  shared: () =>
    "export const old: any = new OldServer({ name: 'notes', version: '1.0.0' });\nold.registerTool('t', { inputSchema: { id: z.string() } }, held);\n",
};

export function filesOfContext(host: ContextHost): Record<string, string> {
  const { text, before, done } = registrations[host.registration]!;
  const way = ways[host.way]!;
  const isRight = host.read === 'right' || host.read === 'both';
  const given = {
    before,
    passed: before.replace(/: any/g, ''),
    type: host.typed === 'any' || isRight ? 'any' : declared,
    done,
    use: uses[host.use]!,
    body: (context: string) => `${reads[host.read]!(context)}\n${uses[host.use]}`,
  };
  const storage = host.way === 'storage' ? "import { AsyncLocalStorage } from 'node:async_hooks';\n" : '';
  const beside = way.beside(given);
  const isApart = host.apart && way.names !== undefined;
  const isHeld = host.also === 'called' || host.also === 'shared';
  const also = isHeld || beside.includes('function who') ? host.also : 'nothing';
  const names = [...new Set([way.names, also === 'nothing' || isHeld ? way.names : 'who'])].join(', ');
  const main = `import { McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
${also === 'v1' || also === 'shared' ? "import { McpServer as OldServer } from '@modelcontextprotocol/sdk/server/mcp.js';\n" : ''}import { z } from 'zod';
${isApart ? `import { ${names} } from './who';\n` : storage}
${isApart ? '' : beside}
${isHeld ? `const held: any = ${way.handler(given)};\n` : ''}
export function opened(server: McpServer): McpServer {
  ${text(isHeld ? 'held' : way.handler(given))}
  return server;
}
export const server: any = opened(new McpServer({ name: 'notes', version: '1.0.0' }));
${alsoTexts[also](given.passed.split(',').filter(Boolean).length)}`;
  const files: Record<string, string> = { 'main.ts': main };
  if (isApart) files['who.ts'] = `${storage}${beside}`;
  // What one package makes may get everywhere in it: each server is a package of its own.
  const entry = also === 'outside' ? `"exports": "./main.${host.language}"` : '"private": true';
  files['package.json'] = `{ "name": "notes", "version": "1.0.0", ${entry} }`;
  return host.language === 'js'
    ? { ...inJavaScript(files, { extension: '.js', modules: 'import', documented: false }) }
    : files;
}
