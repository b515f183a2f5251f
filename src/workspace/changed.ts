import path from 'node:path';
import { gitRoot } from './git.ts';
import { git, splitNul } from './git-run.ts';

export type ChangedFiles = { readonly files: ReadonlySet<string> } | { readonly problem: string };

/**
 * The files of `--staged` or `--since <ref>`: staged ones, or those that differ in the work tree (untracked ones
 * included) from the point where it left `ref`. Deleted files are left out.
 */
export function changedFiles(
  cwd: string,
  what: { readonly staged: true } | { readonly since: string },
): ChangedFiles {
  const root = gitRoot(cwd);
  if (root === undefined)
    return { problem: `${cwd} is not in a git work tree; --since and --staged need one.` };
  const diff = [
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--diff-filter=d',
  ];
  if ('staged' in what) return collect(root, [[...diff, '--cached', '--']]);
  const ref = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${what.since}^{commit}`], root);
  if (ref.status !== 0)
    return { problem: `git does not know '${what.since}'. Name a branch, tag or commit.` };
  const commit = ref.stdout.toString().trim();
  const base = git(['merge-base', commit, 'HEAD'], root);
  const from = base.status === 0 ? base.stdout.toString().trim() : commit;
  return collect(root, [
    [...diff, from, '--'],
    ['ls-files', '-z', '--others', '--exclude-standard'],
  ]);
}

function collect(root: string, commands: readonly (readonly string[])[]): ChangedFiles {
  const files = new Set<string>();
  for (const command of commands) {
    const { status, stdout, stderr } = git(command, root);
    if (status !== 0) return { problem: `git ${command[0]} failed: ${stderr.trim() || 'no reason given'}` };
    for (const entry of splitNul(stdout)) files.add(path.join(root, entry));
  }
  return { files };
}
