/** Parts of servers whose handlers ask who calls: what registers them, how the context gets on, how it is read. */

interface Registration {
  /** Statements that register a handler, given the context's position as its last parameter. */
  readonly text: (handler: string) => string;
  /** The parameters before the context. */
  readonly before: string;
  readonly method: string;
  readonly params: object;
  /** What the handler gives for a text. */
  readonly done: string;
}

const args = 'inputSchema: z.object({ id: z.string() })';
const call = { method: 'tools/call', params: { name: 't', arguments: { id: '1' } } };
const content = "{ content: [{ type: 'text' as const, text }] }";

export const registrations: Readonly<Record<string, Registration>> = {
  tool: {
    ...call,
    text: (handler) => `server.registerTool('t', { ${args} }, ${handler});`,
    before: '_args: any',
    done: content,
  },
  bare: {
    ...call,
    params: { name: 't' },
    text: (handler) => `server.registerTool('t', { description: 'A tool' }, ${handler});`,
    before: '',
    done: content,
  },
  lowLevel: {
    ...call,
    text: (handler) =>
      `server.server.registerCapabilities({ tools: {} });\nserver.server.setRequestHandler('tools/call', ${handler});`,
    before: '_request: any',
    done: content,
  },
  prompt: {
    method: 'prompts/get',
    params: { name: 'p', arguments: { id: '1' } },
    text: (handler) =>
      `server.registerPrompt('p', { argsSchema: z.object({ id: z.string() }) }, ${handler});`,
    before: '_args: any',
    done: "{ messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] }",
  },
  resource: {
    method: 'resources/read',
    params: { uri: 'note://1' },
    text: (handler) => `server.registerResource('r', 'note://1', {}, ${handler});`,
    before: '_uri: any',
    done: "{ contents: [{ uri: 'note://1', text }] }",
  },
  template: {
    method: 'resources/read',
    params: { uri: 'note://1' },
    text: (handler) =>
      `server.registerResource('r', new ResourceTemplate('note://{id}', { list: undefined }), {}, ${handler});`,
    before: '_uri: any, _variables: any',
    done: "{ contents: [{ uri: 'note://1', text }] }",
  },
  list: {
    method: 'resources/list',
    params: {},
    text: (handler) =>
      `server.registerResource('r', new ResourceTemplate('note://{id}', { list: ${handler} }), {}, async () => ({ contents: [] }));`,
    before: '',
    done: "{ resources: [{ uri: 'note://1', name: text }] }",
  },
  fallback: {
    method: 'notes/custom',
    params: {},
    text: (handler) => `server.server.fallbackRequestHandler = ${handler};`,
    before: '_request: any',
    done: '{ text }',
  },
};

/** How `info` is taken out of a context; `both` and `right` do so on v2, too. */
export const reads: Readonly<Record<string, (context: string) => string>> = {
  member: (context) => `const info: any = ${context}.authInfo;`,
  optional: (context) => `const info: any = ${context}?.authInfo;`,
  element: (context) => `const info: any = ${context}['authInfo'];`,
  pattern: (context) => `const { authInfo } = ${context};\nconst info: any = authInfo;`,
  renamed: (context) => `const { authInfo: found } = ${context};\nconst info: any = found;`,
  present: (context) => `const info: any = 'authInfo' in ${context} ? ${context}.authInfo : undefined;`,
  assigned: (context) => `let info: any;\n({ authInfo: info } = ${context});`,
  listed: (context) => `const [{ authInfo: info }] = [${context}] as any;`,
  right: (context) => `const info: any = ${context}.http?.authInfo;`,
  both: (context) => `const info: any = ${context}.http?.authInfo ?? ${context}.authInfo;`,
};

/** What is made of it, as `text`. */
export const uses: Readonly<Record<string, string>> = {
  check:
    "if (info && !info.scopes.includes('w')) throw new Error('refused');\nconst text = 'who ' + info?.clientId;",
  identity:
    "const text = 'who ' + (info?.clientId ?? 'nobody') + (info?.scopes.includes('w') === false ? ' refused' : '');",
  need: "if (!info?.scopes.includes('w')) throw new Error('refused');\nconst text = 'who ' + info.clientId;",
};

/** What a program is given to be put together. */
interface Given {
  readonly before: string;
  /** The parameters before the context as arguments. */
  readonly passed: string;
  /** The type of a context, where it is written. */
  readonly type: string;
  /** Statements that make `text` of a context. */
  readonly body: (context: string) => string;
  /** Statements that make `text` of `info`. */
  readonly use: string;
  readonly done: string;
}

interface Way {
  /** Declarations of the file, or of one of their own. */
  readonly beside: (given: Given) => string;
  readonly handler: (given: Given) => string;
  /** What the other file exports. */
  readonly names?: string;
}

const list = (...parameters: string[]): string => parameters.filter(Boolean).join(', ');
const whole = ({ before, type, body, done }: Given): string =>
  `async (${list(before, `extra: ${type}`)}) => {\n${body('extra')}\nreturn ${done};\n}`;
const who = ({ type, body }: Given): string =>
  `export function who(extra: ${type}): string {\n${body('extra')}\nreturn text;\n}\n`;
const telling = ({ before, done }: Given, text: string): string =>
  `async (${list(before, 'ctx: any')}) => {\nconst text = ${text};\nreturn ${done};\n}`;

export const ways: Readonly<Record<string, Way>> = {
  inline: { beside: () => '', handler: whole },
  parameter: {
    beside: () => '',
    handler: ({ before, use, done }) =>
      `async (${list(before, '{ authInfo: info }: any')}) => {\n${use}\nreturn ${done};\n}`,
  },
  helper: { beside: who, names: 'who', handler: (given) => telling(given, 'who(ctx)') },
  twice: {
    beside: (given) => `${who(given)}export const named = (ctx: any): string => who(ctx);\n`,
    names: 'named',
    handler: (given) => telling(given, 'named(ctx)'),
  },
  alias: {
    beside: who,
    names: 'who',
    handler: ({ before, done }) =>
      `async (${list(before, 'ctx: any')}) => {\nconst extra = ctx;\nconst text = who(extra);\nreturn ${done};\n}`,
  },
  wrapper: {
    beside: ({ before, passed, type, body }) =>
      `export const guarded = (run: any) => async (${list(before, `extra: ${type}`)}) => {\n${body('extra')}\nreturn run(${list(passed, 'text')});\n};\n`,
    names: 'guarded',
    handler: ({ before, done }) => `guarded(async (${list(before, 'text: string')}) => (${done}))`,
  },
  table: {
    beside: (given) => `export const handlers = {\nt: ${whole(given)},\n};\n`,
    names: 'handlers',
    handler: () => 'handlers.t',
  },
  entry: {
    beside: (given) => `export const handlers: Record<string, any> = {\nt: ${whole(given)},\n};\n`,
    names: 'handlers',
    handler: () => "handlers['t']",
  },
  dispatched: {
    beside: (given) => `export const handlers: Record<string, any> = {\nt: ${whole(given)},\n};\n`,
    names: 'handlers',
    handler: ({ before, passed }) =>
      `async (${list(before, 'ctx: any')}) => {\nconst name: string = 't';\nreturn handlers[name](${list(passed, 'ctx')});\n}`,
  },
  map: {
    beside: (given) => `export const handlers = new Map<string, any>([['t', ${whole(given)}]]);\n`,
    names: 'handlers',
    handler: () => "handlers.get('t')",
  },
  record: {
    beside: ({ type, body }) =>
      `export function told({ extra }: { extra: ${type} }): string {\n${body('extra')}\nreturn text;\n}\n`,
    names: 'told',
    handler: (given) => telling(given, 'told({ extra: ctx })'),
  },
  spread: { beside: who, names: 'who', handler: (given) => telling(given, 'who({ ...ctx, more: 1 })') },
  method: {
    beside: (given) =>
      `export class Tools {\nasync run(${list(given.before, `extra: ${given.type}`)}) {\n${given.body('extra')}\nreturn ${given.done};\n}\n}\n`,
    names: 'Tools',
    handler: ({ before, passed }) =>
      `async (${list(before, 'ctx: any')}) => new Tools().run(${list(passed, 'ctx')})`,
  },
  bound: {
    beside: (given) =>
      `class Tools {\nasync run(${list(given.before, `extra: ${given.type}`)}) {\n${given.body('extra')}\nreturn ${given.done};\n}\n}\nexport const tools = new Tools();\n`,
    names: 'tools',
    handler: () => 'tools.run.bind(tools)',
  },
  field: {
    beside: ({ type, body }) =>
      `export class Session {\nprivate readonly ctx: ${type};\nconstructor(ctx: ${type}) {\nthis.ctx = ctx;\n}\ntell(): string {\n${body('this.ctx')}\nreturn text;\n}\n}\n`,
    names: 'Session',
    handler: (given) => telling(given, 'new Session(ctx).tell()'),
  },
  property: {
    beside: ({ type, body }) =>
      `export class Session {\nconstructor(private readonly ctx: ${type}) {}\ntell(): string {\n${body('this.ctx')}\nreturn text;\n}\n}\n`,
    names: 'Session',
    handler: (given) => telling(given, 'new Session(ctx).tell()'),
  },
  storage: {
    beside: ({ type, body }) =>
      `export const current = new AsyncLocalStorage<${type}>();\nexport function told(): string {\nconst extra: any = current.getStore();\n${body('extra')}\nreturn text;\n}\n`,
    names: 'current, told',
    handler: (given) => telling(given, 'current.run(ctx, () => told())'),
  },
};
