/**
 * Where a handler of SDK v2 gets its context, and where the context keeps who calls. Source: server 2.4.0, `ServerContext` and
 * `McpServer`; v1 (1.32.2) has `extra.authInfo`. test/runtime/context.test.ts runs every kind of handler.
 */

/** Classes whose handlers get a server's context. */
export const serverClasses: readonly string[] = ['McpServer', 'Server'];
export const resourceTemplateClass = 'ResourceTemplate';

/** The member of v1's context, and the member of v2's that holds it. */
export const authInfoMember = 'authInfo';
export const httpMember = 'http';

/** Methods that register a handler as their last argument. */
export const registrations: readonly string[] = [
  'registerTool',
  'registerPrompt',
  'registerResource',
  'setRequestHandler',
];

/** Methods of v1 that v2 no longer has. Source: sdk 1.32.2, `McpServer`. */
export const oldRegistrations: readonly string[] = ['tool', 'prompt', 'resource'];

/** Where v1 has the class with those methods. */
export const oldServerModule = 'sdk/server/mcp';

/** Those of them that may take the schema of the arguments before the handler. */
export const schemaArgument: readonly string[] = ['tool', 'prompt'];

/** Methods whose handler gets the variables of a template before the context. */
export const resourceCalls: readonly string[] = ['registerResource', 'resource'];

/** Where the schema of the arguments stands; without one a handler gets the context alone. */
export const schemaOption: Readonly<Record<string, string>> = {
  registerTool: 'inputSchema',
  registerPrompt: 'argsSchema',
};

/** The property that takes a handler for every other request. */
export const fallbackHandler = 'fallbackRequestHandler';
/** The callback of a ResourceTemplate that gets the context as its first argument. */
export const listCallback = 'list';

/** Node's storage that code further down the calls reads. Source: the documentation of Node 24, `async_context`. */
export const asyncStorage: {
  readonly modules: readonly string[];
  readonly name: string;
  readonly writes: readonly string[];
  readonly read: string;
} = {
  modules: ['node:async_hooks', 'async_hooks'],
  name: 'AsyncLocalStorage',
  writes: ['run', 'enterWith'],
  read: 'getStore',
};

/** The member of a tool's result that says that it failed. */
export const errorFlag = 'isError';

/** Packages whose functions get a description of data, and no data: `z.object({ authInfo: z.string() })`. Source: their documentation. */
export const schemaPackages: readonly string[] = [
  'zod',
  'zod/v3',
  'zod/v4',
  'zod/mini',
  'zod/v4-mini',
  '@hono/zod-openapi',
  'valibot',
  'yup',
  'joi',
  'superstruct',
  'arktype',
  '@sinclair/typebox',
];
