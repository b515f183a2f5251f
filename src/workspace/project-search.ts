import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import type { Discovery } from './discover.ts';
import { byCodeUnit, type OtherKind, otherKind } from './file-names.ts';
import { gitIgnoreAt } from './ignore-rules.ts';
import type { Owners } from './owner.ts';
import { createPublicModules, type PublicModules } from './public-modules.ts';
import type { readSource } from './read.ts';
import { isOwnSource } from './resolve.ts';
import { type SearchRoots, searchRoots } from './search-roots.ts';
import { createUnparsedSearch } from './unparsed-texts.ts';
import { createMentions, isUnparsed, type Mentions, sourceKind, unparsedKind } from './word-files.ts';

/** A name in more files than this says nothing of who imports a file. */
export const maxImporters = 200;

/** What the analysis may ask about the project outside the relevant files. */
export interface ProjectSearch {
  /**
   * The source files that hold one of the names as a whole word, in the whole project, given or not. A name in more than
   * `most` files is listed in `tooMany` and brings no file.
   */
  filesMentioning(
    names: readonly string[],
    most?: number,
  ): {
    readonly files: readonly string[];
    readonly tooMany: readonly string[];
  };
  /** Name → the source files that hold it as a whole word; undefined for more than {@link maxSearched}. */
  mentioning(names: readonly string[]): ReadonlyMap<string, readonly string[] | undefined>;
  /** Name → the files that are not parsed and hold it as a whole word; undefined for more than {@link maxSearched}. */
  unparsedMentioning(
    kind: OtherKind,
    names: readonly string[],
  ): ReadonlyMap<string, readonly string[] | undefined>;
  /** Whether a file is the user's own source code: not generated, not a link. */
  isSource(file: string): boolean;
  readonly publicModules: PublicModules;
  /** Files that mention a name but cannot be read as text. */
  readonly unread: readonly Problem[];
}

export function createProjectSearch(
  { files, bases = [] }: Pick<Discovery, 'files'> & Partial<Pick<Discovery, 'bases'>>,
  cwd: string,
  owners: Owners,
  treeOf: (dir: string) => string | undefined,
  read: (file: string) => ReturnType<typeof readSource>,
): ProjectSearch {
  const verdicts = new Map<string, boolean>();
  const isSource = (file: string): boolean => {
    const verdict = verdicts.get(file) ?? isOwnSource(file);
    verdicts.set(file, verdict);
    return verdict;
  };
  const dirs = (): string[] => [...bases, ...files.map((file) => path.dirname(file))];
  let found: SearchRoots | undefined;
  const roots = (): SearchRoots => {
    found ??= searchRoots(dirs(), owners, cwd, treeOf);
    return found;
  };
  const mentions = createMentions(roots, cwd, sourceKind(isSource));
  const isOfKind = (file: string, kind: OtherKind): boolean =>
    otherKind(file) === kind && isUnparsed(file, isSource);
  const searchOthers = createUnparsedSearch(isOfKind);
  const mentionsIn = (kind: OtherKind): Mentions =>
    createMentions(
      roots,
      cwd,
      unparsedKind(kind, (file) => isOfKind(file, kind), searchOthers(kind)),
    );
  const others = { code: mentionsIn('code'), data: mentionsIn('data') };
  const unread = new Map<string, Problem>();
  const isRead = (file: string): boolean => {
    const source = read(file);
    if ('problem' in source) unread.set(file, { file, message: source.problem });
    return !('problem' in source);
  };
  return {
    mentioning: (names) =>
      new Map([...mentions(names)].map(([name, files]) => [name, files?.filter(isRead)])),
    unparsedMentioning: (kind, names) => others[kind](names),
    filesMentioning(names, most = maxImporters) {
      const found = new Map(
        [...mentions(names)].map(([name, hits]) => [name, hits && hits.length > most ? undefined : hits]),
      );
      const all = [...new Set([...found.values()].flatMap((hits) => hits ?? []))].sort(byCodeUnit);
      return {
        files: all.filter(isRead),
        tooMany: [...found].filter(([, hits]) => hits === undefined).map(([name]) => name),
      };
    },
    isSource,
    publicModules: createPublicModules(owners, (file) => isSource(file) && !isIgnored(file, cwd)),
    get unread() {
      return [...unread.values()];
    },
  };
}

function isIgnored(file: string, cwd: string): boolean {
  try {
    return gitIgnoreAt(path.dirname(file), cwd).ignores(file);
  } catch {
    // The .gitignore cannot be read, so the file may be a built one.
    return true;
  }
}
