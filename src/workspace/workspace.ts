/**
 * The workspace answers what is on the disk: texts, owners of files, where imports lead, what git says. The pipeline and the analysis
 * ask; nothing else of the tool reads or writes the user's files. Each file is read once in a run, and written only if it is still what
 * was read.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { FileChange } from '../model/edit.ts';
import type { Problem } from '../model/finding.ts';
import type { Discovery } from './discover.ts';
import { dotGitAbove, treeRoots } from './git.ts';
import { createOwners, type Owners } from './owner.ts';
import { patchHints } from './patch-hints.ts';
import { createProjectSearch, type ProjectSearch } from './project-search.ts';
import { readSource, type SourceFile, type Unreadable } from './read.ts';
import { createResolver, type ResolveImport } from './resolve.ts';
import { checkAll, restore, writeGroups } from './write-all.ts';

/** What the rest of the tool may ask of the disk in one run. */
export interface Workspace extends Omit<ProjectSearch, 'unread'> {
  /** Reads the relevant files. Those that cannot be read become problems. */
  readRelevant(): { readonly files: readonly string[]; readonly problems: readonly Problem[] };
  readText(file: string): string | undefined;
  /** Text of a file that is not parsed. That it cannot be read is no problem of a run. */
  unparsedText(file: string): string | undefined;
  /** Whether the user gave the file: only there findings and edits are wanted. */
  isGiven(file: string): boolean;
  readonly resolveImport: ResolveImport;
  isEsModule(file: string): boolean;
  tsconfigFor(file: string): string | undefined;
  readonly owners: Owners;
  /** The name of a file in reports: relative to the working directory, with `/`. */
  nameOf(file: string): string;
  /** The name of a file in fingerprints: the same wherever in the work tree the tool is started. */
  identityOf(file: string): string;
  /** From the root of the git work tree to the working directory, with `/` at its end; empty in the root and outside of one. */
  readonly repositoryPrefix: string;
  /** The name of the package that owns a file, or else its directory as reports name it. */
  packageName(file: string): string;
  /** The name of a file in a patch: relative to the root of its work tree, or to the working directory outside of one. */
  patchPath(file: string): string;
  /** Hints for `git apply`, when it does not simply take the patch here. */
  patchHints(files: readonly string[]): readonly string[];
  directoryOf(file: string): string;
  /** Writes what can be written. Files that share a change set are written together or not at all. */
  writeAll(changes: readonly FileChange[]): {
    readonly written: readonly string[];
    readonly failed: readonly Problem[];
  };
  /** Which of the changes {@link Workspace.writeAll} would write. Nothing is written. */
  checkAll(changes: readonly FileChange[]): ReturnType<Workspace['writeAll']>;
  /** Restores files that {@link Workspace.writeAll} wrote. Returns those that could not be restored. */
  restore(changes: readonly FileChange[]): readonly Problem[];
  /** The text that is on the disk now. */
  readBack(file: string): string | undefined;
  /** Broken tsconfig files, and further files that could not be read and may hold what was looked for. */
  problems(): readonly Problem[];
  warnings(): readonly string[];
}

export function openWorkspace(
  directory: string,
  discovery: Pick<Discovery, 'files'> & Partial<Pick<Discovery, 'isCandidate' | 'bases'>>,
): Workspace {
  // Files are real paths, so names relative to this directory need its real path.
  const cwd = realpathSync(directory);
  const sources = new Map<string, ReturnType<typeof readSource>>();
  const treeOf = treeRoots();
  const owners = createOwners();
  const relevant = new Set(discovery.files);
  const isGiven = (file: string): boolean => relevant.has(file) || (discovery.isCandidate?.(file) ?? false);
  const read = (file: string): ReturnType<typeof readSource> => {
    const known = sources.get(file) ?? readSource(file);
    sources.set(file, known);
    return known;
  };
  const expecting = (change: FileChange): FileChange & { readonly expectedHash: string } => ({
    ...change,
    expectedHash: (read(change.file) as Partial<SourceFile>).hash ?? '',
  });
  const problemsOf = (wanted: (file: string, why: Unreadable) => boolean): Problem[] =>
    [...sources].flatMap(([file, source]) =>
      'problem' in source && wanted(file, source) ? [{ file, message: source.problem }] : [],
    );
  const relative = (from: string, file: string): string =>
    path.isAbsolute(file) ? path.relative(from, file).split(path.sep).join('/') || '.' : file;
  const patchRoot = (file: string): string => treeOf(path.dirname(file)) ?? cwd;
  const search = createProjectSearch(discovery, cwd, owners, treeOf, (file) => {
    const source = sources.get(file) ?? readSource(file);
    // An unreadable file that was not given is only a warning when it mentions a name, so it stays out of `sources`.
    if (!('problem' in source)) sources.set(file, source);
    return source;
  });
  const unread = (given: boolean): Problem[] =>
    search.unread.filter(({ file }) => !sources.has(file) && isGiven(file) === given);
  return {
    filesMentioning: search.filesMentioning,
    mentioning: search.mentioning,
    unparsedMentioning: search.unparsedMentioning,
    unparsedText(file) {
      const source = readSource(file);
      return 'problem' in source ? undefined : source.text;
    },
    isSource: search.isSource,
    publicModules: search.publicModules,
    readRelevant() {
      const files = discovery.files.filter((file) => !('problem' in read(file)));
      return { files, problems: problemsOf((file) => relevant.has(file)) };
    },
    readText(file) {
      const source = read(file);
      return 'problem' in source ? undefined : source.text;
    },
    isGiven,
    resolveImport: createResolver(owners),
    isEsModule: owners.isEsModule,
    tsconfigFor: owners.tsconfigFor,
    owners,
    nameOf: (file) => relative(cwd, file),
    identityOf: (file) => relative(dotGitAbove(path.dirname(file)) ?? cwd, file),
    get repositoryPrefix() {
      const prefix = relative(treeOf(cwd) ?? cwd, cwd);
      return prefix === '.' ? '' : `${prefix}/`;
    },
    packageName(file) {
      const owner = owners.packageOf(file);
      return owner?.name ?? relative(cwd, owner?.dir ?? cwd);
    },
    patchPath: (file) => relative(patchRoot(file), file),
    patchHints: (files) => patchHints(files, patchRoot, cwd),
    directoryOf: path.dirname,
    writeAll: (changes) => writeGroups(changes.map(expecting)),
    checkAll: (changes) => writeGroups(changes.map(expecting), checkAll),
    restore: (changes) => restore(changes.map((change) => ({ ...change, expectedHash: '' }))),
    readBack(file) {
      const source = readSource(file);
      return 'problem' in source ? undefined : source.text;
    },
    problems: () => [
      ...owners.problems(),
      ...problemsOf((file, { isOpaque }) => !relevant.has(file) && isOpaque === true),
      ...unread(true),
    ],
    warnings: () => [
      ...owners.warnings(),
      // Imports lead to such a file, but the search has seen that it names nothing of the SDK.
      ...[
        ...problemsOf((file, { isOpaque }) => !relevant.has(file) && isOpaque !== true),
        ...unread(false),
      ].map(({ file, message }) => `${relative(cwd, file)} ${message} It was not analyzed.`),
    ],
  };
}
