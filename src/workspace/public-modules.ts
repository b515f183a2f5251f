import path from 'node:path';
import { extensions } from './file-names.ts';
import { createJsrPackages } from './jsr.ts';
import type { Owners } from './owner.ts';
import { isObject, type Package, upwards } from './package-json.ts';

/** The entry sources of the published library that owns a file, see {@link createPublicModules}. */
export type PublicModules = (file: string) => readonly string[] | undefined;

/**
 * Finds the source files that are the entries of the published library which owns a file.
 *
 * @param isOwnSource whether a path is a source file that git does not ignore
 * @returns undefined when nobody outside can import the package: it is private, has no name, or has no entry (a package
 *   with only a `bin` is a program). When the source of an entry cannot be found, or `exports` has a pattern, any file may
 *   be an entry: the file itself is then one of them.
 */
export function createPublicModules(
  owners: Pick<Owners, 'packageAt'>,
  isOwnSource: (file: string) => boolean,
): PublicModules {
  const known = new Map<string, Entries | undefined>();
  const jsr = createJsrPackages();
  const npmEntries = (file: string): Entries | undefined => {
    const owner = ownerOf(file, owners);
    if (!owner) return undefined;
    if (!known.has(owner.dir)) known.set(owner.dir, entriesOf(owner, isOwnSource));
    return known.get(owner.dir);
  };
  // A package that npm does not publish may be published by JSR.
  const jsrEntries = (file: string): Entries | undefined => {
    const owner = jsr(file);
    return owner && entriesAt(owner.dir, [...leaves(owner.exports, true)], isOwnSource);
  };
  return (file) => {
    const published = [npmEntries(file), jsrEntries(file)].filter((each) => each !== undefined);
    if (published.length === 0) return undefined;
    const missed = published.some((entries) => mayBeMissed(file, entries)) ? [file] : [];
    return [...new Set([...published.flat(2), ...missed])].sort();
  };
}

/** For each published file, the sources that it may have been built from. */
type Entries = readonly (readonly string[])[];

/** Where an entry of a TypeScript library leads only to JavaScript, that file was built, or re-exports built code. */
function mayBeMissed(file: string, entries: Entries): boolean {
  const typed = /\.[cm]?tsx?$/;
  return entries.some((sources) => !sources.some((source) => typed.test(source) || !typed.test(file)));
}

/** The nearest package.json of a package. A `{ "type": "module" }` alone only says how to read its folder. */
function ownerOf(file: string, owners: Pick<Owners, 'packageAt'>): Package | undefined {
  for (const dir of upwards(path.dirname(file))) {
    const found = owners.packageAt(dir);
    if (found && (found.name !== undefined || found.json.private !== undefined)) return found;
  }
  return undefined;
}

const fields = ['main', 'module', 'browser', 'types', 'typings', 'exports'];

function entriesOf(
  { dir, name, json }: Package,
  isOwnSource: (file: string) => boolean,
): Entries | undefined {
  if (json.private || name === undefined) return undefined;
  // pnpm and yarn publish these instead of the fields of the same name.
  const published = isObject(json.publishConfig) ? json.publishConfig : {};
  const targets = [json, published].flatMap((object) =>
    fields.flatMap((field) => [...leaves(object[field], field === 'exports')]),
  );
  return entriesAt(dir, targets, isOwnSource);
}

function entriesAt(
  dir: string,
  targets: readonly string[],
  isOwnSource: (file: string) => boolean,
): Entries | undefined {
  const code = [...new Set(targets.filter(mayBeCode))];
  if (code.length === 0) return undefined;
  return code.map((target) => (isPattern(target) ? [] : sourcesOf(dir, target, isOwnSource)));
}

/** Every file that a condition or subpath leads to. Only the string form of `browser` names an entry. */
function* leaves(value: unknown, deep: boolean): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (deep && Array.isArray(value)) for (const item of value) yield* leaves(item, deep);
  else if (deep && isObject(value)) for (const item of Object.values(value)) yield* leaves(item, deep);
}

const isPattern = (target: string): boolean => target.includes('*') || target.endsWith('/');

/** Whether a target may be a module: a name without a known extension may be. */
const mayBeCode = (target: string): boolean => !/\.(?:json|css|scss|less|svg|png|wasm|html|md)$/.test(target);

const output = /^(?:dist|lib|build|out|esm|cjs|types)$/;

/**
 * The sources that a published file may have been built from: in `src` or in the package itself, with or without the
 * output folders. All that exist count, because a missed entry would make public code look private.
 */
function sourcesOf(dir: string, target: string, isOwnSource: (file: string) => boolean): string[] {
  const relative = path.normalize(target);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return [];
  const stem = relative.replace(/\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/, '');
  const segments = stem.split(path.sep).filter((segment) => segment !== '' && segment !== '.');
  const stripped = segments.findIndex((segment) => !output.test(segment));
  const depth = stripped === -1 ? segments.length : stripped;
  const rests = Array.from({ length: depth + 1 }, (_, count) => segments.slice(count));
  // Files of an output folder were built, even when git tracks them. But many packages keep their sources in `lib`.
  const inPlace = rests.filter(([first = '']) => first === 'lib' || !output.test(first));
  return [...rests.map((rest) => ['src', ...rest]), ...inPlace]
    .flatMap((rest) => (rest.length > 0 ? [rest, [...rest, 'index']] : [['index']]))
    .flatMap((rest) => extensions.map((extension) => path.join(dir, ...rest) + extension))
    .filter(isOwnSource);
}
