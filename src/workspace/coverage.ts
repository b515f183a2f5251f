import { realpathSync } from 'node:fs';
import path from 'node:path';
import { exists } from './exists.ts';
import { gitRoot } from './git.ts';

/**
 * Whether a run is about a file, named from the root of the git work tree: it was scanned, or it is gone.
 *
 * @param isCandidate whether a file (absolute real path) was scanned
 * @param within the only files that the run reports on (`--since`, `--staged`)
 */
export function coverage(
  cwd: string,
  isCandidate: (file: string) => boolean,
  within: readonly string[] | undefined,
): (file: string) => boolean {
  const wanted = within && new Set(within);
  return (file) => {
    const real = realpathSync(cwd);
    const absolute = path.resolve(gitRoot(real) ?? real, file);
    return (isCandidate(absolute) && (wanted?.has(absolute) ?? true)) || !exists(absolute);
  };
}
