/** The parts that client hosts are made of. In texts `$$name` is a name that other files see. */

/** Where the callback's query comes from: what the host is given, and how it reads the code. */
export interface QuerySource {
  readonly types?: string;
  readonly input: string;
  readonly before?: string;
  readonly query: string;
  readonly read?: string;
  readonly make: (href: string) => unknown;
}

const pathOf = (href: string): string => href.replace(/^https?:\/\/[^/]+/, '');

export const sources: Readonly<Record<string, QuerySource>> = {
  request: {
    input: 'Request',
    before: 'const url = new URL(input.url);\n',
    query: 'url.searchParams',
    make: (href) => new Request(href),
  },
  url: { input: 'URL', query: 'input.searchParams', make: (href) => new URL(href) },
  params: { input: 'URLSearchParams', query: 'input', make: (href) => new URL(href).searchParams },
  href: {
    input: 'string',
    before: 'const { searchParams } = new URL(input);\n',
    query: 'searchParams',
    make: (href) => href,
  },
  text: {
    input: 'string',
    before: "const query = new URLSearchParams(input.slice(input.indexOf('?') + 1));\n",
    query: 'query',
    make: (href) => href,
  },
  incoming: {
    types: "import type { IncomingMessage } from 'node:http';\n",
    input: 'IncomingMessage',
    before: "const url = new URL(input.url ?? '/', 'http://localhost');\n",
    query: 'url.searchParams',
    make: (href) => ({ url: pathOf(href) }),
  },
  express: {
    types: "import type { Request as Incoming } from 'express';\n",
    input: 'Incoming',
    query: "new URL(input.originalUrl, 'http://localhost').searchParams",
    read: '((input.query.code as string | undefined) ?? null)',
    make: (href) => ({
      url: pathOf(href),
      originalUrl: pathOf(href),
      query: Object.fromEntries(new URL(href).searchParams),
    }),
  },
  hono: {
    types: "import type { Context } from 'hono';\n",
    input: 'Context',
    query: 'new URL(input.req.url).searchParams',
    read: "(input.req.query('code') ?? null)",
    make: (href) => ({
      req: { url: href, query: (name: string) => new URL(href).searchParams.get(name) ?? undefined },
    }),
  },
  next: {
    types: "import type { NextRequest } from 'next/server';\n",
    input: 'NextRequest',
    query: 'input.nextUrl.searchParams',
    make: (href) => ({ nextUrl: new URL(href) }),
  },
};

/** What the host does when there is no code, and what type it has from there on. */
export const absences: Readonly<Record<string, { before: (read: string) => string; type: CodeType }>> = {
  thrown: {
    before: (read) => `const code = ${read};\nif (!code) throw new Error('no code');\n`,
    type: 'string',
  },
  returned: {
    before: (read) => `const code = ${read};\nif (code === null) return 'no code';\n`,
    type: 'string',
  },
  emptied: { before: (read) => `const code = ${read} ?? '';\n`, type: 'string' },
  asserted: { before: (read) => `const code = ${read}!;\n`, type: 'string' },
  cast: { before: (read) => `const code = ${read} as string;\n`, type: 'string' },
  kept: { before: (read) => `const code = ${read};\n`, type: 'string | null' },
  falsy: {
    before: (read) => `const code = ${read} || undefined;\n`,
    type: 'string | undefined',
  },
  blank: { before: (read) => `const code = ${read} || '';\n`, type: 'string' },
  undefined: { before: (read) => `const code = ${read} ?? undefined;\n`, type: 'string | undefined' },
};

export type CodeType = 'string' | 'string | null' | 'string | undefined';

/** What a step of the host finds: the code, perhaps a record around it, and the query. */
export interface Stage {
  readonly code: string;
  readonly type: CodeType;
  readonly record: string | undefined;
  readonly query: string;
  /** Tells the names of one step from those of the others. */
  readonly n: number;
}

/** What a step adds: declarations of the file, statements before and after the rest, and where the code is from now on. */
export interface Piece {
  readonly top?: string;
  readonly before?: string;
  readonly after?: string;
  readonly code?: string;
  readonly record?: string;
  /** The type of the code from now on. */
  readonly type?: CodeType;
}

export type Part = (stage: Stage) => Piece;

/** The code as a text, whatever its type. */
export const textOf = ({ code, type }: Stage): string => (type === 'string' ? code : `(${code} ?? '')`);

/** Calls that redeem the code. */
export interface Receiver {
  readonly names: readonly string[];
  readonly top?: (type: CodeType) => string;
  readonly call: (stage: Stage) => string;
}

const given = ({ code, type }: Stage): string => (type === 'string' ? code : `${code}!`);
const option = ({ code, type }: Stage): string => (type === 'string | null' ? `${code} ?? undefined` : code);
const transport = 'StreamableHTTPClientTransport';
const serverUrl = "'https://mcp.example.com/mcp'";
const metadata = '(await provider.discoveryState!())!.authorizationServerMetadata!';

export const receivers: Readonly<Record<string, Receiver>> = {
  transport: { names: [], call: (stage) => `await transport.finishAuth(${given(stage)});\n` },
  optional: { names: [], call: (stage) => `await transport?.finishAuth(${given(stage)});\n` },
  byName: { names: [], call: (stage) => `await transport['finishAuth'](${given(stage)});\n` },
  chained: {
    names: [],
    call: (stage) => `await transport.finishAuth(${given(stage)}).then(() => console.log('then'));\n`,
  },
  caught: {
    names: [],
    call: (stage) =>
      `try {\n  await transport.finishAuth(${given(stage)});\n} catch (error) {\n  console.error('login failed', error);\n  return 'failed';\n}\n`,
  },
  told: {
    names: ['UnauthorizedError'],
    call: (stage) =>
      `try {\n  await transport.finishAuth(${given(stage)});\n} catch (error) {\n  if (error instanceof UnauthorizedError) return 'sign in again';\n  throw error;\n}\n`,
  },
  own: {
    names: [transport],
    call: (stage) =>
      `const own = new ${transport}(new URL(${serverUrl}), { authProvider: provider, fetch: send });\nawait own.finishAuth(${given(stage)});\n`,
  },
  sse: {
    names: ['SSEClientTransport'],
    call: (stage) =>
      `const sse = new SSEClientTransport(new URL(${serverUrl}), { authProvider: provider, fetch: send });\nawait sse.finishAuth(${given(stage)});\n`,
  },
  structural: {
    names: [],
    top: () => 'export interface $$Redeems {\n  finishAuth(code: string): Promise<void>;\n}\n',
    call: (stage) => `const login: $$Redeems = transport;\nawait login.finishAuth(${given(stage)});\n`,
  },
  bound: {
    names: [],
    call: (stage) => `const finish = transport.finishAuth.bind(transport);\nawait finish(${given(stage)});\n`,
  },
  wrapper: {
    names: [],
    top: () =>
      `export async function $$complete(to: ${transport}, code: string): Promise<void> {\n  await to.finishAuth(code);\n}\n`,
    call: (stage) => `await $$complete(transport, ${given(stage)});\n`,
  },
  passedQuery: {
    names: [],
    top: () =>
      `export async function $$inside(to: ${transport}, query: { code?: string; state?: string }): Promise<void> {\n  console.log('state', query.state);\n  await to.finishAuth(query.code ?? '');\n}\nexport const $$around = (to: ${transport}, query: Record<string, string>): Promise<void> => $$inside(to, query);\n`,
    call: ({ query }) => `await $$around(transport, Object.fromEntries(${query}));\n`,
  },
  passedApart: {
    names: [],
    top: () =>
      `export class $$Apart {\n  transport: ${transport};\n  constructor(transport: ${transport}) {\n    this.transport = transport;\n  }\n  async finish({ code, state }: { code: string; state?: string }): Promise<void> {\n    console.log('state', state);\n    await this.transport.finishAuth(code);\n  }\n}\n`,
    call: ({ query }) =>
      `const answer = Object.fromEntries(${query}) as { code: string };\nawait new $$Apart(transport).finish(answer);\n`,
  },
  passedAuth: {
    names: ['auth'],
    top: () =>
      `export async function $$authorize(provider: OAuthClientProvider, send: typeof fetch, query: Record<string, string>): Promise<void> {\n  console.log(await auth(provider, { serverUrl: ${serverUrl}, authorizationCode: query.code, fetchFn: send }));\n}\n`,
    call: ({ query }) => `await $$authorize(provider, send, Object.fromEntries(${query}));\n`,
  },
  held: {
    names: [],
    top: () =>
      `export class $$Held {\n  transport: ${transport};\n  constructor(transport: ${transport}) {\n    this.transport = transport;\n  }\n  async redeem(code: string): Promise<void> {\n    await this.transport.finishAuth(code);\n  }\n}\n`,
    call: (stage) => `await new $$Held(transport).redeem(${given(stage)});\n`,
  },
  kept: {
    names: [],
    call: (stage) =>
      `const open = new Map<string, ${transport}>();\nopen.set('login', transport);\nawait open.get('login')!.finishAuth(${given(stage)});\n`,
  },
  pair: {
    names: [],
    call: (stage) => `await transport.finishAuth(${given(stage)}, ${stage.query}.get('iss') ?? undefined);\n`,
  },
  auth: {
    names: ['auth'],
    call: (stage) =>
      `console.log(await auth(provider, { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send }));\n`,
  },
  authOptions: {
    names: ['auth'],
    call: (stage) =>
      `const options = { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send };\nconsole.log(await auth(provider, options));\n`,
  },
  optionsKeys: {
    names: ['auth'],
    call: (stage) =>
      `const options = { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send };\nconsole.log(Object.keys(options));\nconsole.log(await auth(provider, options));\n`,
  },
  optionsText: {
    names: ['auth'],
    call: (stage) =>
      `const options = { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send };\nconsole.log(JSON.stringify(options));\nconsole.log(await auth(provider, options));\n`,
  },
  optionsIn: {
    names: ['auth'],
    call: (stage) =>
      `const options = { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send };\nconsole.log('iss' in options, Object.entries(options).length);\nconsole.log(await auth(provider, options));\n`,
  },
  optionsCopied: {
    names: ['auth'],
    call: (stage) =>
      `const options = { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send };\nconst copied = { ...options };\nconsole.log(Object.keys(copied));\nconsole.log(await auth(provider, copied));\n`,
  },
  optionsShown: {
    names: ['auth'],
    call: (stage) =>
      `const options = { serverUrl: ${serverUrl}, authorizationCode: ${option(stage)}, fetchFn: send };\nconsole.log(options.serverUrl, options.authorizationCode === '');\nconsole.log(await auth(provider, options));\n`,
  },
  optionsMade: {
    names: ['auth'],
    top: (type) =>
      `export const $$optionsOf = (code: ${type}, fetchFn: typeof fetch) => ({ serverUrl: ${serverUrl}, authorizationCode: code${type === 'string | null' ? ' ?? undefined' : ''}, fetchFn });\n`,
    call: (stage) => `console.log(await auth(provider, $$optionsOf(${stage.code}, send)));\n`,
  },
  optionsLater: {
    names: ['auth'],
    call: (stage) =>
      `const options: Parameters<typeof auth>[1] = { serverUrl: ${serverUrl}, fetchFn: send };\noptions.authorizationCode = ${option(stage)};\nconsole.log(await auth(provider, options));\n`,
  },
  authWrapper: {
    names: ['auth'],
    top: (type) =>
      `export async function $$login(provider: OAuthClientProvider, send: typeof fetch, code: ${type}): Promise<void> {\n  await auth(provider, { serverUrl: ${serverUrl}, authorizationCode: code${type === 'string | null' ? ' ?? undefined' : ''}, fetchFn: send });\n}\n`,
    call: (stage) => `await $$login(provider, send, ${stage.code});\n`,
  },
  exchange: {
    names: ['exchangeAuthorization'],
    call: (stage) =>
      `console.log(await exchangeAuthorization('https://login.example.com', { metadata: ${metadata}, clientInformation: { client_id: 'host' }, authorizationCode: ${given(stage)}, codeVerifier: 'verifier', redirectUri: 'http://localhost:8080/callback', fetchFn: send }));\n`,
  },
};
