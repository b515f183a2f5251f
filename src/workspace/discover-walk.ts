import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import { mentions, type NameSearch } from './content.ts';
import type { Found } from './discover-git.ts';
import { listingOf } from './discover-listing.ts';
import { isSourceName } from './file-names.ts';
import { type GitIgnore, gitIgnoreAt, type IsIgnored } from './ignore-rules.ts';
import { explain } from './io-errors.ts';

/**
 * Lists and searches without git, for files outside a work tree. It is synchronous, because a pool of promises takes three
 * times as long. It does not follow links.
 *
 * @param base a directory (real path)
 * @param skip directories and files that `--ignore` leaves out
 * @param isWanted by the name of a file: source code, when nothing else is said
 */
export function listByWalking(
  base: string,
  cwd: string,
  search: NameSearch | undefined,
  skip: IsIgnored | undefined,
  isWanted: (file: string) => boolean = isSourceName,
): Found & { problems: readonly Problem[] } {
  const listed: string[] = [];
  const hits: string[] = [];
  const problems: Problem[] = [];
  const attempt = (file: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      problems.push({ file, message: explain('cannot be read', error) });
    }
  };
  const visitFile = (file: string): void => {
    listed.push(file);
    attempt(file, () => {
      if (search && mentions(file, search)) hits.push(file);
    });
  };
  const visit = (dir: string, above: GitIgnore | undefined): void => {
    const entries = readdirSync(dir, { withFileTypes: true });
    const has = (name: string): boolean => entries.some((entry) => entry.name === name);
    // A nested repository has its own rules: those above it end at its root.
    const fresh = above === undefined || has('.git');
    const rules = fresh ? gitIgnoreAt(dir, cwd) : has('.gitignore') ? above.enter(dir) : above;
    for (const entry of entries) {
      const file = path.join(dir, entry.name);
      const kept = (directory: boolean): boolean =>
        !rules.ignores(file, directory) && skip?.(file, directory) !== true;
      if (entry.isFile() && isWanted(file) && kept(false)) visitFile(file);
      else if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git' && kept(true))
        attempt(file, () => visit(file, rules));
    }
  };
  attempt(base, () => visit(base, undefined));
  return { listed: listingOf(listed), hits, problems };
}
