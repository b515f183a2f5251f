import { chmodSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from '../src/workspace/discover.ts';
import { treeRoots } from '../src/workspace/git.ts';
import { createOwners } from '../src/workspace/owner.ts';
import { maxImporters } from '../src/workspace/project-search.ts';
import { searchRoots } from '../src/workspace/search-roots.ts';
import { openWorkspace } from '../src/workspace/workspace.ts';
import { commitAll, put, repository, sh, tree } from './workspace-helpers.ts';

const relative = (dir: string, files: readonly string[]): string[] =>
  files.map((file) => path.relative(dir, file));

async function opened(cwd: string, paths: readonly string[] = ['.'], ignore: readonly string[] = []) {
  return openWorkspace(cwd, await discover({ cwd, paths, ignore, names: ['@scope/sdk'] }));
}

async function mentioning(dir: string, names: readonly string[], paths?: readonly string[]) {
  const { files, tooMany } = (await opened(dir, paths)).filesMentioning(names);
  return { files: relative(dir, files), tooMany };
}

const sdk = "import '@scope/sdk';\n";
const call = 'completeLogin(code);\n';

/** Both roads search the same tree. */
async function bothRoads(files: Readonly<Record<string, string | Buffer>>, names: readonly string[]) {
  const byGit = await mentioning(repository(files), names);
  expect(await mentioning(tree(files), names)).toEqual(byGit);
  return byGit;
}

describe('filesMentioning', () => {
  test('finds whole words in source files, with git and without', async () => {
    const { files, tooMany } = await bothRoads(
      {
        'a.ts': sdk,
        'call.ts': call,
        'deep/er/call.jsx': call,
        'odd\nname.mts': call,
        'ünï.cjs': `auth.${call}`,
        'both.ts': 'completeLogin; onCallback;\n',
        'other.ts': 'onCallback();\n',
        'longer.ts': 'completeLoginNow(); notcompleteLogin(); completeLogin2(); _completeLogin();\n',
        'other-case.ts': 'completelogin(code);\n',
        'late.ts': `${'// filler\n'.repeat(60_000)}${call}`,
        'types.d.ts': call,
        'lib.min.js': call,
        'readme.md': call,
        'node_modules/p/index.js': call,
        'generated.ts': `// @generated\n${call}`,
        'minified.js': `${'x;'.repeat(20_000)}${call}`,
        'ignored.ts': call,
        'out/ignored.ts': call,
        '.gitignore': 'ignored.ts\n/out\n',
      },
      ['completeLogin', 'onCallback'],
    );
    expect(files).toEqual([
      'both.ts',
      'call.ts',
      'deep/er/call.jsx',
      'late.ts',
      'odd\nname.mts',
      'other.ts',
      'ünï.cjs',
    ]);
    expect(tooMany).toEqual([]);
  });

  test('takes names literally, and those that no line can hold for too many', async () => {
    const files = {
      'a.ts': sdk,
      'event.ts': "emitter.on('auth:code', f);\n",
      'dollar.ts': 'code$.next(1);\n',
      'plain.ts': 'code.next(1);\n',
      'dots.ts': 'authXcode\n',
      'umlaut.ts': 'schlüssel();\n',
    };
    expect(await bothRoads(files, ['auth:code'])).toEqual({ files: ['event.ts'], tooMany: [] });
    expect(await bothRoads(files, ['auth.code'])).toEqual({ files: [], tooMany: [] });
    expect(await bothRoads(files, ['-e', '--', 'code$'])).toEqual({ files: ['dollar.ts'], tooMany: [] });
    expect((await bothRoads(files, ['code', 'code$'])).files).toEqual(['dollar.ts', 'event.ts', 'plain.ts']);
    expect(await bothRoads(files, ['schlüssel'])).toEqual({ files: ['umlaut.ts'], tooMany: [] });
    expect(await bothRoads(files, ['', 'a\nb', 'code'])).toEqual({
      files: expect.arrayContaining(['plain.ts']),
      tooMany: ['', 'a\nb'],
    });
    expect(await bothRoads(files, [])).toEqual({ files: [], tooMany: [] });
  });

  test('a name in too many files brings none of them, and does not hide another', async () => {
    const many = Object.fromEntries(
      Array.from({ length: maxImporters + 1 }, (_, index) => [`m/${index}.ts`, 'get(); get();\n']),
    );
    const few = Object.fromEntries(
      Array.from({ length: maxImporters }, (_, index) => [`m/${index}.ts`, 'get(); put();\n']),
    );
    const rest = { 'a.ts': sdk, 'call.ts': `get(); ${call}` };
    expect(await bothRoads({ ...rest, ...many }, ['get', 'completeLogin'])).toEqual({
      files: ['call.ts'],
      tooMany: ['get'],
    });
    const { files, tooMany } = await bothRoads({ 'a.ts': sdk, ...few }, ['put']);
    expect([files.length, tooMany]).toEqual([maxImporters, []]);
  });

  test('searches the whole work tree, whatever was given, and says what was given', async () => {
    const dir = repository({
      'packages/a/sdk.ts': sdk,
      'packages/a/skipped.ts': call,
      'packages/b/call.ts': call,
      'call.ts': call,
    });
    commitAll(dir);
    const workspace = await opened(path.join(dir, 'packages/a'), ['.'], ['skipped.ts']);
    const { files } = workspace.filesMentioning(['completeLogin']);
    expect(relative(dir, files)).toEqual(['call.ts', 'packages/a/skipped.ts', 'packages/b/call.ts']);
    expect(files.filter(workspace.isGiven)).toEqual([]);
    expect((await opened(dir)).isGiven(path.join(dir, 'call.ts'))).toBe(true);
  });

  test('tracked, staged and untracked files count; a nested repository with relevant files too', async () => {
    const dir = repository({ 'a.ts': sdk, 'tracked.ts': call });
    commitAll(dir);
    put(dir, { 'staged.ts': call, 'untracked.ts': call, 'nested/a.ts': sdk, 'nested/call.ts': call });
    sh(dir, 'add', 'staged.ts');
    sh(path.join(dir, 'nested'), 'init', '-q');
    const { files } = await mentioning(dir, ['completeLogin']);
    expect(files).toEqual(['nested/call.ts', 'staged.ts', 'tracked.ts', 'untracked.ts']);
  });

  test('follows no link', async () => {
    const outside = tree({ 'call.ts': call });
    const files = { 'a.ts': sdk };
    for (const dir of [repository(files), tree(files)]) {
      symlinkSync(path.join(outside, 'call.ts'), path.join(dir, 'link.ts'));
      symlinkSync(outside, path.join(dir, 'linked'));
      expect(await mentioning(dir, ['completeLogin'])).toEqual({ files: [], tooMany: [] });
    }
  });

  test('a file that is no UTF-8 is named: a problem where it was given, else a warning', async () => {
    const latin1 = Buffer.from(`${call}// \xe4\n`, 'latin1');
    const files = { 'src/a.ts': sdk, 'src/latin1.ts': latin1, 'other/latin1.ts': latin1 };
    const dir = repository(files);
    const workspace = await opened(dir, ['src']);
    expect(workspace.problems()).toEqual([]);
    expect(workspace.filesMentioning(['completeLogin'])).toEqual({ files: [], tooMany: [] });
    expect(workspace.problems()).toEqual([
      { file: path.join(dir, 'src/latin1.ts'), message: expect.stringMatching(/not valid UTF-8/) },
    ]);
    expect(workspace.warnings()).toEqual([expect.stringMatching(/^other\/latin1\.ts is not valid UTF-8/)]);
  });

  test('a hostile configuration of the repository changes nothing', async () => {
    const dir = repository({ 'a.ts': sdk, 'call.ts': call });
    for (const [key, value] of [
      ['grep.lineNumber', 'true'],
      ['grep.column', 'true'],
      ['grep.patternType', 'perl'],
      ['grep.fullName', 'true'],
      ['color.ui', 'always'],
      ['color.grep', 'always'],
    ] as const)
      sh(dir, 'config', key, value);
    const workspace = await opened(dir);
    expect(relative(dir, workspace.readRelevant().files)).toEqual(['a.ts']);
    expect(relative(dir, workspace.filesMentioning(['completeLogin']).files)).toEqual(['call.ts']);
  });
});

describe('the searched folders, without git', () => {
  const roots = (dir: string, cwd: string, ...dirs: string[]) =>
    searchRoots(
      dirs.map((name) => path.join(dir, name)),
      createOwners(),
      path.join(dir, cwd),
      treeRoots(),
    ).folders.map((folder) => path.relative(dir, folder));

  test('the workspace root, else the nearest package, else the working directory', () => {
    const mono = tree({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/a/package.json': '{ "name": "a" }',
      'packages/a/src/x.ts': '',
    });
    expect(roots(mono, 'packages/a/src', 'packages/a/src')).toEqual(['']);
    const single = tree({ 'x/package.json': '{}', 'x/src/x.ts': '', 'y/z/x.ts': '' });
    expect(roots(single, 'x/src', 'x/src')).toEqual(['x']);
    expect(roots(single, 'y', 'y/z')).toEqual(['y']);
    expect(roots(single, 'x', 'y/z')).toEqual(['y/z']);
    expect(roots(single, '', 'x/src', 'y/z')).toEqual(['']);
  });

  test('the home directory is no project because npm left a package.json there', () => {
    const home = tree({ 'package.json': '{ "dependencies": {} }', 'scripts/x.ts': '' });
    const before = process.env.HOME;
    process.env.HOME = home;
    try {
      expect(roots(home, '', 'scripts')).toEqual(['scripts']);
      expect(roots(home, '', '')).toEqual(['']);
      put(home, { 'package.json': '{ "name": "app" }' });
      expect(roots(home, '', 'scripts')).toEqual(['']);
    } finally {
      process.env.HOME = before;
    }
  });

  test('a repository is searched by git, unless a searched folder holds it', () => {
    const dir = tree({ 'a/x.ts': '', 'r/sub/x.ts': '' });
    sh(path.join(dir, 'r'), 'init', '-q');
    const of = (...dirs: string[]) =>
      searchRoots(
        dirs.map((name) => path.join(dir, name)),
        createOwners(),
        dir,
        treeRoots(),
      );
    expect(of('r/sub')).toEqual({ repositories: [path.join(dir, 'r')], folders: [] });
    expect(of('a', 'r/sub')).toEqual({ repositories: [], folders: [dir] });
  });
});

test.skipIf(process.getuid?.() === 0)('a folder that git cannot read does not stop the search', async () => {
  const dir = repository({ 'a.ts': sdk, 'call.ts': call, 'locked/x.ts': call });
  chmodSync(path.join(dir, 'locked'), 0);
  try {
    expect((await mentioning(dir, ['completeLogin'], ['a.ts'])).files).toEqual(['call.ts']);
  } finally {
    chmodSync(path.join(dir, 'locked'), 0o755);
  }
});
