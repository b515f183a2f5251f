import { realpathSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { type Ask, asker } from './dirty.ts';
import { exists } from './exists.ts';
import { gitRoot, isInside } from './git.ts';
import { git, splitNul } from './git-run.ts';

/** What to compare the work tree with: a ref, or the commit below what is staged. */
export type Since = { readonly ref: string } | 'staged';

/**
 * The files (absolute real paths) that changed since the commit where a ref and HEAD parted, untracked ones included; or the staged
 * ones. Deleted files are not listed.
 * @throws {UsageError} outside of a git work tree, and for a ref that git does not know
 */
export function changedFiles(cwd: string, since: Since): readonly string[] {
  const root = gitRoot(cwd);
  const option = since === 'staged' ? '--staged' : '--since';
  if (root === undefined) throw new UsageError(`${option} needs a git work tree, and ${cwd} is in none.`);
  const ask = asker(root, since === 'staged' ? indexOfCommit(root) : {});
  const names = since === 'staged' ? listed(ask, ['--cached']) : changedSince(ask, root, since.ref);
  return names.flatMap((name) => filesAt(path.join(root, name)));
}

/**
 * In a hook of `git commit -a` or `git commit <path>`, what is about to be committed stands in an index of its own. Only one in
 * the repository itself is used: the variable may also come from the hook of another.
 */
function indexOfCommit(root: string): Readonly<Record<string, string>> {
  const given = process.env.GIT_INDEX_FILE;
  if (given === undefined || given === '') return {};
  const { status, stdout } = git(['rev-parse', '--absolute-git-dir'], root);
  if (status !== 0) return {};
  const index = path.resolve(root, given);
  const gitDir = stdout.toString('utf8').replace(/\r?\n$/, '');
  return exists(index) && isInside(realpathSync(gitDir), realpathSync(index))
    ? { GIT_INDEX_FILE: index }
    : {};
}

/** The file; or, where a submodule or a nested clone has changed, each of its files: which of them did is not asked. */
function filesAt(changed: string): readonly string[] {
  if (!exists(path.join(changed, '.git'))) return [changed];
  const { status, stdout } = git(['ls-files', '--cached', '--others', '--exclude-standard', '-z'], changed);
  return status === 0 ? splitNul(stdout).flatMap((name) => filesAt(path.join(changed, name))) : [];
}

const diff = [
  'diff',
  '--name-only',
  '-z',
  '--diff-filter=d',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
];

const listed = (ask: Ask, which: readonly string[]): string[] => splitNul(ask([...diff, ...which, '--']));

function changedSince(ask: Ask, root: string, ref: string): string[] {
  const commit = commitOf(root, ref);
  const { status, stdout } = git(['merge-base', commit, 'HEAD'], root);
  // Without a common commit, everything that differs has changed.
  const base = status === 0 ? stdout.toString().trim() : commit;
  return [
    ...listed(ask, [base]),
    ...splitNul(ask(['ls-files', '--others', '--exclude-standard', '-z', '--full-name'])),
  ];
}

function commitOf(root: string, ref: string): string {
  const { status, stdout } = git(
    ['rev-parse', '--quiet', '--verify', '--end-of-options', `${ref}^{commit}`],
    root,
  );
  if (status === 0) return stdout.toString().trim();
  throw new UsageError(
    `git knows no commit '${ref}'. In CI, fetch it first: a shallow clone does not hold it (fetch-depth: 0).`,
  );
}
