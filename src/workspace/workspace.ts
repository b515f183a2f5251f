import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { FileChange } from '../model/edit.ts';
import type { Problem } from '../model/finding.ts';
import { type Beyond, createBeyond } from './beyond.ts';
import type { Discovery } from './discover.ts';
import { dotGitAbove, gitRoot } from './git.ts';
import { createOwners, type Owners } from './owner.ts';
import { patchHints } from './patch-hints.ts';
import { readSource, type SourceFile } from './read.ts';
import { createResolver, type ResolveImport } from './resolve.ts';
import { restore, writeGroups } from './write-all.ts';

/** What the rest of the tool may ask of the disk during one run. Every file is read once. */
export interface Workspace extends Omit<Beyond, 'unread'> {
  /** Reads the relevant files; those that cannot be read become problems. */
  readRelevant(): { readonly files: readonly string[]; readonly problems: readonly Problem[] };
  readText(file: string): string | undefined;
  /** True for a file that the user gave: findings and edits elsewhere are nobody's wish. */
  isGiven(file: string): boolean;
  readonly resolveImport: ResolveImport;
  isEsModule(file: string): boolean;
  tsconfigFor(file: string): string | undefined;
  readonly owners: Owners;
  /** Relative to the working directory, with `/`: how people see a file. */
  nameOf(file: string): string;
  /** What a finding of the file is known by from run to run: wherever in the work tree the tool is started. */
  identityOf(file: string): string;
  /** As `git apply` wants it: relative to the work tree's root, outside one to the working directory. */
  patchPath(file: string): string;
  /** Where `git apply` takes a patch of these files, when that is not simply here. */
  patchHints(files: readonly string[]): readonly string[];
  directoryOf(file: string): string;
  /** Writes what can be written; files that share a change set are written together or not at all. */
  writeAll(changes: readonly FileChange[]): {
    readonly written: readonly string[];
    readonly failed: readonly Problem[];
  };
  /** Puts files back that {@link Workspace.writeAll} wrote; what cannot be put back is named. */
  restore(changes: readonly FileChange[]): readonly Problem[];
  /** The text that is on the disk now. */
  readBack(file: string): string | undefined;
  /** Broken tsconfig files, and imported or asked for files that could not be read. */
  problems(): readonly Problem[];
  warnings(): readonly string[];
}

export function openWorkspace(
  directory: string,
  discovery: Pick<Discovery, 'files'> & Partial<Pick<Discovery, 'isCandidate' | 'bases'>>,
): Workspace {
  // Files are real paths, so that names relative to it need it real too.
  const cwd = realpathSync(directory);
  const sources = new Map<string, ReturnType<typeof readSource>>();
  const roots = new Map<string, string>();
  const owners = createOwners();
  const relevant = new Set(discovery.files);
  const isGiven = (file: string): boolean => relevant.has(file) || (discovery.isCandidate?.(file) ?? false);
  const read = (file: string): ReturnType<typeof readSource> => {
    const known = sources.get(file) ?? readSource(file);
    sources.set(file, known);
    return known;
  };
  const problemsOf = (wanted: (file: string) => boolean): Problem[] =>
    [...sources].flatMap(([file, source]) =>
      'problem' in source && wanted(file) ? [{ file, message: source.problem }] : [],
    );
  const relative = (from: string, file: string): string =>
    path.isAbsolute(file) ? path.relative(from, file).split(path.sep).join('/') || '.' : file;
  const patchRoot = (file: string): string => {
    const dir = path.dirname(file);
    const root = roots.get(dir) ?? gitRoot(dir) ?? cwd;
    roots.set(dir, root);
    return root;
  };
  const beyond = createBeyond(discovery, cwd, owners, (file) => {
    const source = sources.get(file) ?? readSource(file);
    // A mention in a file that cannot be read and was not given is but a warning: it is kept apart from what imports need.
    if (!('problem' in source)) sources.set(file, source);
    return source;
  });
  const unread = (given: boolean): Problem[] =>
    beyond.unread.filter(({ file }) => !sources.has(file) && isGiven(file) === given);
  return {
    filesMentioning: beyond.filesMentioning,
    isSource: beyond.isSource,
    publicModules: beyond.publicModules,
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
    patchPath: (file) => relative(patchRoot(file), file),
    patchHints: (files) => patchHints(files, patchRoot, cwd),
    directoryOf: path.dirname,
    writeAll(changes) {
      const hash = (file: string): string => (read(file) as Partial<SourceFile>).hash ?? '';
      return writeGroups(changes.map((change) => ({ ...change, expectedHash: hash(change.file) })));
    },
    restore: (changes) => restore(changes.map((change) => ({ ...change, expectedHash: '' }))),
    readBack(file) {
      const source = readSource(file);
      return 'problem' in source ? undefined : source.text;
    },
    problems: () => [...owners.problems(), ...problemsOf((file) => !relevant.has(file)), ...unread(true)],
    warnings: () => [
      ...owners.warnings(),
      ...unread(false).map(({ file, message }) => `${relative(cwd, file)} ${message} It was not analysed.`),
    ],
  };
}
