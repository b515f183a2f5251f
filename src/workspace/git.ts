import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { git, splitNul } from './git-run.ts';

export { git } from './git-run.ts';

/** The nearest directory upwards that holds a `.git`, whatever git thinks of it. */
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
    // core.worktree may point anywhere; a root that does not hold the directory is not its root.
    return isInside(root, real) ? root : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `file` is `dir` or lies below it (both absolute and normal). */
export function isInside(dir: string, file: string): boolean {
  return (
    file.startsWith(dir) &&
    (file.length === dir.length || file[dir.length] === path.sep || dir.endsWith(path.sep))
  );
}

/** Arguments of one git call: far below every system's limit. */
const chunkLength = 20_000;

/**
 * Which of the files (real, absolute paths) have changes that git could not bring back: modified, staged, untracked.
 * Files of another work tree than `root`, nested ones included, are left to a call with their own root.
 *
 * @param options.ignored count files that .gitignore excludes too
 * @throws Error when git cannot tell; never taken for "clean"
 */
export function dirtyFiles(
  root: string,
  files: readonly string[],
  options: { readonly ignored?: boolean } = {},
): Set<string> {
  const own = files.filter((file) => dotGitAbove(path.dirname(file)) === root);
  const dirty = new Set<string>();
  for (const chunk of chunks(own.map((file) => literal(root, file)))) {
    const args = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all'];
    if (options.ignored) args.push('--ignored=matching');
    const { status, stdout, stderr } = git([...args, '--', ...chunk], root);
    if (status !== 0) throw new Error(`git status failed in ${root}: ${stderr.trim() || 'no reason given'}`);
    for (const entry of splitNul(stdout)) dirty.add(path.join(root, entry.slice(3)));
  }
  return new Set(own.filter((file) => dirty.has(file) || (options.ignored && underDirty(file, dirty))));
}

const literal = (root: string, file: string): string =>
  `:(top,literal)${path.relative(root, file).split(path.sep).join('/')}`;

/** git names an ignored directory, not what is in it. */
function underDirty(file: string, dirty: ReadonlySet<string>): boolean {
  for (let dir = path.dirname(file); dir !== path.dirname(dir); dir = path.dirname(dir))
    if (dirty.has(dir) || dirty.has(dir + path.sep)) return true;
  return false;
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
