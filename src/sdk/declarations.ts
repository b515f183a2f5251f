import { readFileSync } from 'node:fs';

/** The types that every program starts with: the language, the web, and Node with its modules. */
export const globalFiles: readonly string[] = ['platform/es.d.ts', 'platform/web.d.ts', 'platform/node.d.ts'];

/** What Nuxt projects use without an import. */
export const nuxtGlobals = 'platform/nuxt-globals.d.ts';

const frameworkModules: Readonly<Record<string, readonly string[]>> = {
  'platform/astro.d.ts': ['astro'],
  'platform/express.d.ts': ['express', 'express-serve-static-core', 'body-parser', 'qs'],
  'platform/fastify.d.ts': ['fastify'],
  'platform/h3.d.ts': ['h3'],
  'platform/hono.d.ts': ['hono'],
  'platform/effect.d.ts': ['effect'],
  'platform/koa.d.ts': ['koa', '@koa/router', 'koa-router'],
  'platform/lru-cache.d.ts': ['lru-cache', 'quick-lru'],
  'platform/next.d.ts': ['next', 'next/server', 'next/navigation', 'next/router', 'next/headers'],
  'platform/neverthrow.d.ts': ['neverthrow'],
  'platform/promise-helpers.d.ts': ['p-defer', 'p-limit', 'p-retry', 'p-timeout'],
  'platform/query-string.d.ts': ['query-string'],
  'platform/react.d.ts': ['react'],
  'platform/react-router.d.ts': [
    'react-router',
    'react-router-dom',
    '@remix-run/react',
    '@remix-run/node',
    '@remix-run/cloudflare',
    '@remix-run/server-runtime',
  ],
  'platform/rxjs.d.ts': ['rxjs'],
  'platform/vscode.d.ts': ['vscode'],
  'platform/serverless.d.ts': ['aws-lambda', '@netlify/functions', '@vercel/node', '@azure/functions'],
  'platform/stores.d.ts': [
    'svelte/store',
    '@preact/signals',
    '@preact/signals-core',
    '@preact/signals-react',
    'jotai',
    'solid-js',
  ],
  'platform/svelte.d.ts': ['@sveltejs/kit'],
  'platform/svelte-app.d.ts': ['$app/state', '$app/stores'],
  // Generated next to each route, so no package declares it.
  'platform/svelte-types.d.ts': ['./$types'],
  'platform/vue.d.ts': ['vue', '@vue/reactivity'],
  'platform/vue-router.d.ts': ['vue-router', '#imports', '#app', 'nuxt/app'],
};

const moduleFiles = new Map(
  Object.entries(frameworkModules).flatMap(([file, names]) => names.map((name) => [name, file] as const)),
);

/** Every platform file. A program may take them all, or {@link globalFiles} and the frameworks by import. */
export const platformFiles: readonly string[] = [
  ...globalFiles,
  ...Object.keys(frameworkModules),
  nuxtGlobals,
];

/**
 * The file that declares the modules of a framework. A host may resolve an import to it, although the file itself is not a
 * module: the checker looks for the ambient `declare module` first. So only what is imported is parsed.
 */
export function platformModuleFile(specifier: string): string | undefined {
  return moduleFiles.get(specifier);
}

const v2Files = [
  'client',
  'compat-client',
  'compat-server-auth',
  'core',
  'express',
  'oauth',
  'server',
  'server-legacy',
  'stdio',
];
/** Names of the v1 files: the subpaths of its package, and three that collect a whole area. */
export const v1Files: readonly string[] = [
  'all-client',
  'all-server',
  'all-server-auth',
  'client/auth',
  'client/index',
  'client/sse',
  'client/stdio',
  'client/streamableHttp',
  'client/websocket',
  'server/auth/clients',
  'server/auth/errors',
  'server/auth/handlers/authorize',
  'server/auth/handlers/register',
  'server/auth/handlers/revoke',
  'server/auth/handlers/token',
  'server/auth/middleware/bearerAuth',
  'server/auth/provider',
  'server/auth/providers/proxyProvider',
  'server/auth/router',
  'server/auth/types',
  'server/index',
  'server/mcp',
  'shared/auth',
  'shared/protocol',
  'shared/transport',
  'types',
];

/** Every declaration file, relative to `declarations/`. */
export const declarationFiles: readonly string[] = [
  ...platformFiles,
  ...v2Files.map((name) => `v2/${name}.d.ts`),
  ...v1Files.map((name) => `v1/${name}.d.ts`),
];

const known = new Set(declarationFiles);
const texts = new Map<string, string>();

/** The text of one declaration file, read once; undefined for a name that is not in {@link declarationFiles}. */
export function readDeclaration(file: string): string | undefined {
  if (!known.has(file)) return undefined;
  let text = texts.get(file);
  if (text === undefined) {
    text = readFileSync(new URL(file, new URL('./declarations/', import.meta.url)), 'utf8');
    texts.set(file, text);
  }
  return text;
}

/** All declarations at once, for tests. A run asks for single files with {@link readDeclaration}. */
export function readDeclarations(): ReadonlyMap<string, string> {
  return new Map(declarationFiles.map((file) => [file, readDeclaration(file) ?? '']));
}
