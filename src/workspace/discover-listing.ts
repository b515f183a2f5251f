import path from 'node:path';
import { isSourceName } from './file-names.ts';

/** The files that one listing found: absolute paths, unsorted. */
export interface Listing extends Iterable<string> {
  readonly count: number;
}

/** A listing of known paths. */
export function listingOf(files: readonly string[]): Listing {
  return { count: files.length, [Symbol.iterator]: () => files[Symbol.iterator]() };
}

/**
 * A listing over the `-z` output of git. It is counted as bytes, and a path becomes a string only on demand: making
 * 100,000 strings costs more than everything else that is done with them.
 *
 * @param output paths relative to `root`, all with an extension of source files, or directories with a slash at the end
 */
export function listingOfGit(output: Buffer, root: string): Listing & { directories: readonly string[] } {
  const text = output.toString('latin1');
  const directories = [...entriesWith(text, /\/\0/g)].map((entry) => decode(root, entry.slice(0, -1)));
  // The work tree itself may be inside node_modules.
  if (!isSourceName(path.join(root, 'x.ts'))) return { ...listingOf([]), directories };
  const refused = [...entriesWith(text, doubtful)].filter((entry) => !isSourceName(`/${entry}`));
  return {
    directories,
    count: countNul(text) - directories.length - refused.length,
    *[Symbol.iterator]() {
      for (const entry of entriesOf(output)) {
        const file = absolute(root, entry);
        if (!entry.endsWith('/') && isSourceName(file)) yield file;
      }
    },
  };
}

/** Decodes block by block: a search for one file does not decode all of them. */
function* entriesOf(output: Buffer): Generator<string> {
  for (let at = 0; at < output.length; ) {
    const found = output.indexOf(0, at + blockSize);
    const end = found === -1 ? output.length - 1 : found;
    yield* output.toString('utf8', at, end).split('\0');
    at = end + 1;
  }
}

const blockSize = 64 * 1024;

/** What {@link isSourceName} may refuse among names that end as a source file does: `x.d.ts`, `x.d.css.ts`, `x.min.js`. */
const doubtful = /\.(?:d|min)\.[^/\0]*\0/g;

/** The entries in which the pattern, which ends with the NUL, is found. */
function* entriesWith(text: string, pattern: RegExp): Generator<string> {
  for (const { index, 0: found } of text.matchAll(pattern))
    yield text.slice(index === 0 ? 0 : text.lastIndexOf('\0', index - 1) + 1, index + found.length - 1);
}

function countNul(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\0'); at !== -1; at = text.indexOf('\0', at + 1)) count++;
  return count;
}

const decode = (root: string, latin1: string): string =>
  absolute(root, Buffer.from(latin1, 'latin1').toString('utf8'));

/** A path from git, which always uses `/`, below the root. */
export function absolute(root: string, entry: string): string {
  return path.sep === '/' ? `${root === '/' ? '' : root}/${entry}` : path.join(root, entry);
}

/** The files that could be relevant, each once. */
export class Candidates {
  private readonly listings: readonly Listing[];
  private readonly accepts: ((file: string) => boolean) | undefined;
  private known: Set<string> | undefined;

  /** @param accepts undefined when every listed file was asked for */
  constructor(listings: readonly Listing[], accepts: ((file: string) => boolean) | undefined) {
    this.listings = listings;
    this.accepts = accepts;
  }

  /** One listing names no file twice. So unless some are left out, the count needs no names. */
  get size(): number {
    const [only, ...more] = this.listings;
    return only && more.length === 0 && !this.accepts && !this.known ? only.count : this.names().size;
  }

  has(file: string): boolean {
    return this.names().has(file);
  }

  add(file: string): void {
    this.names().add(file);
  }

  some(test: (file: string) => boolean): boolean {
    for (const file of this.known ?? this.each()) if (test(file)) return true;
    return false;
  }

  private names(): Set<string> {
    this.known ??= new Set(this.each());
    return this.known;
  }

  private *each(): Generator<string> {
    for (const listing of this.listings)
      for (const file of listing) if (this.accepts?.(file) !== false) yield file;
  }
}
