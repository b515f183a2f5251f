import path from 'node:path';
import { extensions } from './file-names.ts';
import type { Owners } from './owner.ts';
import { isObject, type Package, upwards } from './package-json.ts';

/** See {@link createPublicModules}. */
export type PublicModules = (file: string) => readonly string[] | undefined;

/**
 * Says which source files the published library that owns a file is imported by.
 *
 * @param isOwnSource whether a path is a source file that is not ignored by git
 * @returns undefined when nobody outside can import the package: it is private, has no name, or no entry for importers
 *   (a package with only a `bin` is a program). An entry whose source cannot be found may be any file, and a pattern of
 *   `exports` means many: the file that was asked for is then one of them.
 */
export function createPublicModules(
  owners: Pick<Owners, 'packageAt'>,
  isOwnSource: (file: string) => boolean,
): PublicModules {
  const known = new Map<string, Entries | undefined>();
  return (file) => {
    const owner = ownerOf(file, owners);
    if (!owner) return undefined;
    if (!known.has(owner.dir)) known.set(owner.dir, entriesOf(owner, isOwnSource));
    const entries = known.get(owner.dir);
    return entries && [...new Set([...entries.flat(), ...(mayBeMissed(file, entries) ? [file] : [])])].sort();
  };
}

/** For each published file the sources that it may have been built from. */
type Entries = readonly (readonly string[])[];

/** JavaScript that stands for an entry of a TypeScript library was built, or hands on what was. */
function mayBeMissed(file: string, entries: Entries): boolean {
  const typed = /\.[cm]?tsx?$/;
  return entries.some((sources) => !sources.some((source) => typed.test(source) || !typed.test(file)));
}

/** The nearest package.json that says more than how its folder is to be read, such as `{ "type": "module" }`. */
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
  // pnpm and yarn publish with these in place of the fields beside them.
  const published = isObject(json.publishConfig) ? json.publishConfig : {};
  const targets = [json, published].flatMap((object) =>
    fields.flatMap((field) => [...leaves(object[field], field === 'exports')]),
  );
  const code = [...new Set(targets.filter(mayBeCode))];
  if (code.length === 0) return undefined;
  return code.map((target) => (isPattern(target) ? [] : sourcesOf(dir, target, isOwnSource)));
}

/** Every file that any condition or subpath leads to. Of `browser` only a string names an entry. */
function* leaves(value: unknown, deep: boolean): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (deep && Array.isArray(value)) for (const item of value) yield* leaves(item, deep);
  else if (deep && isObject(value)) for (const item of Object.values(value)) yield* leaves(item, deep);
}

const isPattern = (target: string): boolean => target.includes('*') || target.endsWith('/');

/** No style sheet, no JSON; a name without an extension, or with an unknown one, may be a module. */
const mayBeCode = (target: string): boolean => !/\.(?:json|css|scss|less|svg|png|wasm|html|md)$/.test(target);

const output = /^(?:dist|lib|build|out|esm|cjs|types)$/;

/**
 * The sources that a published file may have been built from: in `src` or in the package itself, with or without the
 * folders of the output. All that exist, for an entry that is missed would make public code look private.
 */
function sourcesOf(dir: string, target: string, isOwnSource: (file: string) => boolean): string[] {
  const relative = path.normalize(target);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return [];
  const stem = relative.replace(/\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/, '');
  const segments = stem.split(path.sep).filter((segment) => segment !== '' && segment !== '.');
  const stripped = segments.findIndex((segment) => !output.test(segment));
  const depth = stripped === -1 ? segments.length : stripped;
  const rests = Array.from({ length: depth + 1 }, (_, count) => segments.slice(count));
  // What lies in an output folder was built, even when git keeps it; but `lib` holds the sources of many.
  const inPlace = rests.filter(([first = '']) => first === 'lib' || !output.test(first));
  return [...rests.map((rest) => ['src', ...rest]), ...inPlace]
    .flatMap((rest) => (rest.length > 0 ? [rest, [...rest, 'index']] : [['index']]))
    .flatMap((rest) => extensions.map((extension) => path.join(dir, ...rest) + extension))
    .filter(isOwnSource);
}
