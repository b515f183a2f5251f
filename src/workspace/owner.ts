import path from 'node:path';
import valid from 'semver/functions/valid.js';
import type { Problem } from '../model/finding.ts';
import { createPackages, isObject, type Need, type Package } from './package-json.ts';
import { createTsConfigs, type PathAliases } from './tsconfig.ts';
import { createWorkspaces } from './workspaces.ts';

export interface Dependency {
  readonly version: string | undefined;
  readonly declared: boolean;
  readonly need: Need | undefined;
}

/** Which package, tsconfig and monorepo a file belongs to. Everything is read on demand, once. */
export interface Owners {
  packageOf(file: string): Package | undefined;
  packageAt(dir: string): Package | undefined;
  /** Version and declaration of a package that a file may import; undefined when the file has no package.json. */
  dependency(file: string, name: string): Dependency | undefined;
  /** Whether package.json around the file, or that of its monorepo, names a package; undefined without any package.json. */
  named(file: string, name: string): boolean | undefined;
  /** Whether Node and TypeScript treat the file as ESM: by its extension, else by the `type` of its package. */
  isEsModule(file: string): boolean;
  /** The declaration files that the package of a file names as its types. */
  typesOf(file: string): readonly string[];
  tsconfigFor(file: string): string | undefined;
  pathAliases(file: string): PathAliases | undefined;
  workspaceRootOf(file: string): string | undefined;
  workspacePackages(root: string): ReadonlyMap<string, string>;
  /** Broken tsconfig files met so far. */
  problems(): readonly Problem[];
  /** Broken package.json files met so far. */
  warnings(): readonly string[];
}

export function createOwners(): Owners {
  const packages = createPackages();
  const configs = createTsConfigs();
  const workspaces = createWorkspaces(packages);
  /** In a monorepo the root may declare it for all packages. */
  const naming = (file: string, name: string): Package | undefined => {
    const root = workspaces.rootOf(file);
    const candidates = [packages.of(file), root === undefined ? undefined : packages.at(root)];
    return candidates.find((one) => one && (name in one.dependencies || one.name === name));
  };
  return {
    packageOf: packages.of,
    packageAt: packages.at,
    dependency(file, name) {
      const owner = packages.of(file);
      if (!owner) return undefined;
      const installed = owner.installedVersion(name);
      const named = naming(file, name);
      const pinned = valid(named?.dependencies[name]) ?? undefined;
      const declared = installed !== undefined || named !== undefined;
      return { version: installed ?? pinned, declared, need: named?.needs(name) };
    },
    named: (file, name) => (packages.of(file) ? naming(file, name) !== undefined : undefined),
    isEsModule(file) {
      if (/\.m[jt]s$/.test(file)) return true;
      if (/\.c[jt]s$/.test(file)) return false;
      return packages.of(file)?.type === 'module';
    },
    typesOf(file) {
      const owner = packages.of(file);
      if (!owner) return [];
      const { types, typings, exports } = owner.json;
      const named = [types, typings, exports].flatMap((value) => [...texts(value)]);
      return named.filter((each) => /\.d\.[cm]?ts$/.test(each)).map((each) => path.resolve(owner.dir, each));
    },
    tsconfigFor: configs.tsconfigFor,
    pathAliases: configs.pathAliases,
    workspaceRootOf: workspaces.rootOf,
    workspacePackages: workspaces.workspacePackages,
    problems: () => configs.problems,
    warnings: () => packages.warnings.map(({ file, message }) => `${file} ${message}`),
  };
}

/** Every text in a value of JSON. */
function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* texts(item);
  else if (isObject(value)) for (const item of Object.values(value)) yield* texts(item);
}
