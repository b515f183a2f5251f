import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import { codeOf, explain } from './io-errors.ts';

/** What the paths of the command line stand for. All paths are real ones, so there are no links after this. */
export interface Targets {
  /** As given → real path. */
  readonly directories: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, string>;
  readonly globs: readonly Glob[];
  /** Paths that begin with `!`. */
  readonly excluded: readonly string[];
  readonly problems: readonly Problem[];
}

export interface Glob {
  readonly given: string;
  /** The directory before the first wildcard. */
  readonly base: string;
  readonly matches: ReadonlySet<string>;
}

/** Sorts paths into files, directories and globs. A path that exists is never read as a glob. */
export async function readTargets(paths: readonly string[], cwd: string): Promise<Targets> {
  const directories = new Map<string, string>();
  const files = new Map<string, string>();
  const globs: Glob[] = [];
  const excluded: string[] = [];
  const problems: Problem[] = [];
  for (const given of paths) {
    try {
      const real = realpathSync(path.resolve(cwd, given));
      (statSync(real).isDirectory() ? directories : files).set(given, real);
    } catch (error) {
      const missing =
        codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' || codeOf(error) === 'ENAMETOOLONG';
      if (missing && given.startsWith('!') && given.length > 1) excluded.push(given.slice(1));
      else if (missing && (await isGlob(given))) {
        const glob = await expand(given, cwd);
        if (glob) globs.push(glob);
        else problems.push({ file: given, message: noMatch });
      } else if (missing)
        problems.push({ file: given, message: 'does not exist. Check the path, or leave it out.' });
      else problems.push({ file: given, message: explain('cannot be read', error) });
    }
  }
  return { directories, files, globs, excluded, problems };
}

export const noMatch =
  'matches no source file. Check the pattern, and quote it: otherwise the shell expands it.';

/** Most runs have no glob, so the library is loaded only when one is possible. */
async function isGlob(given: string): Promise<boolean> {
  const { isDynamicPattern } = await import('globby');
  return isDynamicPattern(given);
}

async function expand(given: string, cwd: string): Promise<Glob | undefined> {
  const { globby, isDynamicPattern } = await import('globby');
  const segments = given.split(path.sep === '/' ? '/' : /[\\/]/);
  const first = segments.findIndex((segment) => isDynamicPattern(segment) || /[{}()]/.test(segment));
  const cut = first === -1 ? 0 : first;
  const fixed = segments
    .slice(0, cut)
    .join('/')
    .replace(/\\(?=[()[\]{}!*?@+|])/g, '');
  try {
    const base = realpathSync(path.resolve(cwd, given.startsWith('/') ? `/${fixed}` : fixed));
    const found = await globby(segments.slice(cut).join('/'), {
      cwd: base,
      absolute: true,
      followSymbolicLinks: false,
      ignore: ['**/node_modules/**', '**/.git/**'],
      // Listing the base reports what cannot be read.
      suppressErrors: true,
    });
    return { given, base, matches: new Set(found.map((file) => path.resolve(file))) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
