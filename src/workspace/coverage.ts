import { realpathSync } from 'node:fs';
import path from 'node:path';
import { exists } from './exists.ts';
import { gitRoot } from './git.ts';

/**
 * Whether a run is about a file, named from the root of the git work tree: it was scanned, or it is gone.
 *
 * @param isCandidate whether a file (absolute real path) was scanned
 */
export function coverage(cwd: string, isCandidate: (file: string) => boolean): (file: string) => boolean {
  return (file) => {
    const real = realpathSync(cwd);
    const absolute = path.resolve(gitRoot(real) ?? real, file);
    return isCandidate(absolute) || !exists(absolute);
  };
}
