import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createOwners } from '../src/workspace/owner.ts';
import { createResolver } from '../src/workspace/resolve.ts';
import { put, tree } from './workspace-helpers.ts';

const json = JSON.stringify;
const rel = (dir: string, file: string | undefined): string | undefined =>
  file === undefined ? undefined : path.relative(dir, file);

describe('resolveImport', () => {
  const resolving = (
    files: Record<string, string>,
  ): { dir: string; resolve(from: string, specifier: string): string | undefined } => {
    const dir = tree(files);
    const resolve = createResolver(createOwners());
    return { dir, resolve: (from, specifier) => rel(dir, resolve(specifier, path.join(dir, from))) };
  };

  test('relative: extensions, their TypeScript sources, index files', () => {
    const { resolve } = resolving({
      'src/a.ts': '',
      'src/b.tsx': '',
      'src/c.mts': '',
      'src/d.js': '',
      'src/both.ts': '',
      'src/both.js': '',
      'src/dir/index.jsx': '',
      'src/dotted.name.ts': '',
      'index.ts': '',
    });
    const cases: Record<string, string | undefined> = {
      './a': 'src/a.ts',
      './a.js': 'src/a.ts',
      './a.ts': 'src/a.ts',
      './b.js': 'src/b.tsx',
      './b.jsx': 'src/b.tsx',
      './c.mjs': 'src/c.mts',
      './d': 'src/d.js',
      './both.js': 'src/both.ts',
      './dir': 'src/dir/index.jsx',
      './dir/': 'src/dir/index.jsx',
      './dotted.name': 'src/dotted.name.ts',
      '..': 'index.ts',
      '../': 'index.ts',
      '.': undefined,
      './gone': undefined,
      '': undefined,
      '/src/a': undefined,
      'node:fs': undefined,
      fs: undefined,
      'https://example.com/a.js': undefined,
    };
    for (const [specifier, file] of Object.entries(cases))
      expect([specifier, resolve('src/from.ts', specifier)]).toEqual([specifier, file]);
  });

  test('components, and the aliases that their frameworks have by themselves', () => {
    const { resolve } = resolving({
      'kit/package.json': json({ devDependencies: { '@sveltejs/kit': '2.0.0' } }),
      'kit/src/lib/index.ts': '',
      'kit/src/lib/mcp.ts': '',
      'kit/src/lib/Login.svelte': '',
      'kit/src/routes/+page.svelte': '',
      'nuxt/package.json': json({ dependencies: { nuxt: '4.0.0' } }),
      'nuxt/app/utils/mcp.ts': '',
      'nuxt/server/mcp.ts': '',
      'nuxt/app/pages/a.vue': '',
      'vue/package.json': json({ dependencies: { vue: '3.0.0' } }),
      'vue/src/App.vue': '',
    });
    const cases: [from: string, specifier: string, file: string | undefined][] = [
      ['kit/src/routes/+page.svelte', '$lib', 'kit/src/lib/index.ts'],
      ['kit/src/routes/+page.svelte', '$lib/mcp', 'kit/src/lib/mcp.ts'],
      ['kit/src/routes/+page.svelte', '$lib/Login.svelte', 'kit/src/lib/Login.svelte'],
      ['kit/src/routes/+page.svelte', '$library/mcp', undefined],
      ['kit/src/routes/+page.svelte', '~/lib/mcp', undefined],
      ['nuxt/app/pages/a.vue', '~/utils/mcp', 'nuxt/app/utils/mcp.ts'],
      ['nuxt/app/pages/a.vue', '@/utils/mcp', 'nuxt/app/utils/mcp.ts'],
      ['nuxt/app/pages/a.vue', '~~/server/mcp', 'nuxt/server/mcp.ts'],
      ['nuxt/app/pages/a.vue', '$lib/mcp', undefined],
      ['vue/src/main.ts', './App.vue', 'vue/src/App.vue'],
      ['vue/src/main.ts', './App', 'vue/src/App.vue'],
      ['vue/src/main.ts', '@/App.vue', undefined],
    ];
    for (const [from, specifier, file] of cases)
      expect([specifier, resolve(from, specifier)]).toEqual([specifier, file]);
  });

  test('nothing that discovery would refuse', () => {
    const { dir, resolve } = resolving({
      'x.d.ts': '',
      'lib.min.js': '',
      'data.json': '',
      'gen.ts': '// @generated\n',
      'node_modules/p/index.js': '',
      'node_modules/p/package.json': json({ name: 'p', main: 'index.js' }),
      'real/r.ts': '',
    });
    symlinkSync('real/r.ts', path.join(dir, 'link.ts'));
    symlinkSync('real', path.join(dir, 'linkdir'));
    symlinkSync(tree({ 'o.ts': '' }), path.join(dir, 'out'));
    for (const specifier of [
      './x',
      './x.d.ts',
      './lib.min.js',
      './data.json',
      './gen',
      'p',
      './node_modules/p',
      './link',
      './linkdir/r',
      './out/o',
    ])
      expect([specifier, resolve('from.ts', specifier)]).toEqual([specifier, undefined]);
    expect(resolve('from.ts', './real/r')).toBe('real/r.ts');
  });

  test('tsconfig aliases: the longest pattern, each target in turn, baseUrl', () => {
    const { resolve } = resolving({
      'tsconfig.json': json({
        compilerOptions: {
          baseUrl: '.',
          paths: {
            '@/*': ['gone/*', 'src/*'],
            '@/special/*': ['special/*'],
            '*.styled': ['styles/*'],
            exact: ['src/exact.ts'],
          },
        },
      }),
      'src/a.ts': '',
      'src/special/s.ts': '',
      'special/s.ts': '',
      'src/exact.ts': '',
      'styles/button.ts': '',
    });
    const cases = ['@/a', '@/a.js', '@/special/s', 'button.styled', 'exact', 'src/a', '@/gone', 'gone'];
    expect(cases.map((specifier) => resolve('src/from.ts', specifier))).toEqual([
      'src/a.ts',
      'src/a.ts',
      'special/s.ts',
      'styles/button.ts',
      'src/exact.ts',
      'src/a.ts',
      undefined,
      undefined,
    ]);
  });

  test('#imports of the package, with conditions', () => {
    const { resolve } = resolving({
      'x.ts': '',
      'pkg/package.json': json({
        imports: {
          '#lib/*': './src/lib/*.js',
          '#db': { node: './dist/db.js', default: 'pg' },
          '#ext': 'express',
          '#up': './../x.js',
        },
      }),
      'pkg/src/lib/a.ts': '',
      'pkg/src/db.ts': '',
    });
    expect(['#lib/a', '#db', '#ext', '#up', '#none'].map((item) => resolve('pkg/src/x.ts', item))).toEqual([
      'pkg/src/lib/a.ts',
      'pkg/src/db.ts',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('sibling packages of the workspace, by exports, main or convention', () => {
    const { dir, resolve } = resolving({
      'package.json': json({ workspaces: ['packages/*'] }),
      'packages/app/src/x.ts': '',
      'packages/app/package.json': json({ name: 'app', exports: './dist/main.js' }),
      'packages/app/src/main.ts': '',
      'packages/exp/package.json': json({
        name: '@w/exp',
        exports: {
          '.': { types: './dist/index.d.ts', import: './dist/index.js' },
          './sub': './dist/esm/sub.js',
          './deep/*': { import: './lib/deep/*.mjs' },
        },
      }),
      'packages/exp/src/index.ts': '',
      'packages/exp/src/sub.tsx': '',
      'packages/exp/src/deep/q.mts': '',
      'packages/main/package.json': json({ name: 'main-pkg', main: 'lib/entry.js' }),
      'packages/main/lib/entry.js': '',
      'packages/main/util.js': '',
      'packages/bare/package.json': json({ name: 'bare' }),
      'packages/bare/src/index.tsx': '',
      'packages/bare/src/part.ts': '',
      'packages/empty/package.json': json({ name: 'empty' }),
    });
    const cases: Record<string, string | undefined> = {
      '@w/exp': 'packages/exp/src/index.ts',
      '@w/exp/sub': 'packages/exp/src/sub.tsx',
      '@w/exp/deep/q': 'packages/exp/src/deep/q.mts',
      'main-pkg': 'packages/main/lib/entry.js',
      'main-pkg/util': 'packages/main/util.js',
      bare: 'packages/bare/src/index.tsx',
      'bare/part': 'packages/bare/src/part.ts',
      app: 'packages/app/src/main.ts',
      empty: undefined,
      'not-there': undefined,
      '@w': undefined,
    };
    for (const [specifier, file] of Object.entries(cases))
      expect([specifier, resolve('packages/app/src/x.ts', specifier)]).toEqual([specifier, file]);
    // Answers are kept for the run.
    put(dir, { 'packages/empty/index.ts': '' });
    expect(resolve('packages/app/src/x.ts', 'empty')).toBeUndefined();
  });
});
