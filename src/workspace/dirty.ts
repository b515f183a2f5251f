import path from 'node:path';
import { exists } from './exists.ts';
import { dotGitAbove } from './git.ts';
import { git, splitNul } from './git-run.ts';

/** Length of the arguments of one git call: far below the limit of every system. */
const chunkLength = 20_000;

/**
 * Which of the files (real, absolute paths) hold changes that git could not restore: modified, staged, untracked, ignored.
 * Files of another work tree than `root`, nested ones included, need a call with their own root.
 *
 * `git status` would answer this, but it runs the filter programs that the repository configures. So this compares the
 * commit, the index and the bytes on the disk, with git's own conversions (line endings) and without filters. A file that
 * a filter changes counts as modified.
 *
 * @throws Error when git cannot tell: that never counts as clean
 */
export function dirtyFiles(root: string, files: readonly string[]): Set<string> {
  const own = files.filter((file) => dotGitAbove(path.dirname(file)) === root);
  if (own.length === 0) return new Set();
  const ask = asker(root);
  const names = new Map(own.map((file) => [file, path.relative(root, file).split(path.sep).join('/')]));
  const committed = hasCommit(root)
    ? entries(ask, ['ls-tree', '-z', '--full-tree', 'HEAD'], names)
    : new Map();
  const staged = entries(ask, ['ls-files', '-z', '--stage', '--full-name'], names);
  // A removed file has nothing to lose. The writer reports it.
  const there = own.filter(exists);
  const tracked = there.filter((file) => {
    const entry = committed.get(names.get(file) ?? '');
    return entry !== undefined && entry === staged.get(names.get(file) ?? '');
  });
  const present = hashes(ask, tracked, names);
  return new Set(
    there.filter((file) => {
      const hash = present.get(file);
      return hash === undefined || !staged.get(names.get(file) ?? '')?.endsWith(` ${hash}`);
    }),
  );
}

/** Asks git a question; throws with its words when it fails. */
export type Ask = (args: readonly string[], input?: string) => Buffer;

/**
 * Asks git with every filter of the configuration switched off: a repository must not run a program here.
 *
 * @param env variables in addition to the cleaned environment
 */
export function asker(root: string, env: Readonly<Record<string, string>> = {}): Ask {
  const filters = withoutFilters(root);
  return (args, input) => {
    const { status, stdout, stderr } = git([...filters, '--literal-pathspecs', ...args], root, env, input);
    if (status === 0) return stdout;
    throw new Error(`git ${args[0]} failed in ${root}: ${stderr.trim() || 'no reason given'}`);
  };
}

/** Settings that disable every filter of the configuration. `--list` follows includes, so none is missed. */
function withoutFilters(root: string): string[] {
  const { status, stdout, stderr } = git(['config', '--list', '--name-only', '-z'], root);
  if (status !== 0) throw new Error(`git config failed in ${root}: ${stderr.trim() || 'no reason given'}`);
  const drivers = splitNul(stdout).flatMap((key) => /^filter\.([\s\S]*)\.[a-z]+$/i.exec(key)?.[1] ?? []);
  return [...new Set(drivers)].flatMap((driver) => {
    // `-c` ends the key at the first `=`.
    if (/[=\n]/.test(driver))
      throw new Error(`the configuration of ${root} names a filter that cannot be switched off.`);
    const settings = [
      `filter.${driver}.clean=`,
      `filter.${driver}.process=`,
      `filter.${driver}.required=false`,
    ];
    return settings.flatMap((setting) => ['-c', setting]);
  });
}

const hasCommit = (root: string): boolean =>
  git(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}'], root).status === 0;

/** Name → mode and object that `ls-tree` or `ls-files --stage` lists. In a conflict a name is listed more than once. */
function entries(
  ask: Ask,
  args: readonly string[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const chunk of chunks([...names.values()]))
    for (const line of splitNul(ask([...args, '--', ...chunk]))) {
      const tab = line.indexOf('\t');
      const [mode = '', ...rest] = line.slice(0, tab).split(' ');
      // ls-tree: mode, type, object; ls-files: mode, object, stage.
      const object = rest.find((word) => /^[0-9a-f]{40,}$/.test(word)) ?? '';
      const conflict = args[0] === 'ls-files' && rest.at(-1) !== '0';
      found.set(line.slice(tab + 1), conflict ? 'conflict' : `${mode} ${object}`);
    }
  return found;
}

/** The object that git would store for the bytes on the disk, its own conversions included. */
function hashes(
  ask: Ask,
  files: readonly string[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // Line breaks separate the paths of a list, so names with a line break or a quote are asked one by one.
  const plain = files.filter((file) => !/[\n\r"]/.test(names.get(file) ?? ''));
  const list = plain.map((file) => `${names.get(file)}\n`).join('');
  const lines = plain.length > 0 ? ask(['hash-object', '--stdin-paths'], list).toString().split('\n') : [];
  for (const [index, file] of plain.entries()) found.set(file, lines[index] ?? '');
  for (const file of files)
    if (!found.has(file))
      found.set(
        file,
        ask(['hash-object', '--', names.get(file) ?? ''])
          .toString()
          .trim(),
      );
  return found;
}

function* chunks(args: readonly string[]): Generator<string[]> {
  let chunk: string[] = [];
  let length = 0;
  for (const arg of args) {
    if (length + arg.length > chunkLength && chunk.length > 0) {
      yield chunk;
      chunk = [];
      length = 0;
    }
    chunk.push(arg);
    length += arg.length;
  }
  if (chunk.length > 0) yield chunk;
}
