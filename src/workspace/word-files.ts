import { type WordSearch, wordSearch, wordsIn } from './content.ts';
import { wordFilesWithGit } from './discover-git.ts';
import { listByWalking } from './discover-walk.ts';
import { byCodeUnit, isComponentName, isSourceName, type OtherKind, otherKind } from './file-names.ts';
import type { SearchRoots } from './search-roots.ts';
import type { SearchOthers } from './unparsed-texts.ts';

/** A name in more files than this is too common to be searched to the end. */
export const maxSearched = 2_000;

/** Name → the source files that hold it as a whole word; undefined when these are too many. */
export type Mentions = (names: readonly string[]) => ReadonlyMap<string, readonly string[] | undefined>;

/** Name → the files found so far. */
type Hits = ReadonlyMap<string, Set<string>>;

/** Which files a search looks into, by their names and by their content. */
interface Kind {
  withGit(root: string, names: readonly string[]): readonly string[] | undefined;
  isNamed(file: string): boolean;
  accepts(file: string): boolean;
}

/** @param isSource whether a file is source code by its content */
export const sourceKind = (isSource: (file: string) => boolean): Kind => ({
  withGit: wordFilesWithGit,
  isNamed: isSourceName,
  accepts: isSource,
});

/** Whether the analysis does not parse all of a file: it is of another kind, generated, or has a template. */
export const isUnparsed = (file: string, isSource: (file: string) => boolean): boolean =>
  otherKind(file) !== undefined && (isComponentName(file) || !(isSourceName(file) && isSource(file)));

/** Files of one kind of which the analysis does not parse all. */
export const unparsedKind = (
  kind: OtherKind,
  accepts: (file: string) => boolean,
  search: SearchOthers,
): Kind => {
  const isNamed = (file: string): boolean => otherKind(file) === kind;
  return {
    withGit: (root, names) => search(root, names)?.filter(isNamed),
    isNamed,
    accepts,
  };
};

/**
 * Searches names in the whole project, each once. It respects .gitignore but not `--ignore`: a caller that must not be
 * changed is still a caller.
 *
 * @param rootsOf asked at the first search, because most runs search nothing
 */
export function createMentions(rootsOf: () => SearchRoots, cwd: string, kind: Kind): Mentions {
  const known = new Map<string, readonly string[] | undefined>();
  const listings = new Map<string, readonly string[]>();
  let roots: SearchRoots | undefined;
  const listed = (dir: string): readonly string[] => {
    const files = listings.get(dir) ?? [
      ...listByWalking(dir, cwd, undefined, undefined, kind.isNamed).listed,
    ];
    listings.set(dir, files);
    return files;
  };
  const search = (names: readonly string[]): Hits => {
    const hits: Hits = new Map(names.map((name) => [name, new Set<string>()]));
    if (names.length === 0) return hits;
    roots ??= rootsOf();
    const unread = roots.repositories.filter((root) => !searchWithGit(kind, root, names, hits));
    for (const dir of [...roots.folders, ...unread]) searchFiles(listed(dir), names, hits);
    return hits;
  };
  return (names) => {
    const wanted = [...new Set(names)].filter((name) => !known.has(name));
    const hits = search(wanted.filter(isLine));
    for (const name of wanted) {
      const files = [...(hits.get(name) ?? [])];
      const tooMany = !hits.has(name) || files.length > maxSearched;
      known.set(name, tooMany ? undefined : files.filter(kind.accepts).sort(byCodeUnit));
    }
    return new Map(names.map((name) => [name, known.get(name)]));
  };
}

/** Whether a line of source code can hold the name. Any other name is not searched and counts as found everywhere. */
const isLine = (name: string): boolean => /^[^\n\r\0]+$/.test(name);

/**
 * One git process for all names. The files that it finds are read to see which names they hold. If there are very many, a name
 * is too common: the first files tell which one, and git searches again without it.
 *
 * @returns false when git could not read everything
 */
function searchWithGit(kind: Kind, root: string, names: readonly string[], hits: Hits): boolean {
  const files = kind.withGit(root, names);
  if (!files) return false;
  const [only = ''] = names;
  if (names.length === 1) {
    for (const file of files) hits.get(only)?.add(file);
    return true;
  }
  // Among this many files, at least one of the names is in too many.
  const enough = names.length * maxSearched + 1;
  searchFiles(files.slice(0, enough), names, hits);
  if (files.length <= enough) return true;
  const rest = names.filter((name) => (hits.get(name)?.size ?? 0) <= maxSearched);
  if (rest.length === names.length) searchFiles(files, names, hits);
  else if (rest.length > 0) return searchWithGit(kind, root, rest, hits);
  return true;
}

/** Reads the files. A name that turns out to be too common is no longer searched. */
function searchFiles(files: readonly string[], names: readonly string[], hits: Hits): void {
  const words = new Map(wordSearch(names));
  for (const file of files) {
    if (words.size === 0) return;
    for (const name of wordsOrNone(file, words)) {
      hits.get(name)?.add(file);
      if ((hits.get(name)?.size ?? 0) > maxSearched) words.delete(name);
    }
  }
}

function wordsOrNone(file: string, words: WordSearch): Iterable<string> {
  try {
    return wordsIn(file, words);
  } catch {
    // The file cannot be opened. If it was given, discovery has reported it.
    return [];
  }
}
