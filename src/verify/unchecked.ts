import path from 'node:path';
import { ts } from '../compiler.cjs';
import { upwards } from '../workspace/package-json.ts';

/** Why one changed file was not type-checked, or not wholly. Files with the same cause are told together. */
export interface Unchecked {
  readonly file: string;
  readonly cause: string;
  /** One sentence without its full stop. `file` is the first of those with this cause, by name. */
  readonly why: (file: string) => string;
}

/**
 * How many of the changed files were not type-checked, and why; null when all were.
 *
 * @param total how many files change
 */
export function uncheckedText(
  unchecked: readonly Unchecked[],
  total: number,
  nameOf: (file: string) => string,
): string | null {
  const causes = new Map<string, Unchecked[]>();
  for (const each of unchecked) causes.set(each.cause, [...(causes.get(each.cause) ?? []), each]);
  const files = new Set(unchecked.map(({ file }) => file)).size;
  if (files === 0) return null;
  const whys = [...causes.values()].map((group) => {
    const [first] = group as [Unchecked];
    const more = new Set(group.map(({ file }) => file)).size - 1;
    return first.why(more > 0 ? `${nameOf(first.file)} (like ${more} more)` : nameOf(first.file));
  });
  return `${countOf(files, total)}. ${whys.map(capital).join('. ')}`;
}

/** `1 of 3 changed files` */
export function countOf(files: number, total: number): string {
  if (files < total) return `${files} of ${total} changed files`;
  return total === 1 ? 'the changed file' : `all ${total} changed files`;
}

/** A sentence begins with a capital letter, unless it begins with the name of a file. */
const capital = (text: string): string =>
  /^(?:the|too) /.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text;

export const javascript = (file: string): Unchecked => ({
  file,
  cause: 'javascript',
  why: (name) => `${name} is JavaScript, which its project does not type-check (checkJs)`,
});

export const component = (file: string): Unchecked => ({
  file,
  cause: 'component',
  why: (name) =>
    `${name} is a component, of which only the scripts were checked. Run its own type check, such as vue-tsc, svelte-check or astro check`,
});

export const manyImporters = (file: string): Unchecked => ({
  file,
  cause: 'importers',
  why: (name) => `too many files may import ${name} to look at each`,
});

/** The types of the SDK cannot be found. Yarn Plug'n'Play keeps packages in archives, which no type check of ours reads. */
export function untyped(file: string, module: string): Unchecked {
  const map = plugAndPlay(file);
  return {
    file,
    cause: `untyped\0${module}\0${map ?? ''}`,
    why: () =>
      map
        ? `the types of ${module} cannot be found: Yarn Plug'n'Play (${map}) keeps them in archives, which the type check does not read. ` +
          'Run your own type check, such as yarn tsc --noEmit; or set nodeLinker: node-modules in .yarnrc.yml and install'
        : `the types of ${module} cannot be found from the files that change. Install the dependencies to have the fixes type-checked`,
  };
}

const pnpFiles = ['.pnp.cjs', '.pnp.js', '.pnp.loader.mjs'];

/** The package map of Yarn Plug'n'Play above a file, by its name; undefined where there is none. */
function plugAndPlay(file: string): string | undefined {
  for (const dir of upwards(path.dirname(file))) {
    const found = pnpFiles.find((name) => ts.sys.fileExists(path.join(dir, name)));
    if (found) return found;
  }
  return undefined;
}
