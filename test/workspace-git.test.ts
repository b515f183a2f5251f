import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { dirtyFiles } from '../src/workspace/dirty.ts';
import { gitRoot, isInside } from '../src/workspace/git.ts';
import { git, gitAsync, splitNul } from '../src/workspace/git-run.ts';
import { commitAll, put, repository, sh, tree } from './workspace-helpers.ts';

const saved = { ...process.env };
afterEach(() => {
  process.env = { ...saved };
});

const names = (dir: string, files: Iterable<string>): string[] =>
  [...files].map((file) => path.relative(dir, file)).sort();

describe('git', () => {
  test('is not led astray by the environment', async () => {
    const dir = repository({ 'a.ts': '' });
    const other = repository();
    for (const name of ['GIT_DIR', 'GIT_COMMON_DIR']) process.env[name] = path.join(other, '.git');
    process.env.GIT_WORK_TREE = other;
    process.env.GIT_LITERAL_PATHSPECS = '1';
    expect(gitRoot(dir)).toBe(dir);
    const args = ['ls-files', '-o', '-z', '--', '*.ts'];
    expect(splitNul(git(args, dir).stdout)).toEqual(['a.ts']);
    expect(splitNul((await gitAsync(args, dir)).stdout)).toEqual(['a.ts']);
  });

  test('runs nothing that a repository names', () => {
    const dir = repository({ 'a.ts': 'x', '.gitattributes': '*.ts diff=evil\n' });
    commitAll(dir);
    const marker = path.join(dir, '.git', 'ran');
    put(dir, { '.git/evil.sh': `#!/bin/sh\necho ran >> '${marker}'\n`, 'a.ts': 'y' });
    const evil = path.join(dir, '.git', 'evil.sh');
    chmodSync(evil, 0o755);
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
    ])
      sh(dir, 'config', key, evil);
    sh(dir, 'config', 'alias.status', `!${evil}`);
    mkdirSync(path.join(dir, '.git', 'hooks'), { recursive: true });
    put(dir, { '.git/hooks/post-index-change': `#!/bin/sh\n'${evil}'\n` });
    chmodSync(path.join(dir, '.git', 'hooks', 'post-index-change'), 0o755);
    expect(names(dir, dirtyFiles(dir, [path.join(dir, 'a.ts')]))).toEqual(['a.ts']);
    expect(existsSync(marker)).toBe(false);
    // The trap works: without the hardening it snaps.
    sh(dir, 'diff', '--ext-diff');
    expect(existsSync(marker)).toBe(true);
  });

  /** A repository whose every door leads to a program of its own, which leaves a mark. */
  function trap(): { dir: string; ran: () => boolean } {
    const dir = repository({ 'a.ts': 'x', 'b.ts': 'x', '.gitattributes': '*.ts filter=evil\n' });
    commitAll(dir);
    const marker = path.join(dir, '.git', 'ran');
    put(dir, { '.git/evil.sh': `#!/bin/sh\necho ran >> '${marker}'\n` });
    chmodSync(path.join(dir, '.git', 'evil.sh'), 0o755);
    return { dir, ran: () => existsSync(marker) };
  }

  test.each(['clean', 'process', 'smudge'])('runs no %s filter, wherever it is configured', (kind) => {
    const { dir, ran } = trap();
    put(dir, { '.git/more': `[filter "evil"]\n\t${kind} = ${dir}/.git/evil.sh\n\trequired = true\n` });
    sh(dir, 'config', 'include.path', 'more');
    // A new time of the file: git looks at its bytes again.
    utimesSync(path.join(dir, 'a.ts'), 1, 1);
    const [same, changed] = [path.join(dir, 'a.ts'), path.join(dir, 'b.ts')];
    put(dir, { 'b.ts': 'y' });
    expect(names(dir, dirtyFiles(dir, [same, changed]))).toEqual(['b.ts']);
    expect(ran()).toBe(false);
    if (kind === 'smudge') return;
    // The trap works: git status walks into it.
    try {
      sh(dir, 'status');
    } catch {}
    expect(ran()).toBe(true);
  });

  test('refuses a filter whose name hides it', () => {
    const { dir, ran } = trap();
    put(dir, { '.gitattributes': '*.ts filter=a=b\n', 'a.ts': 'y' });
    sh(dir, 'config', 'filter.a=b.clean', `${dir}/.git/evil.sh`);
    expect(() => dirtyFiles(dir, [path.join(dir, 'a.ts')])).toThrow(/cannot be switched off/);
    expect(ran()).toBe(false);
  });

  test('fetches nothing that a partial clone lacks', () => {
    const { dir, ran } = trap();
    sh(dir, 'config', 'core.repositoryFormatVersion', '1');
    sh(dir, 'config', 'extensions.partialClone', 'origin');
    sh(dir, 'config', 'remote.origin.url', `ext::${dir}/.git/evil.sh`);
    sh(dir, 'config', 'remote.origin.promisor', 'true');
    sh(dir, 'config', 'protocol.ext.allow', 'always');
    const tree = sh(dir, 'rev-parse', 'HEAD^{tree}').trim();
    rmSync(path.join(dir, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true });
    expect(() => dirtyFiles(dir, [path.join(dir, 'a.ts')])).toThrow(/git ls-tree failed/);
    // Two guards, of which older versions know but the second: it holds alone, too.
    expect(git(['ls-tree', 'HEAD'], dir, { GIT_NO_LAZY_FETCH: '0' }).status).toBe(128);
    expect(ran()).toBe(false);
    // And so does the first, where git knows it.
    const disabled = (stderr: string): boolean => stderr.includes('lazy fetching disabled');
    const known = disabled(git(['ls-tree', 'HEAD'], dir, { GIT_NO_LAZY_FETCH: '1' }).stderr);
    expect(disabled(git(['ls-tree', 'HEAD'], dir, { GIT_ALLOW_PROTOCOL: 'ext' }).stderr)).toBe(known);
    expect(ran()).toBe(!known);
    try {
      sh(dir, 'ls-tree', 'HEAD');
    } catch {}
    expect(ran()).toBe(true);
  });

  test('no hook runs, whatever the command', () => {
    const { dir, ran } = trap();
    put(dir, { '.git/hooks/post-checkout': `#!/bin/sh\n'${dir}/.git/evil.sh'\n` });
    chmodSync(path.join(dir, '.git/hooks/post-checkout'), 0o755);
    expect(git(['checkout', '-q', '-b', 'other'], dir).status).toBe(0);
    sh(dir, 'config', 'core.hooksPath', '.git/hooks');
    expect(git(['checkout', '-q', '-b', 'another'], dir).status).toBe(0);
    expect(ran()).toBe(false);
    sh(dir, 'checkout', '-q', '-b', 'third');
    expect(ran()).toBe(true);
  });

  test('that is missing behaves like no git', async () => {
    const dir = repository({ 'a.ts': '' });
    process.env.PATH = tree();
    expect(gitRoot(dir)).toBeUndefined();
    expect(git(['status'], dir)).toMatchObject({ status: undefined });
    expect(await gitAsync(['status'], dir)).toMatchObject({ status: undefined });
  });

  test('passes failures on', async () => {
    const dir = repository();
    expect(git(['no-such-command'], dir).status).toBe(1);
    expect((await gitAsync(['rev-parse', '--verify', 'nope'], dir)).status).toBe(128);
    expect((await gitAsync(['rev-parse', '--verify', 'nope'], dir)).stderr).toMatch(/fatal/);
  });
});

describe('gitRoot', () => {
  test('is the real path of the nearest work tree', () => {
    const dir = repository({ 'sub/deep/a.ts': '' });
    sh(path.join(dir, 'sub'), 'init', '-q');
    const link = path.join(tree(), 'link');
    symlinkSync(dir, link);
    expect(gitRoot(link)).toBe(dir);
    expect(gitRoot(path.join(link, 'sub', 'deep'))).toBe(path.join(dir, 'sub'));
  });

  test('is undefined outside, for a missing directory, and when the repository names another tree', () => {
    expect(gitRoot(tree())).toBeUndefined();
    expect(gitRoot(path.join(tree(), 'gone'))).toBeUndefined();
    const dir = repository();
    sh(dir, 'config', 'core.worktree', tree());
    expect(gitRoot(dir)).toBeUndefined();
  });

  test('isInside compares whole segments', () => {
    expect([isInside('/a', '/a'), isInside('/a', '/a/b'), isInside('/', '/a')]).toEqual([true, true, true]);
    expect([isInside('/a', '/ab'), isInside('/a/b', '/a')]).toEqual([false, false]);
  });
});

describe('dirtyFiles', () => {
  test('are the modified, staged and untracked ones among those asked for', () => {
    const files = {
      'clean.ts': 'a',
      'modified.ts': 'a',
      'staged.ts': 'a',
      'mode.ts': 'a',
      '.gitignore': 'ig*\n',
    };
    const dir = repository({ ...files, '[x] ü"\n.ts': 'a', 'x.ts': 'a' });
    commitAll(dir);
    put(dir, { 'modified.ts': 'b', 'staged.ts': 'b', 'new.ts': '', 'dir/new.ts': '', '[x] ü"\n.ts': 'b' });
    put(dir, { 'ignored.ts': '', 'ig/x.ts': '', 'not-asked.ts': '' });
    sh(dir, 'add', 'staged.ts');
    const asked = Object.keys(files).concat(
      'new.ts',
      'dir/new.ts',
      '[x] ü"\n.ts',
      'x.ts',
      'ignored.ts',
      'ig/x.ts',
    );
    const absolute = asked.map((file) => path.join(dir, file));
    expect(names(dir, dirtyFiles(dir, absolute))).toEqual([
      '[x] ü"\n.ts',
      'dir/new.ts',
      'ig/x.ts',
      'ignored.ts',
      'modified.ts',
      'new.ts',
      'staged.ts',
    ]);
    expect(dirtyFiles(dir, []).size).toBe(0);
  });

  test('conflicts, files added in name only, and those that git was told not to look at', () => {
    const dir = repository({ 'both.ts': 'a', 'skipped.ts': 'a', 'same.ts': 'a' });
    commitAll(dir);
    sh(dir, 'checkout', '-q', '-b', 'theirs');
    put(dir, { 'both.ts': 'b' });
    commitAll(dir);
    sh(dir, 'checkout', '-q', 'main');
    put(dir, { 'both.ts': 'c' });
    commitAll(dir);
    expect(() => sh(dir, 'merge', 'theirs')).toThrow();
    put(dir, { 'intended.ts': '', 'skipped.ts': 'b' });
    sh(dir, 'add', '-N', 'intended.ts');
    sh(dir, 'update-index', '--skip-worktree', 'skipped.ts');
    const asked = ['both.ts', 'intended.ts', 'same.ts', 'skipped.ts', 'gone.ts'];
    expect(
      names(
        dir,
        dirtyFiles(
          dir,
          asked.map((file) => path.join(dir, file)),
        ),
      ),
    ).toEqual(['both.ts', 'intended.ts', 'skipped.ts']);
  });

  test('line endings that git converts are no change; those that it does not are', () => {
    const dir = repository({ 'a.ts': 'a\n', 'b.ts': 'b\n', '.gitattributes': 'a.ts text\n' });
    commitAll(dir);
    put(dir, { 'a.ts': 'a\r\n', 'b.ts': 'b\r\n' });
    expect(names(dir, dirtyFiles(dir, [path.join(dir, 'a.ts'), path.join(dir, 'b.ts')]))).toEqual(['b.ts']);
  });

  test('are found among very many', () => {
    const many = Array.from(
      { length: 3_000 },
      (_, index) => `some/rather/long/directory/name/file-${index}.ts`,
    );
    const dir = repository(Object.fromEntries(many.map((file) => [file, ''])));
    const absolute = many.map((file) => path.join(dir, file));
    expect(dirtyFiles(dir, absolute).size).toBe(3_000);
    commitAll(dir);
    expect(dirtyFiles(dir, absolute).size).toBe(0);
  });

  test('belong to their own repository, before the first commit too', () => {
    const dir = repository({ 'a.ts': '', 'nested/b.ts': '' });
    sh(path.join(dir, 'nested'), 'init', '-q');
    const files = ['a.ts', 'nested/b.ts'].map((file) => path.join(dir, file));
    expect(names(dir, dirtyFiles(dir, files))).toEqual(['a.ts']);
    expect(names(dir, dirtyFiles(path.join(dir, 'nested'), files))).toEqual(['nested/b.ts']);
  });

  test('are never guessed: a failing git throws', () => {
    const dir = repository({ 'a.ts': '' });
    commitAll(dir);
    put(dir, { '.git/index': 'rubbish' });
    expect(() => dirtyFiles(dir, [path.join(dir, 'a.ts')])).toThrow(/git ls-files failed in .*index/s);
  });
});
