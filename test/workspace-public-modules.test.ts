import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openWorkspace } from '../src/workspace/workspace.ts';
import { repository, tree } from './workspace-helpers.ts';

const files = {
  'src/index.ts': '',
  'src/server/index.ts': '',
  'src/client.tsx': '',
  'src/internal.ts': '',
  'src/types/index.ts': '',
};

/** What is public when `src/internal.ts` asks. */
function publicModules(
  json: object,
  more: Readonly<Record<string, string>> = files,
  file = 'src/internal.ts',
  dir = tree({ ...more, 'package.json': JSON.stringify(json) }),
): string[] | undefined {
  return openWorkspace(dir, { files: [] })
    .publicModules(path.join(dir, file))
    ?.map((found) => path.relative(dir, found));
}

const name = 'lib';
const unknown = 'src/internal.ts';

describe('a program, or a private package, has no public modules', () => {
  test.each([
    ['private', { name, private: true, main: 'dist/index.js' }],
    ['no name', { main: 'dist/index.js' }],
    ['no entry', { name, version: '1.0.0' }],
    ['only a program', { name, bin: { lib: 'dist/index.js' } }],
    ['only package.json exported', { name, exports: { './package.json': './package.json' } }],
    ['only styles exported', { name, exports: { './style.css': './dist/style.css' } }],
    ['everything closed', { name, exports: { '.': null } }],
    ['fields of another shape', { name, main: 1, types: {}, exports: [] }],
  ])('%s', (_, json) => expect(publicModules(json)).toBeUndefined());

  test('no package.json, or one that is broken', () => {
    const dir = tree(files);
    expect(publicModules({}, {}, unknown, dir)).toBeUndefined();
    expect(publicModules({}, {}, unknown, tree({ ...files, 'package.json': '{ "name": ' }))).toBeUndefined();
  });
});

describe('the entries of a library are mapped to their sources', () => {
  test.each<[string, object, string[]]>([
    ['main', { name, main: 'dist/index.js' }, ['src/index.ts']],
    ['main with ./ and without an extension', { name, main: './lib/index' }, ['src/index.ts']],
    ['main that is a folder', { name, main: './dist/' }, [unknown]],
    ['main that is a folder, without a slash', { name, main: './dist' }, ['src/index.ts']],
    ['nested outputs', { name, main: 'dist/cjs/index.cjs', module: 'dist/esm/index.mjs' }, ['src/index.ts']],
    ['a library with a program', { name, bin: 'dist/client.js', main: 'dist/index.js' }, ['src/index.ts']],
    [
      'types alone; the folder may be an output or a source folder',
      { name, types: 'dist/types/index.d.ts' },
      ['src/index.ts', 'src/types/index.ts'],
    ],
    ['typings, TSX', { name, typings: './build/client.d.ts' }, ['src/client.tsx']],
    ['exports, a string', { name, exports: './dist/index.mjs' }, ['src/index.ts']],
    [
      'exports, conditions in conditions',
      {
        name,
        exports: {
          import: { types: './dist/index.d.mts', default: './dist/index.mjs' },
          require: './out/client.cjs',
        },
      },
      ['src/client.tsx', 'src/index.ts'],
    ],
    [
      'exports, subpaths and fallbacks',
      {
        name,
        exports: {
          '.': ['./dist/index.js', './dist/client.js'],
          './server': './dist/server/index.js',
          './package.json': './package.json',
          './hidden': null,
        },
      },
      ['src/client.tsx', 'src/index.ts', 'src/server/index.ts'],
    ],
    ['an output that is named as its folder', { name, exports: './dist/server.js' }, ['src/server/index.ts']],
    ['the source itself', { name, exports: './src/index.ts' }, ['src/index.ts']],
    [
      'publishConfig',
      { name, main: 'src/index.ts', publishConfig: { main: 'dist/client.js' } },
      ['src/client.tsx', 'src/index.ts'],
    ],
  ])('%s', (_, json, expected) => expect(publicModules(json)).toEqual(expected));

  test('sources next to the package.json, or JavaScript in lib', () => {
    const main = { name, main: 'dist/index.js' };
    expect(publicModules(main, { 'index.ts': '', 'x.ts': '' }, 'x.ts')).toEqual(['index.ts']);
    const lib = { name, main: './lib/index.js' };
    expect(publicModules(lib, { 'lib/index.js': '', 'lib/x.js': '' }, 'lib/x.js')).toEqual(['lib/index.js']);
    expect(publicModules({ name, main: 'index.js' }, { 'index.js': '', 'x.js': '' }, 'x.js')).toEqual([
      'index.js',
    ]);
  });
});

describe('where it cannot be told, the file itself counts as public', () => {
  test.each<[string, object, string[]]>([
    ['an unknown layout', { name, main: 'dist/bundle.js' }, [unknown]],
    [
      'one entry of two',
      { name, exports: { '.': './dist/index.js', './x': './dist/x.js' } },
      ['src/index.ts', unknown],
    ],
    [
      'a pattern',
      { name, exports: { '.': './dist/index.js', './*': './dist/*.js' } },
      ['src/index.ts', unknown],
    ],
    ['a folder', { name, exports: { './features/': './dist/features/' } }, [unknown]],
    ['outside of the package', { name, main: '../other/index.js' }, [unknown]],
  ])('%s', (_, json, expected) => expect(publicModules(json)).toEqual(expected));

  const main = { name, main: 'dist/index.js' };
  test('a built file that lies there is no source', () => {
    expect(publicModules(main, { 'dist/index.js': '', 'source/x.ts': '' }, 'source/x.ts')).toEqual([
      'source/x.ts',
    ]);
    const ignored = { 'lib/index.js': '', 'source/x.js': '', '.gitignore': '/lib\n' };
    const lib = { name, main: 'lib/index.js' };
    const dir = repository({ ...ignored, 'package.json': JSON.stringify(lib) });
    expect(publicModules(lib, {}, 'source/x.js', dir)).toEqual(['source/x.js']);
  });

  test('JavaScript is not the whole entry of a TypeScript library', () => {
    const shim = { 'index.js': "module.exports = require('./dist');", 'source/x.ts': '' };
    expect(publicModules({ name, main: 'index.js' }, shim, 'source/x.ts')).toEqual([
      'index.js',
      'source/x.ts',
    ]);
  });
});

test('the owner is the nearest package, not a marker of the module kind', () => {
  const json = { name, main: 'dist/index.js' };
  const marked = { ...files, 'src/package.json': '{ "type": "module" }' };
  expect(publicModules(json, marked)).toEqual(['src/index.ts']);
  const nested = { ...files, 'examples/app/package.json': '{ "private": true }', 'examples/app/x.ts': '' };
  expect(publicModules(json, nested, 'examples/app/x.ts')).toBeUndefined();
});

describe('what JSR publishes is public, too, private package.json or not', () => {
  const json = { name, private: true };
  const jsr = (file: string, text: string): string[] | undefined =>
    publicModules(json, { ...files, [file]: text, 'mod.ts': '' });

  test('jsr.json, deno.json and deno.jsonc, with comments', () => {
    expect(jsr('jsr.json', '{ "name": "@a/b", "exports": "./mod.ts" }')).toEqual(['mod.ts']);
    expect(jsr('deno.json', '{ "name": "@a/b", "exports": { ".": "./mod.ts" } }')).toEqual(['mod.ts']);
    expect(
      jsr('deno.jsonc', '{ // here\n"name": "@a/b", "exports": { ".": "./src/client.tsx", }, }'),
    ).toEqual(['src/client.tsx']);
  });

  test('a configuration of Deno without a name or exports publishes nothing', () => {
    expect(jsr('deno.json', '{ "tasks": { "dev": "deno run main.ts" } }')).toBeUndefined();
    expect(jsr('jsr.json', '{ "exports": "./mod.ts" }')).toBeUndefined();
    expect(jsr('jsr.json', '{ "name": ')).toBeUndefined();
  });
});
