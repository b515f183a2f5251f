import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../src/cli/options.ts';
import { createVerifier } from '../src/verify/verifier.ts';
import { broken, bytesOf, cli, fixed, installed, json, tree } from './cli-helpers.ts';

const options = (more: object = {}) => ({
  strict: true,
  noEmit: true,
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: [],
  ...more,
});
const config = (more: object = {}, others: object = {}) =>
  JSON.stringify({ compilerOptions: options(more), ...others });

/** A wrapper whose fix changes its signature, its caller, and who else knows its type. */
const wrapper = `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export async function complete(transport: StreamableHTTPClientTransport, code: string): Promise<void> {
  await transport.finishAuth(code);
}
`;
const caller = `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { complete } from './wrapper';

export async function callback(transport: StreamableHTTPClientTransport, url: URL): Promise<void> {
  await complete(transport, url.searchParams.get('code')!);
}
`;
/** Compiles only while the wrapper takes a string. */
const witness = `import type { complete } from './wrapper';

/** @type {Parameters<typeof import('./wrapper').complete>[1]} */
export const sample = 'x';
export type Sample = Parameters<typeof complete>[1] extends string ? true : never;
export const holds: Sample = true;
`;

describe('an error in a file that only imports what changes', () => {
  it('takes back the change set it comes from, not its neighbours', () => {
    const files = { 'a.ts': broken, 'wrapper.ts': wrapper, 'caller.ts': caller, 'z.ts': broken };
    const dir = installed(tree({ 'tsconfig.json': config(), ...files, 'witness.ts': witness }));
    const ran = cli(dir, ['--format', 'json', '--rule', 'finish-auth-params']);
    expect(json(ran).problems).toEqual([]);
    expect(json(ran).findings.map(({ file, status, reason }) => [file, status, reason?.code])).toEqual([
      ['a.ts', 'fixed', undefined],
      ['wrapper.ts', 'open', 'type-check-failed'],
      ['z.ts', 'fixed', undefined],
    ]);
    expect(json(ran).findings[1]?.reason?.text).toMatch(/TS2322 at witness\.ts:6: .*'never'/);
    expect(bytesOf(dir)).toMatchObject({ ...files, 'a.ts': fixed, 'z.ts': fixed });
    expect(ran.code).toBe(1);
  });
});

describe('who imports a changed file is found', () => {
  it.each([
    ['through a barrel, by its folder', '.'],
    ['through a barrel, by its name', './index'],
    ['by an alias', '#lib/wrapper'],
  ])('%s', (_, specifier) => {
    const dir = installed(
      tree({
        'package.json': JSON.stringify({
          private: true,
          type: 'module',
          imports: { '#lib/*': './src/*.ts' },
        }),
        'tsconfig.json': config({ allowImportingTsExtensions: true }),
        'src/wrapper.ts': wrapper,
        'src/index.ts': "export { complete } from './wrapper';\n",
        'src/caller.ts': caller,
        'src/witness.ts': witness.replaceAll("'./wrapper'", `'${specifier}'`),
      }),
    );
    const ran = cli(dir, ['--format', 'json', '--rule', 'finish-auth-params']);
    expect(json(ran).findings.map(({ status, reason }) => [status, reason?.code])).toEqual([
      ['open', 'type-check-failed'],
    ]);
    expect(bytesOf(dir)['src/wrapper.ts']).toBe(wrapper);
  });

  describe('or the check says that it did not look at all of them', () => {
    const verdict = (before: string, after: string) => {
      const dir = tree({ 'tsconfig.json': config(), 'a.ts': before });
      const verify = createVerifier({
        tsconfigFor: () => join(dir, 'tsconfig.json'),
        importersOf: () => ({ files: [], isComplete: false }),
        nameOf: (file) => relative(dir, file),
      });
      return verify([{ file: join(dir, 'a.ts'), before, after, changeSets: [] }]);
    };

    it('where a declaration changed', () => {
      expect(verdict('export const a = () => 1;\n', "export const a = () => '1';\n")).toEqual({
        failures: [],
        unverified: 'the changed file. Too many files may import a.ts to look at each',
      });
    });

    it('and nothing of importers where none did', () => {
      expect(verdict('export const a = () => 1 + 1;\n', 'export const a = () => 2 + 1;\n')).toEqual({
        failures: [],
        unverified: null,
      });
    });
  });
});

describe('each file is checked in the project that owns it', () => {
  /** A library, and a program in JavaScript that refers to it. */
  const references = (app: object) => {
    const js = `import { complete } from '../lib/wrapper';

/** @type {Parameters<typeof complete>[1]} */
export const sample = 'x';
`;
    return installed(
      tree({
        'tsconfig.json': JSON.stringify({ files: [], references: [{ path: 'lib' }, { path: 'app' }] }),
        'lib/tsconfig.json': config({ composite: true, noEmit: false }),
        'lib/wrapper.ts': wrapper,
        'lib/caller.ts': caller,
        'app/tsconfig.json': config(app, { references: [{ path: '../lib' }] }),
        'app/witness.js': js,
      }),
    );
  };

  it('JavaScript with checkJs, through project references', () => {
    const dir = references({ allowJs: true, checkJs: true });
    const ran = cli(dir, ['--format', 'json', '--rule', 'finish-auth-params']);
    expect(json(ran).findings).toMatchObject([
      {
        file: 'lib/wrapper.ts',
        status: 'open',
        reason: { code: 'type-check-failed', text: expect.stringMatching(/TS2322 at app\/witness\.js:4/) },
      },
    ]);
    expect(bytesOf(dir)['lib/wrapper.ts']).toBe(wrapper);
  });

  it('JavaScript without checkJs brings no type error', () => {
    const dir = references({ allowJs: true });
    expect(cli(dir, ['--rule', 'finish-auth-params']).code).toBe(0);
    expect(bytesOf(dir)['lib/wrapper.ts']).toContain('callbackParams: URLSearchParams');
  });

  it('JavaScript that no project type-checks is fixed, and said not to be checked', () => {
    const untyped = broken.replace('request: Request, state: string): Promise<void>', 'request, state)');
    const url = '/** @param {Request} request @param {string} state */\nexport';
    const code = untyped.replace('export', url);
    const unverified = (text: string) => {
      const ran = cli(installed(tree({ 'a.js': text })), ['--format', 'json']);
      expect(json(ran).summary).toMatchObject({ fixed: 1, open: 0 });
      return json(ran).unverified;
    };
    expect(unverified(code)).toMatch(/a\.js is JavaScript, which its project does not type-check/);
    expect(unverified(`// @ts-check\n${code}`)).toBe(undefined);
  });
});

describe('fixes that could not be checked', () => {
  it('are counted, each cause once', () => {
    const js = broken.replace('request: Request, state: string): Promise<void>', 'request, state)');
    const typed = `/** @param {Request} request @param {string} state */\n${js}`;
    const dir = installed(
      tree({
        'a.ts': broken,
        'b.js': typed,
        'c.js': typed,
        'd.vue': `<script lang="ts">\n${broken}</script>\n`,
      }),
    );
    const { unverified, summary } = json(cli(dir, ['--format', 'json', '--rule', 'finish-auth-params']));
    expect(summary).toMatchObject({ fixed: 4 });
    expect(unverified).toMatch(
      /^3 of 4 changed files\. b\.js \(like 1 more\) is JavaScript, which .*\. d\.vue is a component, /,
    );
    const off = cli(tree({ 'a.ts': broken, 'b.ts': broken }), ['--format', 'json', '--no-verify']);
    expect(json(off).unverified).toMatch(/^all 2 changed files, because .*--no-verify$/);
  });

  it.each(['.pnp.cjs', '.pnp.loader.mjs'])("because Yarn Plug'n'Play has the types: %s", (map) => {
    const big = `/* eslint-disable */\nconst RAW_RUNTIME_STATE = '["@modelcontextprotocol/client", 1]';\n`;
    const dir = tree({ [map]: big, 'src/a.ts': broken, 'src/b.ts': broken });
    const ran = cli(dir, ['--format', 'json', '--rule', 'finish-auth-params']);
    expect(ran.code).toBe(0);
    expect(json(ran).summary).toMatchObject({ fixed: 2, filesScanned: 2 });
    expect(json(ran).unverified).toMatch(
      /^all 2 changed files\. The types of @modelcontextprotocol\/client cannot be found: Yarn Plug'n'Play \(\.pnp\.\S+\)/,
    );
    expect(json(ran).unverified).toContain('yarn tsc --noEmit; or set nodeLinker: node-modules');
  });

  it('because the package has no types, are said to be unverified', () => {
    const dir = tree({
      'a.ts': broken,
      'node_modules/@modelcontextprotocol/client/package.json': '{ "main": "index.js" }',
      'node_modules/@modelcontextprotocol/client/index.js':
        'exports.StreamableHTTPClientTransport = class {};',
    });
    expect(json(cli(dir, ['--format', 'json'])).unverified).toMatch(/types of @modelcontextprotocol/);
  });

  it('are told on stderr, too, where the report is in a file and the patch on stdout', () => {
    const ran = cli(tree({ 'a.ts': broken }), ['--dry-run', '-o', 'report.txt']);
    expect(ran.stdout).toMatch(/^diff --git/m);
    expect(ran.stderr).toMatch(
      /^warning: Not type-checked: the changed file\. The types of @modelcontextprotocol\/client cannot/m,
    );
  });

  it('are said to be unverified in every report', () => {
    const dir = tree({ 'a.ts': broken });
    for (const format of formats)
      expect(cli(dir, ['--dry-run', '--format', format, '-o', `out/${format}`]).code).toBe(0);
    const said = Object.entries(bytesOf(dir)).filter(([, text]) =>
      /[tT]he types of @modelcontextprotocol\/client cannot be found/.test(text),
    );
    // A line a finding, and GitLab's list of them, have no place for it: there stderr tells it.
    const telling = formats.filter((format) => format !== 'concise' && format !== 'gitlab');
    expect(said.map(([name]) => name)).toEqual(telling.map((format) => `out/${format}`).sort());
  });
});
