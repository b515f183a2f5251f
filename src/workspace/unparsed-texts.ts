import { readFileSync } from 'node:fs';
import { wordSearch } from './content.ts';
import { otherFilesWithGit, textFilesWithGit } from './discover-git.ts';

/** Finds the files of a work tree that hold one of the names as a whole word; undefined when git cannot read everything. */
export type SearchOthers = (root: string, names: readonly string[]) => readonly string[] | undefined;

/** So many searches of git cost more than reading what is not parsed. */
const manySearches = 3;

/** More text than this is not kept: git searches it again for each name. Bytes. */
const maxKept = 32 * 1024 * 1024;

/** File → its bytes as latin1. */
type Texts = ReadonlyMap<string, string>;

/**
 * Searches what is not parsed. git reads the whole tree for each question, and a flow asks about many names, one after the other:
 * after a few questions the few files that count are read once and kept.
 *
 * @param isUnparsed whether a hit in the file counts
 */
export function createUnparsedSearch(isUnparsed: (file: string) => boolean): SearchOthers {
  const answers = new Map<string, ReturnType<SearchOthers>>();
  const searches = new Map<string, number>();
  const kept = new Map<string, Texts | undefined>();
  const search: SearchOthers = (root, names) => {
    const count = (searches.get(root) ?? 0) + 1;
    searches.set(root, count);
    if (count > manySearches && !kept.has(root)) kept.set(root, textsOf(root, isUnparsed));
    const texts = kept.get(root);
    return texts ? holding(texts, names) : otherFilesWithGit(root, names);
  };
  return (root, names) => {
    // Code and data are asked for the same names.
    const key = [root, ...names].join('\0');
    if (!answers.has(key)) answers.set(key, search(root, names));
    return answers.get(key);
  };
}

function textsOf(root: string, isUnparsed: (file: string) => boolean): Texts | undefined {
  const files = textFilesWithGit(root);
  if (!files) return undefined;
  const texts = new Map<string, string>();
  let size = 0;
  for (const file of files.filter(isUnparsed)) {
    const text = textOrNone(file);
    size += text.length;
    if (size > maxKept) return undefined;
    texts.set(file, text);
  }
  return texts;
}

function textOrNone(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // It went away since git listed it.
    return '';
  }
}

function holding(texts: Texts, names: readonly string[]): string[] {
  const words = [...wordSearch(names).values()];
  return [...texts].filter(([, text]) => words.some((word) => word.test(text))).map(([file]) => file);
}
