import { closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { openRegular } from './content.ts';
import { dotGitAbove, isInside } from './git.ts';

/** Whether an absolute path is ignored. */
export type IsIgnored = (file: string, isDirectory?: boolean) => boolean;

const slashes = (file: string): string => (path.sep === '/' ? file : file.replaceAll(path.sep, '/'));

function matcher(base: string, rules: Ignore): IsIgnored {
  return (file, isDirectory = false) => {
    const relative = slashes(path.relative(base, file));
    if (relative === '' || relative.startsWith('../') || path.isAbsolute(relative)) return false;
    return rules.ignores(isDirectory ? `${relative}/` : relative);
  };
}

/**
 * The `--ignore` globs: gitignore rules relative to `cwd`, which may also use `{a,b}`. A leading `./` is dropped, and an
 * absolute glob below `cwd` becomes a relative one.
 */
export function ignoreGlobs(globs: readonly string[], cwd: string): IsIgnored | undefined {
  if (globs.length === 0) return undefined;
  const base = `${slashes(cwd).replace(/\/$/, '')}/`;
  const patterns = globs
    .map((glob) => (path.sep === '/' ? glob : glob.replaceAll(path.sep, '/')))
    .map((glob) => (glob.startsWith(base) ? `/${glob.slice(base.length)}` : glob.replace(/^\.\//, '/')))
    .flatMap(expandBraces);
  return matcher(cwd, ignore({ ignorecase: false }).add(patterns));
}

/** `a.{b,c}` → `a.b`, `a.c`; nested braces too. */
export function expandBraces(glob: string): string[] {
  const open = glob.indexOf('{');
  let depth = 0;
  let start = open + 1;
  const parts: string[] = [];
  for (let at = open; at >= 0 && at < glob.length; at++) {
    if (glob[at] === '{') depth++;
    else if (glob[at] === ',' && depth === 1) {
      parts.push(glob.slice(start, at));
      start = at + 1;
    } else if (glob[at] === '}' && --depth === 0) {
      if (parts.length === 0) return [glob];
      parts.push(glob.slice(start, at));
      return parts.flatMap((part) => expandBraces(glob.slice(0, open) + part + glob.slice(at + 1)));
    }
  }
  return [glob];
}

/** The .gitignore rules of a directory. `enter` adds those of a child. */
export interface GitIgnore {
  readonly ignores: IsIgnored;
  /** The rules inside `dir`, which must not be ignored itself. Throws when its .gitignore cannot be read. */
  enter(dir: string): GitIgnore;
}

/** The rules of `dir`: from the root of its work tree if there is one, else from `cwd` or `dir` itself. */
export function gitIgnoreAt(dir: string, cwd: string): GitIgnore {
  const root = dotGitAbove(dir) ?? (isInside(cwd, dir) ? cwd : dir);
  let rules = gitIgnore(
    root,
    readRules(path.join(root, '.git', 'info', 'exclude')).concat(rulesOf(root, root)),
  );
  let at = root;
  for (const segment of path.relative(root, dir).split(path.sep).filter(Boolean)) {
    at = path.join(at, segment);
    rules = rules.enter(at);
  }
  return rules;
}

function gitIgnore(root: string, rules: readonly string[]): GitIgnore {
  const self: GitIgnore = {
    ignores: matcher(root, ignore({ ignorecase: false }).add([...rules])),
    enter(dir) {
      const own = rulesOf(root, dir);
      return own.length === 0 ? self : gitIgnore(root, [...rules, ...own]);
    },
  };
  return self;
}

/** The rules of one .gitignore, rewritten to mean the same from `root`. As in git, a later rule wins. */
function rulesOf(root: string, dir: string): string[] {
  const rules = readRules(path.join(dir, '.gitignore'));
  const prefix = slashes(path.relative(root, dir)).replace(/[\\*?[\]!# ]/g, '\\$&');
  return prefix === '' ? rules : rules.flatMap((rule) => rebase(rule, prefix));
}

function rebase(rule: string, prefix: string): string[] {
  if (rule === '' || rule.startsWith('#')) return [];
  const negated = rule.startsWith('!');
  const body = negated ? rule.slice(1) : rule;
  const anchored = /\/(?!\s*$)/.test(body);
  return [`${negated ? '!' : ''}/${prefix}/${anchored ? body.replace(/^\//, '') : `**/${body}`}`];
}

function readRules(file: string): string[] {
  try {
    const { fd } = openRegular(file);
    try {
      return readFileSync(fd, 'utf8')
        .replace(/^\uFEFF/, '')
        .split(/\r?\n/);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    // Like git: a .gitignore that is a link or a directory has no rules.
    if (['ENOENT', 'ENOTDIR', 'ENOTREG', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return [];
    throw error;
  }
}
