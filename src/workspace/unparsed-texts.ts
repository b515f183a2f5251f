import { readFileSync } from 'node:fs';
import { wordSearch } from './content.ts';
import { otherFilesWithGit, textFilesWithGit } from './discover-git.ts';
import type { OtherKind } from './file-names.ts';

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
 * after a few questions the few files that count are read once and kept, code apart from data, of which there may be too much.
 *
 * @param isOfKind whether a hit in the file counts
 */
export function createUnparsedSearch(
  isOfKind: (file: string, kind: OtherKind) => boolean,
): (kind: OtherKind) => SearchOthers {
  const answers = new Map<string, readonly string[] | undefined>();
  const searches = new Map<string, number>();
  const searchWithGit: SearchOthers = (root, names) => {
    // Code and data are asked for the same names.
    const key = [root, ...names].join('\0');
    if (!answers.has(key)) {
      searches.set(root, (searches.get(root) ?? 0) + 1);
      answers.set(key, otherFilesWithGit(root, names));
    }
    return answers.get(key);
  };
  return (kind) => {
    const kept = new Map<string, Texts | undefined>();
    return (root, names) => {
      if ((searches.get(root) ?? 0) >= manySearches && !kept.has(root))
        kept.set(
          root,
          textsOf(root, (file) => isOfKind(file, kind)),
        );
      const texts = kept.get(root);
      return texts ? holding(texts, names) : searchWithGit(root, names);
    };
  };
}

function textsOf(root: string, isWanted: (file: string) => boolean): Texts | undefined {
  const files = textFilesWithGit(root);
  if (!files) return undefined;
  const texts = new Map<string, string>();
  let size = 0;
  for (const file of files.filter(isWanted)) {
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
