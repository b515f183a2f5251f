import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import { readBytes } from './read.ts';

/** The package that owns a file. */
export interface Package {
  readonly dir: string;
  readonly name: string | undefined;
  readonly type: 'module' | 'commonjs';
  /** All kinds of dependencies, the stronger kind winning: name → range. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The whole package.json, or an empty object when it could not be read. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Whether who installs the package gets a dependency with it, or only its developers do. */
  needs(name: string): Need | undefined;
  /** Version of a dependency in the nearest node_modules, or undefined when it is not installed. */
  installedVersion(name: string): string | undefined;
}

export type Need = 'always' | 'optional' | 'development';

export interface Packages {
  /** Nearest package.json upwards; undefined when there is none. */
  of(file: string): Package | undefined;
  /** The package of exactly this directory. */
  at(dir: string): Package | undefined;
  /** Broken package.json files. */
  readonly warnings: readonly Problem[];
}

/** Reads package.json files, each once. */
export function createPackages(): Packages {
  const cache = new Map<string, Package | undefined>();
  const versions = new Map<string, string | undefined>();
  const warnings: Problem[] = [];
  const at = (dir: string): Package | undefined => {
    if (!cache.has(dir)) cache.set(dir, load(dir, warnings, versions));
    return cache.get(dir);
  };
  return {
    at,
    of(file) {
      for (const dir of upwards(path.dirname(file))) {
        const found = at(dir);
        if (found) return found;
      }
      return undefined;
    },
    warnings,
  };
}

/** A directory and those above it. */
export function* upwards(dir: string): Generator<string> {
  for (let at = dir; ; at = path.dirname(at)) {
    yield at;
    if (at === path.dirname(at)) return;
  }
}

function load(
  dir: string,
  warnings: Problem[],
  versions: Map<string, string | undefined>,
): Package | undefined {
  const json = readJson(path.join(dir, 'package.json'), warnings);
  if (!json) return undefined;
  const kinds = ['peerDependencies', 'optionalDependencies', 'devDependencies', 'dependencies'];
  return {
    dir,
    name: typeof json.name === 'string' ? json.name : undefined,
    type: json.type === 'module' ? 'module' : 'commonjs',
    dependencies: Object.assign(Object.create(null), ...kinds.map((kind) => strings(json[kind]))),
    json,
    needs: (name) => needed(json, name),
    installedVersion(name) {
      const key = `${dir}\0${name}`;
      if (!versions.has(key)) versions.set(key, installed(dir, name));
      return versions.get(key);
    },
  };
}

function needed(json: Record<string, unknown>, name: string): Need | undefined {
  const lists = (kind: string): boolean => name in strings(json[kind]);
  // npm takes an optional dependency out of the others.
  if (lists('optionalDependencies')) return 'optional';
  if (lists('dependencies')) return 'always';
  if (!lists('peerDependencies')) return lists('devDependencies') ? 'development' : undefined;
  const meta = isObject(json.peerDependenciesMeta) ? json.peerDependenciesMeta[name] : undefined;
  return isObject(meta) && meta.optional === true ? 'optional' : 'always';
}

function installed(dir: string, name: string): string | undefined {
  for (const at of upwards(dir)) {
    try {
      // Package managers install by link. Only here a link is followed, to read a version.
      const file = realpathSync(path.join(at, 'node_modules', ...name.split('/'), 'package.json'));
      const version = readJson(file, [])?.version;
      if (typeof version === 'string') return version;
    } catch {
      // Not here: the next directory up.
    }
  }
  return undefined;
}

/** The object in a JSON file; undefined when there is no such file, empty (with a warning) when it is broken. */
function readJson(file: string, warnings: Problem[]): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readBytes(file)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'ENOTREG', 'ELOOP'].includes(code)) return undefined;
    warnings.push({
      file,
      message: `cannot be read (${code}), so its dependencies are unknown. Make it readable.`,
    });
    return {};
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The warning follows below.
  }
  warnings.push({ file, message: 'is not a valid JSON object, so its dependencies are unknown. Fix it.' });
  return {};
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function strings(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
