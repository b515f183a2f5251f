import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import { inspect, isUtf16File, mentions, nameSearch } from './content.ts';
import { ignoredByGit, listWithGit } from './discover-git.ts';
import type { Candidates, Listing } from './discover-listing.ts';
import { listByWalking } from './discover-walk.ts';
import { refusedName } from './file-names.ts';
import { dotGitAbove, gitRoot, isInside } from './git.ts';
import { gitIgnoreAt, type IsIgnored } from './ignore-rules.ts';
import { explain } from './io-errors.ts';

/** How files are looked for. */
export interface CollectOptions {
  /** A file is relevant when its bytes hold one of these. */
  readonly names: readonly string[];
  /** For tests: never ask git to list. */
  readonly walk?: boolean;
}

/** A file that is not analyzed, and why. */
export interface LeftOut {
  readonly file: string;
  readonly why: string;
}

/** Gathers what the two ways of listing (git, walking) bring, with problems and warnings. */
export class Collector {
  readonly listed: Listing[] = [];
  readonly hits: string[] = [];
  readonly problems: Problem[] = [];
  readonly warnings: string[] = [];
  readonly leftOut: LeftOut[] = [];
  private readonly options: CollectOptions;
  private readonly cwd: string;
  private readonly skip: IsIgnored | undefined;
  private readonly roots = new Map<string, string | undefined>();

  constructor(options: CollectOptions, cwd: string, skip: IsIgnored | undefined) {
    this.options = options;
    this.cwd = cwd;
    this.skip = skip;
  }

  /** Lists the directories: with git where it works, else by walking. */
  async list(bases: readonly string[]): Promise<void> {
    const groups = new Map<string | undefined, string[]>();
    for (const base of bases) {
      const root = this.rootOf(base);
      groups.set(root, [...(groups.get(root) ?? []), base]);
    }
    await Promise.all([...groups].map(([root, dirs]) => this.listGroup(root, outermost(dirs))));
  }

  private async listGroup(root: string | undefined, dirs: readonly string[]): Promise<void> {
    const { names } = this.options;
    const byGit = root === undefined ? undefined : await listWithGit(root, dirs, names);
    if (byGit) {
      this.add(byGit.listed, byGit.hits);
      return this.list(byGit.nested.filter((dir) => dir !== root));
    }
    const search = names.length > 0 ? nameSearch(names) : undefined;
    for (const dir of dirs) {
      const { listed, hits, problems } = listByWalking(dir, this.cwd, search, this.skip);
      this.add(listed, hits);
      this.problems.push(...problems);
    }
  }

  private add(listed: Listing, hits: readonly string[]): void {
    this.listed.push(listed);
    for (const file of hits) this.hits.push(file);
  }

  private rootOf(dir: string): string | undefined {
    const above = dotGitAbove(dir);
    if (above === undefined || this.options.walk) return undefined;
    if (!this.roots.has(above)) {
      const root = gitRoot(dir);
      if (root === undefined)
        this.warnings.push(
          `${above} has a .git, but git is missing or refuses to work there. Files were listed without it.`,
        );
      this.roots.set(above, root);
    }
    return this.roots.get(above);
  }

  /** Files that the user named are read directly. For one that must not be analyzed there is a warning. */
  readNamed(files: ReadonlyMap<string, string>, listed: Candidates): string[] {
    if (files.size === 0) return [];
    const ignored = this.ignored([...files.values()]);
    const search = this.options.names.length > 0 ? nameSearch(this.options.names) : undefined;
    return [...files].flatMap(([given, file]) => {
      const refused =
        refusedName(file) ??
        (ignored.has(file) ? 'is ignored by .gitignore' : undefined) ??
        (this.skip?.(file) ? 'is ignored by --ignore' : undefined);
      if (refused) {
        this.warnings.push(`${given} ${refused}; it was not analyzed.`);
        this.leftOut.push({ file, why: refused });
        return [];
      }
      listed.add(file);
      const relevant = () => search !== undefined && (mentions(file, search) || isUtf16File(file));
      return this.attempt(file, relevant) ? [file] : [];
    });
  }

  private ignored(files: readonly string[], directories = false): Set<string> {
    const result = new Set<string>();
    const groups = new Map<string | undefined, string[]>();
    for (const file of files) {
      const root = this.rootOf(path.dirname(file));
      groups.set(root, [...(groups.get(root) ?? []), file]);
    }
    for (const [root, group] of groups) {
      const known = root === undefined ? undefined : ignoredByGit(root, group);
      for (const file of group)
        if (
          known
            ? known.has(file)
            : this.attempt(file, () => gitIgnoreAt(path.dirname(file), this.cwd).ignores(file, directories))
        )
          result.add(file);
    }
    return result;
  }

  whyEmpty(given: string, dir: string): string {
    if (/(?:^|[/\\])node_modules(?:[/\\]|$)/.test(dir))
      return `${given} is in node_modules; nothing in it was analyzed.`;
    if (this.ignored([dir], true).has(dir))
      return `${given} is ignored by .gitignore; nothing in it was analyzed.`;
    return `${given} has no source file to analyze.`;
  }

  /** Of the files that hold a name, those that the tool may change. */
  accept(files: readonly string[]): string[] {
    const skipped: string[] = [];
    const accepted = files.filter((file) =>
      this.attempt(file, () => {
        const verdict = inspect(file);
        if (verdict === 'too-large')
          this.problems.push({
            file,
            message: 'is larger than 5 MB. Split it, or leave it out with --ignore.',
          });
        else if (verdict !== 'source') {
          skipped.push(`${path.relative(this.cwd, file) || file} (${verdict})`);
          this.leftOut.push({ file, why: `is ${verdict}` });
        }
        return verdict === 'source';
      }),
    );
    if (skipped.length > 0) {
      const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : '';
      this.warnings.push(
        `Generated or minified files are not analyzed: ${skipped.slice(0, 5).join(', ')}${more}.`,
      );
    }
    return accepted;
  }

  private attempt(file: string, work: () => boolean): boolean {
    try {
      return work();
    } catch (error) {
      this.problems.push({ file, message: explain('cannot be read', error) });
      return false;
    }
  }
}

/** The directories that lie in none of the others. */
function outermost(dirs: readonly string[]): string[] {
  const unique = [...new Set(dirs)];
  return unique.filter((dir) => !unique.some((other) => other !== dir && isInside(other, dir)));
}
