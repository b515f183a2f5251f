import { describe, expect, it } from 'vitest';
import { ModuleGraph } from '../src/analysis/program/module-graph.ts';

/** A graph over texts whose imports lead to the file of that name. */
function graphOf(files: Record<string, string>) {
  const read: string[] = [];
  const graph = new ModuleGraph({
    readText: (file) => {
      read.push(file);
      return files[file];
    },
    resolveImport: (specifier) => (specifier in files ? specifier : undefined),
  });
  return { graph, read };
}

const target = { f: 'export const f = 1;' };

describe('a file sees what another one declares', () => {
  it.each([
    ['an import', `import { f } from 'f';`],
    ['an import over several lines', `import {\n  f,\n} from\n  "f";`],
    ['an import for its effect', `import 'f';`],
    ['an export', `export * from 'f';`],
    ['import()', 'const load = () => import(`f`);'],
    ['import() behind a comment', `import(/* webpackChunkName: "x" */ 'f');`],
    ['require', `const { f } = require('f');`],
    ['require with comments between its tokens', 'const { f } = require /* 1 */ ( // 2\n /* 3 */ "f");'],
    ['from with comments behind it', 'export * from // 1\n // 2\n "f";'],
    ['import =', `import f = require('f');`],
    ['a type', `type F = import('f').F;`],
    ['a reference', `/// <reference path="f" />`],
    ['a comment, for it costs little', `// import { f } from 'f'`],
    ['a path that is computed', ['const load = (name: string) => import(`./$', '{name}`);'].join('')],
    ['a module that is computed behind comments', 'module.exports = require /* 1 */ (/* 2 */ name);'],
    ['a module that is computed', 'module.exports = require(name);'],
  ])('by %s', (_, text) => {
    expect(graphOf({ ...target, a: text }).graph.reaches('a', ['f'])).toBe(true);
  });

  it('however far away, and in circles', () => {
    const { graph } = graphOf({
      ...target,
      a: `import 'b';`,
      b: `import 'c'; import 'a';`,
      c: `import 'b'; import 'f';`,
    });
    expect(['a', 'b', 'c', 'f'].map((file) => graph.reaches(file, ['f']))).toEqual([true, true, true, true]);
  });

  it('or does not', () => {
    const { graph } = graphOf({
      ...target,
      a: `import 'b'; import 'react'; const from = 'f';`,
      b: `import 'a';`,
      c: `import 'f'; import 'a';`,
    });
    expect(['a', 'b', 'c'].map((file) => graph.reaches(file, ['f']))).toEqual([false, false, true]);
    expect(graph.reaches('a', ['f', 'b'])).toBe(true);
  });

  it('wherever it is when the declaration is global', () => {
    expect(graphOf({ f: 'var f = 1;', a: '' }).graph.reaches('a', ['f'])).toBe(true);
  });
});

it('reads each file once for its imports', () => {
  const { graph, read } = graphOf({ ...target, a: `import 'b';`, b: '', c: `import 'b';` });
  for (const file of ['a', 'c', 'a', 'b']) graph.reaches(file, ['f']);
  expect(read.filter((file) => file !== 'f').sort()).toEqual(['a', 'b', 'c']);
});
