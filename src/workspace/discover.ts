import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../model/finding.ts';
import type { IgnoreBelow } from '../model/run-options.ts';
import { type CollectOptions, Collector, type LeftOut } from './collect.ts';
import { Candidates } from './discover-listing.ts';
import { byCodeUnit } from './file-names.ts';
import { isInside } from './git.ts';
import { type IsIgnored, ignoreGlobs } from './ignore-rules.ts';
import { noMatch, readTargets, type Targets } from './targets.ts';

export interface DiscoverOptions extends CollectOptions {
  readonly cwd: string;
  /** Files, folders, globs; default `.`. */
  readonly paths?: readonly string[];
  /** The `--ignore` globs. */
  readonly ignore?: readonly string[];
  /** Globs that count from another directory: those of a config file. */
  readonly ignoreBelow?: IgnoreBelow;
}

export interface Discovery {
  /** Relevant files: absolute real paths, in code unit order. */
  readonly files: readonly string[];
  /** How many files were candidates. */
  readonly scanned: number;
  /** Whether a file was scanned: below one of the given paths, and not ignored. */
  isCandidate(file: string): boolean;
  /** The directories that the given paths name, or that they lie in. */
  readonly bases: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** Files that name the SDK and are not analyzed, each with the reason. */
  readonly leftOut: readonly LeftOut[];
}

/** Finds the files that a run has to read. Problems make the exit code 2. Warnings go to stderr. */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const cwd = realpathSync(options.cwd);
  const targets = await readTargets(options.paths?.length ? options.paths : ['.'], cwd);
  const skip = either(
    ignoreGlobs([...(options.ignore ?? []), ...targets.excluded], cwd),
    options.ignoreBelow && ignoreGlobs(options.ignoreBelow.globs, realpathSync(options.ignoreBelow.dir)),
  );
  const found = new Collector(options, cwd, skip);
  found.problems.push(...targets.problems);
  const listedBases = [...targets.directories.values(), ...targets.globs.map((glob) => glob.base)];
  await found.list(listedBases);
  const accepts = acceptor(targets, skip);
  const listed = new Candidates(found.listed, accepts);
  const hits = new Set(accepts ? found.hits.filter(accepts) : found.hits);
  for (const file of found.readNamed(targets.files, listed)) hits.add(file);
  for (const { given, matches } of targets.globs)
    if (![...matches].some((file) => listed.has(file)))
      found.problems.push({ file: given, message: noMatch });
  for (const [given, dir] of targets.directories)
    if (!listed.some((file) => isInside(dir, file))) found.warnings.push(found.whyEmpty(given, dir));
  return {
    files: found.accept([...hits].sort(byCodeUnit)),
    scanned: listed.size,
    isCandidate: (file) => listed.has(file),
    bases: [...listedBases, ...[...targets.files.values()].map((file) => path.dirname(file))],
    problems: found.problems,
    warnings: found.warnings,
    leftOut: found.leftOut,
  };
}

function either(a: IsIgnored | undefined, b: IsIgnored | undefined): IsIgnored | undefined {
  return a && b ? (file, isDirectory) => a(file, isDirectory) || b(file, isDirectory) : (a ?? b);
}

/** Whether a listed file was asked for: it is in a given directory or matches a glob, and --ignore does not exclude it. */
function acceptor(
  { directories, globs }: Targets,
  skip: IsIgnored | undefined,
): ((file: string) => boolean) | undefined {
  // Without globs only the given directories were listed.
  if (globs.length === 0) return skip && ((file) => !skip(file));
  const dirs = [...directories.values()];
  return (file) =>
    (dirs.some((dir) => isInside(dir, file)) || globs.some((glob) => glob.matches.has(file))) &&
    !skip?.(file);
}
