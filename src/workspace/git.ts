import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { git } from './git-run.ts';

/** The nearest directory upwards with a `.git`. git itself may disagree. */
export function dotGitAbove(dir: string): string | undefined {
  for (let at = dir; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (at === path.dirname(at)) return undefined;
  }
}

/** Root (real path) of the work tree that holds `dir`; undefined outside one, or when git is missing or refuses. */
export function gitRoot(dir: string): string | undefined {
  try {
    const real = realpathSync(dir);
    if (!dotGitAbove(real)) return undefined;
    const { stdout, status } = git(['rev-parse', '--show-toplevel'], real);
    if (status !== 0) return undefined;
    const root = realpathSync(stdout.toString('utf8').replace(/\r?\n$/, ''));
    // core.worktree may point anywhere. A root that does not hold the directory is not its root.
    return isInside(root, real) ? root : undefined;
  } catch {
    return undefined;
  }
}

/** Like {@link gitRoot}; git is asked once for each `.git`. */
export function treeRoots(): (dir: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (dir) => {
    const above = dotGitAbove(dir);
    if (above === undefined) return undefined;
    if (!known.has(above)) known.set(above, gitRoot(dir));
    return known.get(above);
  };
}

/** Whether `file` is `dir` or lies below it (both absolute and normal). */
export function isInside(dir: string, file: string): boolean {
  return (
    file.startsWith(dir) &&
    (file.length === dir.length || file[dir.length] === path.sep || dir.endsWith(path.sep))
  );
}
