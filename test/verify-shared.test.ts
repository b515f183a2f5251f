import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ts } from '../src/compiler.cjs';
import { parseShared, syntaxKeyOf } from '../src/verify/library-files.ts';
import { openProgram } from '../src/verify/user-program.ts';
import { tree } from './workspace-helpers.ts';

const file = '/shared/node_modules/dep/index.d.ts';
const text = 'export declare const a: number;\n';
const esnext = ts.ScriptTarget.ESNext;

describe('a declaration file of a package is parsed once', () => {
  const parsed = parseShared(file, text, esnext, 'key');

  it('for the same text and syntax', () => {
    expect(parseShared(file, text, esnext, 'key')).toBe(parsed);
  });

  it('and again for other options, or as another kind of module', () => {
    expect(parseShared(file, text, esnext, 'other')).not.toBe(parsed);
    const commonjs = { languageVersion: esnext, impliedNodeFormat: ts.ModuleKind.CommonJS } as const;
    const module = { languageVersion: esnext, impliedNodeFormat: ts.ModuleKind.ESNext } as const;
    expect(parseShared(file, text, module, 'key')).not.toBe(parseShared(file, text, commonjs, 'key'));
  });

  it('for projects that only look for modules in other places', () => {
    const key = syntaxKeyOf({ target: esnext });
    expect(syntaxKeyOf({ target: esnext, paths: { x: ['./y'] }, pathsBasePath: '/a' })).toBe(key);
    expect(syntaxKeyOf({ target: ts.ScriptTarget.ES2015 })).not.toBe(key);
  });
});

it('a package that another version took the place of is read anew by the next run', () => {
  const dir = tree({ 'a.ts': '' });
  const types = join(dir, 'node_modules/dep/index.d.ts');
  mkdirSync(join(dir, 'node_modules/dep'), { recursive: true });
  const change = {
    file: join(dir, 'a.ts'),
    before: '',
    after: "import { a } from 'dep';\nexport const n: number = a;\n",
    changeSets: [],
  };
  const errors = (type: string): string[] => {
    writeFileSync(types, `export declare const a: ${type};\n`);
    return openProgram('')
      .newErrors([change.file], [change])
      .map((error) => error.text);
  };
  expect(errors('number')).toEqual([]);
  expect(errors('string')).toEqual(["Type 'string' is not assignable to type 'number'."]);
});
