import path from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { type Ask, asker } from './dirty.ts';
import { gitRoot } from './git.ts';
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
  const ask = asker(root);
  const names = since === 'staged' ? listed(ask, ['--cached']) : changedSince(ask, root, since.ref);
  return names.map((name) => path.join(root, name));
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
