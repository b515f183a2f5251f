import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { absolute, type Listing, listingOfGit } from './discover-listing.ts';
import { extensions, isSourceName } from './file-names.ts';
import { git, gitAsync, splitNul } from './git-run.ts';

/** What listing some directories found, with git or by walking. Absolute paths, unsorted. */
export interface Found {
  /** Files that could be source files, ignored ones left out. */
  readonly listed: Listing;
  /** Those that hold one of the names. */
  readonly hits: readonly string[];
}

/** Pathspecs of the source files below the prefixes. */
const sourcesIn = (prefixes: readonly string[]): string[] =>
  prefixes.flatMap((prefix) => extensions.map((extension) => `:(top)${prefix}*${extension}`));
const excluded = [':(exclude,top)node_modules/*', ':(exclude,top)*/node_modules/*'];

/** Makes git read what {@link noIndex} lists as bytes, without filters. */
const grep = [
  ...['grep', '-z', '-F', '--text', '--no-textconv', '--untracked', '--exclude-standard'],
  ...['--no-color', '--no-heading', '--no-break', '--no-line-number', '--no-column', '--full-name'],
];

/** Without an index git lists everything on the disk that is not ignored, tracked or not, as `grep --untracked` reads it. */
const noIndex = (): Record<string, string> => ({
  GIT_INDEX_FILE: path.join(tmpdir(), `mcp-auth-codemod-no-index-${randomUUID()}`),
});

/**
 * Lists and searches one work tree, with two git processes at the same time.
 *
 * @param bases directories (real paths) in the work tree `root`
 * @returns the listing and the repositories nested in it (git does not enter them), or undefined when git could not
 *   read everything: walking the tree then finds out what is wrong
 */
export async function listWithGit(
  root: string,
  bases: readonly string[],
  names: readonly string[],
): Promise<(Found & { nested: readonly string[] }) | undefined> {
  if (names.length === 0) return undefined;
  const inside = bases.map((base) => prefixOf(root, base));
  const sources = sourcesIn(inside);
  const repositories = inside.map((prefix) => `:(top)${prefix}*/`);
  const listing = gitAsync(
    ['ls-files', '-z', '--others', '--exclude-standard', '--', ...sources, ...repositories, ...excluded],
    root,
    noIndex(),
  );
  const searching = gitAsync(
    [...[...grep, '-l'], ...names.flatMap((name) => ['-e', name]), ...['--', ...sources, ...excluded]],
    root,
  );
  // The list arrives long before the search ends, so it is parsed meanwhile.
  const list = await listing;
  const listed = listingOfGit(list.stdout, root);
  const search = await searching;
  const failed = list.status !== 0 || (search.status !== 0 && search.status !== 1);
  if (failed || complains(list.stderr) || complains(search.stderr)) return undefined;
  // Both commands visit the same files, so a hit is in the list if its name is that of a source file.
  const hits = splitNul(search.stdout).map((entry) => absolute(root, entry));
  return { listed, nested: listed.directories, hits: hits.filter(isSourceName) };
}

/**
 * The other text files of a work tree that hold one of the names as a whole word.
 *
 * @returns undefined when git could not read everything
 */
export function otherFilesWithGit(root: string, names: readonly string[]): readonly string[] | undefined {
  const { status, stdout, stderr } = git(
    [...grep, '-I', '-l', '-w', ...names.flatMap((name) => ['-e', name]), '--', ':(top)*', ...excluded],
    root,
  );
  if ((status !== 0 && status !== 1) || complains(stderr)) return undefined;
  return splitNul(stdout).map((entry) => absolute(root, entry));
}

/** All text files of a work tree; undefined when git could not read everything. */
export function textFilesWithGit(root: string): readonly string[] | undefined {
  // An empty pattern is on every line, and an empty file holds no name.
  const { status, stdout, stderr } = git([...grep, '-I', '-l', '-e', '', '--', ':(top)*', ...excluded], root);
  if ((status !== 0 && status !== 1) || complains(stderr)) return undefined;
  return splitNul(stdout).map((entry) => absolute(root, entry));
}

/**
 * The source files of a work tree that hold one of the names as a whole word.
 *
 * @returns undefined when git could not read everything
 */
export function wordFilesWithGit(root: string, names: readonly string[]): readonly string[] | undefined {
  const { status, stdout, stderr } = git(
    [...grep, '-l', '-w', ...names.flatMap((name) => ['-e', name]), '--', ...sourcesIn(['']), ...excluded],
    root,
  );
  if ((status !== 0 && status !== 1) || complains(stderr)) return undefined;
  return splitNul(stdout)
    .map((entry) => absolute(root, entry))
    .filter(isSourceName);
}

/** Which of the paths (real, inside `root`) .gitignore excludes; undefined when git cannot say. */
export function ignoredByGit(root: string, files: readonly string[]): Set<string> | undefined {
  const inside = files.filter((file) => file !== root);
  if (inside.length === 0) return new Set();
  const { status, stdout } = git(
    ['check-ignore', '-z', '--no-index', '--stdin'],
    root,
    {},
    inside.map((file) => `${file}\0`).join(''),
  );
  return status === 0 || status === 1 ? new Set(splitNul(stdout)) : undefined;
}

const complains = (stderr: string): boolean => /^(?:error|fatal):|could not open directory/m.test(stderr);

/** A pathspec prefix with all wildcards escaped. */
function prefixOf(root: string, base: string): string {
  const relative = path.relative(root, base).split(path.sep).join('/');
  return relative === '' ? '' : `${relative.replace(/[\\*?[]/g, '\\$&')}/`;
}
