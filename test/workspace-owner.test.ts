import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createOwners } from '../src/workspace/owner.ts';
import { tree } from './workspace-helpers.ts';

const json = JSON.stringify;
const rel = (dir: string, file: string | undefined): string | undefined =>
  file === undefined ? undefined : path.relative(dir, file);

describe('packageOf', () => {
  test('is the nearest package.json with all its dependencies', () => {
    const dir = tree({
      'package.json': json({ name: 'root', dependencies: { a: '1' } }),
      'packages/p/package.json': `\uFEFF${json({
        name: 'p',
        type: 'module',
        dependencies: { a: '2', odd: 3 },
        devDependencies: { a: '9', b: '4' },
        peerDependencies: { c: '5' },
      })}`,
      'packages/p/node_modules/b/package.json': json({ version: '4.0.1' }),
      'node_modules/@s/c/package.json': json({ version: '5.0.0' }),
      'node_modules/broken/package.json': '{',
    });
    const owners = createOwners();
    const owner = owners.packageOf(path.join(dir, 'packages/p/src/deep/x.ts'));
    expect(owner).toMatchObject({ dir: path.join(dir, 'packages/p'), name: 'p', type: 'module' });
    expect({ ...owner?.dependencies }).toEqual({ a: '2', b: '4', c: '5' });
    expect(['b', '@s/c', 'none', 'broken'].map((name) => owner?.installedVersion(name))).toEqual([
      '4.0.1',
      '5.0.0',
      undefined,
      undefined,
    ]);
    expect(owners.packageOf(path.join(dir, 'x.ts'))?.name).toBe('root');
    expect(owners.packageOf(path.join(dir, 'packages/p/y.ts'))).toBe(owner);
    expect(owners.warnings()).toEqual([]);
  });

  test('reads an installed package through the link of its package manager', () => {
    const store = tree({ 'package.json': json({ version: '7.0.0' }) });
    const dir = tree({ 'package.json': '{}', 'node_modules/.keep': '' });
    symlinkSync(store, path.join(dir, 'node_modules', 'linked'));
    expect(createOwners().packageOf(path.join(dir, 'a.ts'))?.installedVersion('linked')).toBe('7.0.0');
  });

  test.each(['{ "name": ', '[]', 'null', ''])('takes %j for an empty package and warns once', (text) => {
    const dir = tree({ 'package.json': text });
    const owners = createOwners();
    expect(owners.packageOf(path.join(dir, 'a.ts'))).toMatchObject({
      dir,
      name: undefined,
      type: 'commonjs',
    });
    owners.packageOf(path.join(dir, 'sub/b.ts'));
    expect(owners.warnings()).toEqual([
      expect.stringMatching(/package\.json is not a valid JSON object.*Fix it/),
    ]);
  });

  test('passes over a package.json that is a folder or a link, and warns of none', () => {
    const dir = tree({ 'package.json': json({ name: 'above' }), 'real.json': json({ name: 'linked' }) });
    for (const name of ['folder', 'link']) mkdirSync(path.join(dir, name));
    mkdirSync(path.join(dir, 'folder/package.json'));
    symlinkSync('../real.json', path.join(dir, 'link/package.json'));
    const owners = createOwners();
    for (const name of ['folder', 'link'])
      expect(owners.packageOf(path.join(dir, name, 'a.ts'))?.name).toBe('above');
    expect(owners.warnings()).toEqual([]);
  });

  test('knows no dependency that package.json does not name, whatever objects inherit', () => {
    const dir = tree({ 'package.json': '{ "dependencies": { "__proto__": "1.0.0", "a": "2.0.0" } }' });
    const dependencies = createOwners().packageOf(path.join(dir, 'a.ts'))?.dependencies;
    expect(Object.entries(dependencies ?? {})).toEqual([
      ['__proto__', '1.0.0'],
      ['a', '2.0.0'],
    ]);
    expect(dependencies?.constructor).toBeUndefined();
  });

  test('decides what is an ES module where the extension does not', () => {
    const dir = tree({ 'package.json': json({ type: 'module' }), 'old/package.json': '{}' });
    const { isEsModule } = createOwners();
    const answers = ['a.js', 'a.ts', 'a.cjs', 'a.cts', 'old/a.js', 'old/a.mjs', 'old/a.mts'];
    expect(answers.map((file) => isEsModule(path.join(dir, file)))).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('tsconfigFor', () => {
  test('is the nearest one that holds the file', () => {
    const dir = tree({
      'tsconfig.json': json({ exclude: ['out'] }),
      'a/tsconfig.json': json({ include: ['src', 'lib/*.ts'], exclude: ['**/*.skip.ts'] }),
      'b/jsconfig.json': '{}',
      'c/tsconfig.json': json({ files: ['only.ts'] }),
      'd/tsconfig.json': json({ compilerOptions: { allowJs: true } }),
      'c/only.ts': '',
      'c/other.ts': '',
    });
    const { tsconfigFor, problems } = createOwners();
    const cases: Record<string, string> = {
      'x.ts': 'tsconfig.json',
      'a/src/deep/x.tsx': 'a/tsconfig.json',
      'a/lib/x.ts': 'a/tsconfig.json',
      'a/lib/deep/x.ts': 'tsconfig.json',
      'a/src/x.skip.ts': 'tsconfig.json',
      'b/x.js': 'b/jsconfig.json',
      'c/only.ts': 'c/tsconfig.json',
      'c/other.ts': 'tsconfig.json',
      'd/x.js': 'd/tsconfig.json',
      // Nothing holds it: the nearest speaks for it.
      'a/src/x.js': 'a/tsconfig.json',
      'out/x.ts': 'tsconfig.json',
    };
    for (const [file, config] of Object.entries(cases))
      expect([file, rel(dir, tsconfigFor(path.join(dir, file)))]).toEqual([file, config]);
    expect(problems()).toEqual([]);
  });

  test('goes through references, in circles too', () => {
    const dir = tree({
      'tsconfig.json': json({
        files: [],
        references: [
          { path: './tsconfig.app.json' },
          { path: './tsconfig.node.json' },
          { path: './lib' },
          { path: './gone' },
        ],
      }),
      'tsconfig.app.json': json({ include: ['src'], references: [{ path: '.' }] }),
      'tsconfig.node.json': json({ include: ['*.config.ts'] }),
      'lib/tsconfig.json': json({ include: ['../shared'] }),
    });
    const { tsconfigFor } = createOwners();
    expect(rel(dir, tsconfigFor(path.join(dir, 'src/x.ts')))).toBe('tsconfig.app.json');
    expect(rel(dir, tsconfigFor(path.join(dir, 'vite.config.ts')))).toBe('tsconfig.node.json');
    expect(rel(dir, tsconfigFor(path.join(dir, 'shared/x.ts')))).toBe('lib/tsconfig.json');
    expect(rel(dir, tsconfigFor(path.join(dir, 'loose.ts')))).toBe('tsconfig.json');
  });

  test('takes include through extends, and comments', () => {
    const dir = tree({
      'base/tsconfig.base.json': json({ include: ['../app/src'] }),
      'app/tsconfig.json': '// why\n{ "extends": "../base/tsconfig.base.json", /* c */ }',
    });
    const { tsconfigFor } = createOwners();
    expect(rel(dir, tsconfigFor(path.join(dir, 'app/src/x.ts')))).toBe('app/tsconfig.json');
  });

  test('may extend what a framework generates, which is missing in a fresh clone', () => {
    const dir = tree({
      'kit/tsconfig.json': json({ extends: './.svelte-kit/tsconfig.json' }),
      'nuxt/tsconfig.json': json({ extends: './.nuxt/tsconfig.json' }),
      '.hidden/tsconfig.json': json({ extends: './gone.json' }),
    });
    const owners = createOwners();
    for (const name of ['kit', 'nuxt', '.hidden']) owners.tsconfigFor(path.join(dir, name, 'x.ts'));
    expect(owners.problems().map(({ file }) => rel(dir, file))).toEqual(['.hidden/tsconfig.json']);
  });

  test('is undefined without one, and a problem when broken', () => {
    const dir = tree({
      'broken/tsconfig.json': '{ "compilerOptions": [ }',
      'missing/tsconfig.json': json({ extends: './gone.json' }),
      'empty/tsconfig.json': '',
    });
    const owners = createOwners();
    expect(owners.tsconfigFor(path.join(dir, 'x.ts'))).toBeUndefined();
    for (const name of ['broken', 'missing', 'empty']) {
      owners.tsconfigFor(path.join(dir, name, 'x.ts'));
      owners.tsconfigFor(path.join(dir, name, 'y.ts'));
    }
    const said = owners.problems();
    expect(said.map(({ file }) => rel(dir, file))).toEqual(
      expect.arrayContaining(['broken/tsconfig.json', 'missing/tsconfig.json']),
    );
    expect(said.every(({ message }) => /^is not a valid configuration: .*--tsconfig\.$/.test(message))).toBe(
      true,
    );
    expect(new Set(said.map(({ file }) => file)).size).toBe(said.length);
  });
});

test('pathAliases come through extends and are relative to where they were written', () => {
  const dir = tree({
    'conf/base.json': json({ compilerOptions: { paths: { '@/*': ['../app/src/*'] } } }),
    'app/tsconfig.json': json({ extends: '../conf/base.json' }),
    'old/tsconfig.json': json({ compilerOptions: { baseUrl: './src', paths: { x: ['y'] } } }),
    'none/tsconfig.json': '{}',
  });
  const { pathAliases } = createOwners();
  expect(pathAliases(path.join(dir, 'app/x.ts'))).toEqual({
    base: path.join(dir, 'conf'),
    paths: { '@/*': ['../app/src/*'] },
    baseUrl: undefined,
  });
  expect(pathAliases(path.join(dir, 'old/x.ts'))).toMatchObject({
    base: path.join(dir, 'old/src'),
    baseUrl: path.join(dir, 'old/src'),
  });
  expect(pathAliases(path.join(dir, 'none/x.ts'))).toBeUndefined();
});

describe('workspacePackages', () => {
  const members = {
    'packages/a/package.json': json({ name: '@w/a' }),
    'packages/b/package.json': json({ name: 'b' }),
    'packages/nameless/package.json': '{}',
    'packages/node_modules/c/package.json': json({ name: 'c' }),
    'apps/web/deep/package.json': json({ name: 'web' }),
    'tools/t/package.json': json({ name: 't' }),
  };
  const read = (dir: string): Record<string, string> =>
    Object.fromEntries(
      [...createOwners().workspacePackages(dir)].map(([name, at]) => [name, path.relative(dir, at)]),
    );

  test.each([
    ['npm', { 'package.json': json({ workspaces: ['packages/*', './apps/**', '!packages/b'] }) }],
    [
      'yarn',
      {
        'package.json': json({ workspaces: { packages: ['packages/a', 'apps/*/deep/', '../x', 'gone/*'] } }),
      },
    ],
    [
      'pnpm',
      {
        'pnpm-workspace.yaml':
          '# c\ncatalog:\n  - no\npackages:\r\n  # all\n  - "packages/*" # ours\n\n  - apps/**\n  - \'!packages/b\'\nother:\n  - tools/*\n',
      },
    ],
    ['pnpm in one line', { 'pnpm-workspace.yaml': "packages: ['packages/a', apps/**]\n" }],
  ])('of %s', (_, root: Record<string, string>) => {
    expect(read(tree({ ...members, ...root }))).toEqual({ '@w/a': 'packages/a', web: 'apps/web/deep' });
  });

  test('are none without a list', () => {
    expect(
      read(tree({ ...members, 'package.json': json({ workspaces: 7 }), 'pnpm-workspace.yaml': 'x: 1' })),
    ).toEqual({});
  });

  test('the root is found from a member', () => {
    const dir = tree({ ...members, 'package.json': json({ workspaces: ['packages/*'] }) });
    const { workspaceRootOf } = createOwners();
    expect(workspaceRootOf(path.join(dir, 'packages/a/src/x.ts'))).toBe(dir);
    expect(workspaceRootOf(path.join(tree(), 'x.ts'))).toBeUndefined();
  });
});
