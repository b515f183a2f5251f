import { homedir } from 'node:os';
import path from 'node:path';
import { dotGitAbove, isInside } from './git.ts';
import type { Owners } from './owner.ts';

/** The directories that make up the project of some files. A caller may be anywhere in them, given or not. */
export interface SearchRoots {
  /** Work trees: git searches them. */
  readonly repositories: readonly string[];
  /** Folders outside of git, which are walked. */
  readonly folders: readonly string[];
}

/**
 * The whole work tree; outside git the workspace root, else the nearest package, else the working directory.
 *
 * @param dirs real paths: what the user gave, and the folders of the relevant files
 * @param treeOf root of the work tree of a directory
 */
export function searchRoots(
  dirs: readonly string[],
  owners: Pick<Owners, 'packageOf' | 'workspaceRootOf'>,
  cwd: string,
  treeOf: (dir: string) => string | undefined,
): SearchRoots {
  const unique = [...new Set(dirs)];
  const repositories = new Set(unique.flatMap((dir) => treeOf(dir) ?? []));
  const outside = unique.filter((dir) => treeOf(dir) === undefined);
  const folders = new Set(outside.map((dir) => dotGitAbove(dir) ?? projectOf(dir, owners, cwd)));
  const outermost = [...folders].filter((dir) => ![...folders].some((other) => isBelow(other, dir)));
  return {
    // A walk enters nested repositories. git enters none.
    repositories: [...repositories].filter((root) => !outermost.some((dir) => isInside(dir, root))),
    folders: outermost,
  };
}

function projectOf(dir: string, owners: Pick<Owners, 'packageOf' | 'workspaceRootOf'>, cwd: string): string {
  const file = path.join(dir, 'x.ts');
  const owner = owners.packageOf(file);
  // A package.json that `npm install` left in the home directory does not make that directory a project.
  const stray = owner?.name === undefined && holdsHome(owner?.dir, dir);
  const here = isInside(cwd, dir) && !holdsHome(cwd, dir) ? cwd : dir;
  return owners.workspaceRootOf(file) ?? (stray ? undefined : owner?.dir) ?? here;
}

const holdsHome = (root: string | undefined, dir: string): boolean =>
  root !== undefined && root !== dir && isInside(root, homedir());

const isBelow = (dir: string, other: string): boolean => dir !== other && isInside(dir, other);
