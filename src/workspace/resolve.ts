import { realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { inspect } from './content.ts';
import { exists } from './exists.ts';
import { isSourceName } from './file-names.ts';
import type { Owners } from './owner.ts';
import { isObject, type Package } from './package-json.ts';

export type ResolveImport = (specifier: string, fromFile: string) => string | undefined;

/**
 * Follows imports to the user's own source files: relative paths, tsconfig aliases, `#imports`, sibling packages. Never
 * into node_modules, a declaration file, a link, or a file that discovery would refuse.
 */
export function createResolver(owners: Owners): ResolveImport {
  const answers = new Map<string, string | undefined>();
  const sources = new Map<string, boolean>();
  const accept = (file: string): boolean => {
    if (!sources.has(file)) sources.set(file, isOwnSource(file));
    return sources.get(file) === true;
  };
  const first = (candidates: Iterable<string>): string | undefined => {
    for (const candidate of candidates) for (const file of variants(candidate)) if (accept(file)) return file;
    return undefined;
  };
  return (specifier, fromFile) => {
    const key = `${path.dirname(fromFile)}\0${specifier}`;
    if (!answers.has(key)) answers.set(key, first(candidates(specifier, fromFile, owners)));
    return answers.get(key);
  };
}

/** The paths that a specifier may mean, best first. Extensions are tried later. */
function* candidates(specifier: string, fromFile: string, owners: Owners): Generator<string> {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return yield path.resolve(path.dirname(fromFile), specifier);
  if (specifier === '' || specifier.startsWith('/') || /^[a-z]+:/i.test(specifier)) return;
  const own = owners.packageOf(fromFile);
  if (specifier.startsWith('#') && own) yield* targets(own, own.json.imports, specifier);
  yield* aliased(specifier, fromFile, owners);
  if (own) yield* ofFramework(specifier, own);
  if (specifier.startsWith('#') || isBuiltin(specifier)) return;
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const root = owners.workspaceRootOf(fromFile);
  const dir = name === undefined || root === undefined ? undefined : owners.workspacePackages(root).get(name);
  const sibling = dir === undefined ? (own?.name === name ? own : undefined) : owners.packageAt(dir);
  if (sibling) yield* insidePackage(sibling, rest);
}

function* aliased(specifier: string, fromFile: string, owners: Owners): Generator<string> {
  const aliases = owners.pathAliases(fromFile);
  if (!aliases) return;
  const pattern = bestPattern(Object.keys(aliases.paths), specifier);
  if (pattern) {
    for (const target of aliases.paths[pattern.key] ?? [])
      yield path.resolve(
        aliases.base,
        target.replace('*', () => pattern.star),
      );
  }
  if (aliases.baseUrl !== undefined) yield path.resolve(aliases.baseUrl, specifier);
}

/** The aliases that SvelteKit and Nuxt have by themselves. The tsconfig that says so is generated, so no repository holds it. */
function* ofFramework(specifier: string, { dir, dependencies }: Package): Generator<string> {
  const lib = /^\$lib(?:\/(.*))?$/.exec(specifier);
  if (lib && '@sveltejs/kit' in dependencies) yield path.join(dir, 'src/lib', lib[1] ?? '');
  const [, sign = '', rest] = /^([~@]{1,2})\/(.+)$/.exec(specifier) ?? [];
  if (!('nuxt' in dependencies) || rest === undefined) return;
  // As of Nuxt 4 the sources lie in `app`.
  if (sign.length === 1) yield path.join(dir, 'app', rest);
  yield path.join(dir, rest);
}

/** The exact key, else the one with the longest text before its `*`: as TypeScript and Node choose. */
function bestPattern(keys: readonly string[], specifier: string): { key: string; star: string } | undefined {
  if (keys.includes(specifier)) return { key: specifier, star: '' };
  let best: { key: string; star: string; length: number } | undefined;
  for (const key of keys) {
    const [before, after, more] = key.split('*');
    if (before === undefined || after === undefined || more !== undefined) continue;
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) continue;
    if (specifier.length < before.length + after.length || (best && best.length >= before.length)) continue;
    best = {
      key,
      star: specifier.slice(before.length, specifier.length - after.length),
      length: before.length,
    };
  }
  return best;
}

/** Where `exports` or `imports` leads for one key. */
function* targets(owner: Package, map: unknown, key: string): Generator<string> {
  if (!isObject(map)) return;
  const pattern = bestPattern(Object.keys(map), key);
  if (!pattern) return;
  for (const target of leaves(map[pattern.key]))
    if (target.startsWith('./'))
      yield* sourcesOf(
        owner.dir,
        target.replaceAll('*', () => pattern.star),
      );
}

/** Every file that the conditions of an export may lead to, in order. */
function* leaves(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* leaves(item);
  else if (isObject(value)) for (const item of Object.values(value)) yield* leaves(item);
}

function* insidePackage(sibling: Package, rest: string | undefined): Generator<string> {
  const { exports, source, module, main, types } = sibling.json;
  const subpaths = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  yield* targets(sibling, subpaths ? exports : { '.': exports }, rest === undefined ? '.' : `./${rest}`);
  if (rest === undefined) {
    for (const entry of [source, types, module, main])
      if (typeof entry === 'string') yield* sourcesOf(sibling.dir, entry);
    yield path.join(sibling.dir, 'src', 'index');
    yield path.join(sibling.dir, 'index');
  } else {
    yield path.join(sibling.dir, rest);
    yield path.join(sibling.dir, 'src', rest);
  }
}

/** A package names built files. Their sources lie in `src`, or in the same place. */
function* sourcesOf(dir: string, target: string): Generator<string> {
  const relative = path.normalize(target).replace(/\.d\.([cm]?)ts$/, '.$1js');
  if (relative.startsWith('..')) return;
  const segments = relative.split(path.sep);
  const built = segments.findIndex((segment) => /^(?:dist|lib|build|out|esm|cjs)$/.test(segment));
  if (built !== -1) {
    const inner = segments.slice(built + 1).filter((segment) => !/^(?:esm|cjs|src)$/.test(segment));
    yield path.join(dir, ...segments.slice(0, built), 'src', ...inner);
  }
  yield path.join(dir, relative);
}

const forScript: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};
const guesses = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** The files that a path may mean: TypeScript source before its output, the exact name, with an extension, an index. */
function variants(candidate: string): string[] {
  const extension = path.extname(candidate);
  const stem = candidate.slice(0, candidate.length - extension.length);
  return [
    ...(forScript[extension] ?? []).map((other) => stem + other),
    candidate,
    ...guesses.map((other) => candidate + other),
    // Bundlers of Vue may be told to try it.
    `${candidate}.vue`,
    ...guesses.map((other) => path.join(candidate, `index${other}`)),
  ];
}

/** Whether an import may lead to the file: source code, not a link, not generated. */
export function isOwnSource(file: string): boolean {
  if (!isSourceName(file)) return false;
  try {
    // Most names that are tried do not exist, and `exists` answers that fastest. The real path of a link is another one.
    return exists(file) && realpathSync(file) === file && inspect(file) === 'source';
  } catch {
    return false;
  }
}
