import { v1Files } from './declarations.ts';

export {
  declarationFiles,
  globalFiles,
  platformFiles,
  platformModuleFile,
  readDeclaration,
  readDeclarations,
} from './declarations.ts';

export type Generation = 1 | 2;

/** The packages, by role. Rules name roles, never packages. */
export const packages = {
  /** The only package that exports the client's InsufficientScopeError. */
  client: '@modelcontextprotocol/client',
  server: '@modelcontextprotocol/server',
  /** Keeps v1's authorization server, `mcpAuthRouter` and its providers. */
  serverLegacy: '@modelcontextprotocol/server-legacy',
  v1: '@modelcontextprotocol/sdk',
  /** The middleware of a resource server on Express. */
  express: '@modelcontextprotocol/express',
} as const;

export const clientPackage = packages.client;

export interface SdkModule {
  /** Relative to `declarations/`, e.g. `v2/client.d.ts`. */
  readonly file: string;
  readonly generation: Generation;
}

const v2Modules: Readonly<Record<string, string>> = {
  [packages.client]: 'v2/client.d.ts',
  [`${packages.client}/stdio`]: 'v2/stdio.d.ts',
  [packages.server]: 'v2/server.d.ts',
  [packages.serverLegacy]: 'v2/server-legacy.d.ts',
  [`${packages.serverLegacy}/auth`]: 'v2/server-legacy.d.ts',
  [`${packages.serverLegacy}/sse`]: 'v2/server-legacy.d.ts',
  [packages.express]: 'v2/express.d.ts',
};

const v1Counterparts: Readonly<Record<string, string>> = {
  [packages.client]: 'v1/all-client.d.ts',
  [`${packages.client}/stdio`]: 'v1/client/stdio.d.ts',
  [packages.server]: 'v1/all-server.d.ts',
  [packages.serverLegacy]: 'v1/all-server-auth.d.ts',
  [`${packages.serverLegacy}/auth`]: 'v1/all-server-auth.d.ts',
};

/** Subpaths of v1 (without `.js`) that have a declaration file of the same name. */
const v1Subpaths = new Set(v1Files.filter((file) => !file.startsWith('all-')));

/** Whether an import specifier leads into a package of the SDK. */
export function isSdkSpecifier(specifier: string): boolean {
  return Object.values(packages).some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

/**
 * The declaration file behind an import specifier; undefined when it is not the SDK's, or no rule needs it.
 *
 * @param force Treat the import as this generation: `--sdk 1` and `--sdk 2`.
 */
export function resolveSdkModule(specifier: string, force?: Generation): SdkModule | undefined {
  const subpath = v1SubpathOf(specifier);
  const generation = force ?? (subpath === undefined ? 2 : 1);
  const file = subpath === undefined ? v2FileOf(specifier, generation) : v1FileOf(subpath, generation);
  return file === undefined ? undefined : { file, generation };
}

function v2FileOf(specifier: string, generation: Generation): string | undefined {
  return Object.entries(generation === 2 ? v2Modules : v1Counterparts).find(
    ([name]) => name === specifier,
  )?.[1];
}

function v1FileOf(subpath: string, generation: Generation): string | undefined {
  if (generation === 1) return v1Subpaths.has(subpath) ? `v1/${subpath}.d.ts` : undefined;
  if (subpath === 'client/stdio') return 'v2/stdio.d.ts';
  if (subpath.startsWith('server/auth/')) return 'v2/compat-server-auth.d.ts';
  if (/^server\/(?:mcp|index)$/.test(subpath)) return 'v2/server.d.ts';
  if (/^(client|shared)\/|^types$/.test(subpath)) return 'v2/compat-client.d.ts';
  return undefined;
}

/** `client/sse` for `@modelcontextprotocol/sdk/client/sse.js`; undefined outside the v1 package. */
function v1SubpathOf(specifier: string): string | undefined {
  if (!specifier.startsWith(`${packages.v1}/`)) return undefined;
  const subpath = specifier.slice(packages.v1.length + 1).replace(/\.js$/, '');
  return subpath === 'client' || subpath === 'server' ? `${subpath}/index` : subpath;
}

/** The generation that a package uses, by its dependencies. v2 wins: a project in transit depends on both. */
export function generationOfPackage(dependencies: Readonly<Record<string, string>>): Generation | undefined {
  if (
    [packages.client, packages.server, packages.serverLegacy, packages.express].some(
      (name) => name in dependencies,
    )
  )
    return 2;
  return packages.v1 in dependencies ? 1 : undefined;
}
