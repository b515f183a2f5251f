import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, bytesOf, cli, commitAllIn, committed, fixed, json, put, sh, tree } from './cli-helpers.ts';

/** Puts files next to a well-behaved one, which is fixed whatever the others do. */
function nextToGood(files: Record<string, string | Buffer>): string {
  return tree({ 'good.ts': broken, ...files });
}

/** The lines of a code that is nested so and so deep, one level a line: one long line would count as minified. */
const nested = (open: string, inner: string, close: string, levels = 10_000): string =>
  `${`${open}\n`.repeat(levels)}${inner}\n${`${close}\n`.repeat(levels)}`;

describe('sizes and depths that no person writes', () => {
  it('50 MB are not read, and named', () => {
    const dir = nextToGood({
      'bad.ts': Buffer.concat([Buffer.from(broken), Buffer.alloc(50 << 20, '// x\n')]),
    });
    const ran = cli(dir, ['--no-verify', '--format', 'json'], { NODE_OPTIONS: '--max-old-space-size=200' });
    expect(ran.code).toBe(2);
    expect(json(ran).problems).toEqual([
      { file: 'bad.ts', message: expect.stringMatching(/larger than 5 MB.*Split it/) },
    ]);
    expect(bytesOf(dir)['good.ts']).toBe(fixed);
  });

  it('a bundle in one line is left out, and named', () => {
    const bundle = `${broken.replaceAll('\n', ' ')}${'var a=1;'.repeat(10_000)}`;
    const dir = nextToGood({ 'bundle.js': bundle });
    const ran = cli(dir, ['--no-verify']);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('bundle.js (minified)');
    expect(bytesOf(dir)).toEqual({ 'good.ts': fixed, 'bundle.js': bundle });
  });

  it('a code that passes through 1,000 functions is refused, and nothing else is lost', () => {
    const chain = Array.from(
      { length: 1_000 },
      (_, i) => `const step${i} = (code: string): unknown => step${i + 1}(code);`,
    );
    const dir = nextToGood({
      'long.ts': [
        "import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';",
        'declare const transport: StreamableHTTPClientTransport;',
        ...chain,
        'const step1000 = (code: string): unknown => transport.finishAuth(code);',
        "step0(new URL(location.href).searchParams.get('code')!);",
        'export {};',
      ].join('\n'),
    });
    const ran = cli(dir, ['--no-verify', '--rule', 'finish-auth-params', '--format', 'json']);
    expect(json(ran).findings.map(({ file, fix, reason }) => [file, fix, reason?.code])).toEqual([
      ['good.ts', 'safe', undefined],
      ['long.ts', 'none', 'flow-too-wide'],
    ]);
    expect(ran.code).toBe(1);
    expect(bytesOf(dir)['good.ts']).toBe(fixed);
  });

  it('10,000 levels of anything are named and left alone', () => {
    const code = {
      parentheses: nested('(', '1', ')'),
      functions: `0; ${nested('function f() {', '', '}')}`,
      literals: nested('{ a: ', '1', '}'),
      calls: nested('String(', '1', ')'),
      types: `0 as unknown as ${nested('Array<', 'string', '>')}`,
      chain: `broken${'\n.then()'.repeat(10_000)}`,
      sum: `1${'\n+ 1'.repeat(10_000)}`,
      ladder: `0; ${'if (broken) {} else\n'.repeat(10_000)} {}`,
    };
    const bad = Object.fromEntries(
      Object.entries(code).map(([name, text]) => [`${name}.ts`, `${broken}const broken: any = ${text};\n`]),
    );
    const dir = nextToGood(bad);
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    expect(json(ran).problems.map(({ file }) => file)).toEqual(Object.keys(bad).sort());
    for (const { message } of json(ran).problems)
      expect(message).toMatch(/nested deeper than 500 levels.*Split it/);
    expect(ran.code).toBe(2);
    expect(bytesOf(dir)).toEqual({ ...bad, 'good.ts': fixed });
  });

  it('what ends the stack of the compiler below that limit is named, too, and the run goes on', () => {
    const bad = {
      'calls.ts': broken.replace('finishAuth(code)', `finishAuth(${nested('own(', 'code', ')', 480)})`),
      'chain.ts': broken.replace(
        'finishAuth(code)',
        `finishAuth(await Promise.resolve(code)${'\n.then((x) => x)'.repeat(240)})`,
      ),
    };
    bad['calls.ts'] += 'const own = (x: string): string => x.trim();\n';
    const dir = nextToGood(bad);
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    expect(json(ran).problems).toEqual(
      Object.keys(bad).map((file) => ({
        file,
        message: expect.stringMatching(/stack of the compiler ends\. Split/),
      })),
    );
    expect(ran.code).toBe(2);
    expect(bytesOf(dir)).toEqual({ ...bad, 'good.ts': fixed });
  });

  it('what is nested or long, but within the limits, is answered', { timeout: 240_000 }, () => {
    const each = (count: number, text: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => text(index)).join('\n');
    const ladder = (count: number) => each(count, (index) => `state === 'a${index}' ? code :`);
    const steps = (count: number) => each(count, (index) => `if (state === 'a${index}') value = code; else`);
    const variable = (text: string) =>
      broken
        .replace('  await new', () => `  ${text}\n  await new`)
        .replace('finishAuth(code)', 'finishAuth(value)');
    const files = {
      'argument.ts': broken.replace('finishAuth(code)', `finishAuth(${ladder(450)} code)`),
      'ladder.ts': variable(`const value = ${ladder(450)} code;`),
      'steps.ts': variable(`let value = code;\n${steps(400)} value = code;`),
      'ands.ts': broken.replace(
        '  await new',
        `  if (${each(400, (index) => `state === '${index}' ||`)} !state) return;\n  await new`,
      ),
    };
    const dir = tree(files);
    const ran = cli(dir, ['--no-verify', '--format', 'json', '--rule', 'finish-auth-params']);
    expect(json(ran).findings.map(({ file, status }) => [file, status])).toEqual(
      Object.keys(files)
        .sort()
        .map((file) => [file, 'fixed']),
    );
    expect(ran.code).toBe(0);

    const wide = tree({
      'array.ts': variable(
        `const all = [${each(10_000, (id) => `{ code, id: ${id} },`)}];\n  const value = all[0]!.code;`,
      ),
    });
    const refused = cli(wide, ['--no-verify', '--format', 'json', '--rule', 'finish-auth-params']);
    expect(json(refused).findings.map(({ status, reason }) => [status, reason?.code])).toEqual([
      ['open', 'flow-too-wide'],
    ]);
    expect(refused.code).toBe(1);
  });

  it('450 levels, and types that recur without end, are followed', () => {
    const deep = broken.replace('finishAuth(code)', `finishAuth(${'('.repeat(450)}code${')'.repeat(450)})`);
    const types = `
type Box<T> = { inner: Box<Box<T>> };
type Count<N extends number, A extends unknown[] = []> = A['length'] extends N ? A : Count<N, [...A, unknown]>;
interface Loop extends Array<Loop> {}
export type Deep = Count<999_999>;
class Selfish<T extends Selfish<T>> { next!: Selfish<Selfish<T>>; }
export const deep = (box: Box<string>, loop: Loop, it: Selfish<any>) => [box.inner.inner, loop[0][0], it.next.next];
`;
    const dir = tree({ 'deep.ts': deep, 'types.ts': broken + types });
    expect(cli(dir).code).toBe(0);
    expect(bytesOf(dir)['deep.ts']).toContain('finishAuth(url.searchParams)');
    expect(bytesOf(dir)['types.ts']).toBe(fixed + types);
  });
});

describe('graphs without an end', () => {
  it('imports and re-exports in circles', () => {
    const dir = tree({
      'a.ts': `export * from './b';\nexport { login } from './c';\n${broken}`,
      'b.ts': "export * from './a';\nexport * from './b';\nexport { nothing } from './b';\n",
      'c.ts': `import * as all from './a';\nimport { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
export const login = (transport: StreamableHTTPClientTransport, code: string) => transport.finishAuth(code);
export { all };\nexport const later = all.login;\n`,
      'd.ts': "export { x } from './e';\n",
      'e.ts': `export { x } from './d';\nimport { login } from './a';
export const run = (t: any, request: Request) => login(t, new URL(request.url).searchParams.get('code')!);\n`,
    });
    const ran = cli(dir, ['--format', 'json']);
    expect(json(ran).problems).toEqual([]);
    expect(bytesOf(dir)['c.ts']).toContain('callbackParams: URLSearchParams');
    expect(bytesOf(dir)['e.ts']).toContain('login(t, new URL(request.url).searchParams)');
  });

  it('links in circles and out of the tree', () => {
    const outside = tree({ 'real.ts': broken });
    const dir = tree({ 'sub/a.ts': broken });
    symlinkSync(dir, join(dir, 'sub/up'));
    symlinkSync('loop', join(dir, 'loop'));
    symlinkSync('y.ts', join(dir, 'x.ts'));
    symlinkSync('x.ts', join(dir, 'y.ts'));
    symlinkSync(outside, join(dir, 'out'));
    symlinkSync(join(outside, 'real.ts'), join(dir, 'real.ts'));
    put(dir, { 'b.ts': "export * from './real';\nexport * from './out/real';\nexport * from './x';\n" });
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    expect(bytesOf(dir)['sub/a.ts']).toBe(fixed);
    expect(bytesOf(outside)).toEqual({ 'real.ts': broken });
    expect(cli(dir, ['loop', '--format', 'json']).code).toBe(2);
  });
});

describe.skipIf(process.platform === 'win32')('names of files', () => {
  const names = [
    'line\nbreak.ts',
    'quo"te\'s.ts',
    '-rf.ts',
    '--unsafe.ts',
    '\u202Egnp.ts',
    '\x1b[31mred\x1b[0m.ts',
    ':(top)magic.ts',
    '*?[a].ts',
    ' leading and trailing .ts',
    '$(touch ran)`touch ran`.ts',
    'e\u0301\u{1F600}.ts',
    'con.ts',
    '%0A::error::x.ts',
    'dir\nwith/-x/a.ts',
  ];

  it.each([
    ['in git', committed],
    ['outside', tree],
  ])('newlines, quotes, dashes, wildcards, bidi and escapes are all names, %s', (_, make) => {
    const dir = make(Object.fromEntries(names.map((name) => [name, broken])));
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    const pretty = cli(dir, ['--lint', ...names.map((name) => `./${name}`), 'nowhere\x1b[2J\u202e']);
    expect(
      json(ran)
        .findings.map(({ file }) => file)
        .sort(),
    ).toEqual([...names].sort());
    expect(bytesOf(dir)).toEqual(
      Object.fromEntries(names.map((name) => [name, Buffer.from(fixed).toString('latin1')])),
    );
    expect(ran.code).toBe(0);
    for (const text of [pretty.stdout, pretty.stderr, ran.stdout]) expect(text).not.toMatch(/[\x1b\u202e]/);
  });

  it('a name that looks like an option is a path behind --', () => {
    const dir = tree({ '--unsafe.ts': broken, '-rf.ts': broken });
    expect(cli(dir, ['--no-verify', '--', '--unsafe.ts']).code).toBe(0);
    expect(bytesOf(dir)).toEqual({ '--unsafe.ts': fixed, '-rf.ts': broken });
  });
});

describe('configuration of the project', () => {
  it.skipIf(process.platform === 'win32')(
    'a tsconfig that extends itself, a circle, a device, a pipe or a file outside',
    () => {
      const outside = tree({ 'base.json': '{ "compilerOptions": { "strict": true } }' });
      const bases = {
        itself: './tsconfig.json',
        circle: './circle.json',
        device: './zero.json',
        pipe: './pipe.json',
        large: './large.json',
        outside: join(outside, 'base.json'),
        gone: join(outside, 'gone.json'),
      };
      const dir = tree(
        Object.fromEntries(
          Object.entries(bases).flatMap(([name, base]) => [
            [`${name}/a.ts`, broken],
            [`${name}/tsconfig.json`, JSON.stringify({ extends: base })],
            [`${name}/circle.json`, '{ "extends": "./tsconfig.json" }'],
          ]),
        ),
      );
      symlinkSync('/dev/zero', join(dir, 'device/zero.json'));
      execFileSync('mkfifo', [join(dir, 'pipe/pipe.json')]);
      put(dir, { 'large/large.json': `{}${' '.repeat(6 << 20)}` });
      const ran = cli(dir, ['--format', 'json']);
      expect(json(ran).problems.map(({ file }) => file)).toEqual(
        ['circle', 'device', 'gone', 'itself', 'large', 'pipe'].map((name) => `${name}/tsconfig.json`),
      );
      expect(ran.code).toBe(2);
      expect(ran.stderr).not.toMatch(/\n {4}at /);
      expect(bytesOf(outside)).toEqual({ 'base.json': '{ "compilerOptions": { "strict": true } }' });
    },
  );

  it('a package.json that holds no object, or a hostile one', () => {
    const texts = [
      ...['{ "name": ', '[1]', 'null', '"x"', '\u0000', '{"__proto__": {"type": "module"}}'],
      '{"dependencies": 7, "workspaces": {"packages": 3}, "type": [], "exports": {"./*": {"a": [[[]]]}}}',
      '{"workspaces": ["../../..", "/", "**", "!**", "[", "{a,b"], "imports": {"#*": "./*"}}',
    ];
    const files = texts.flatMap((text, index) => [
      [`${index}/package.json`, text],
      [`${index}/a.ts`, broken],
    ]);
    const dir = tree(Object.fromEntries(files));
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    for (const index of texts.keys()) expect(bytesOf(dir)[`${index}/a.ts`]).toBe(fixed);
  });

  it('node_modules that is a file, a package.json that is a folder, a tsconfig that is one', () => {
    const dir = tree({ 'a.ts': broken, node_modules: 'no folder\n' });
    mkdirSync(join(dir, 'package.json'));
    mkdirSync(join(dir, 'tsconfig.json'));
    const ran = cli(dir, ['--format', 'json']);
    expect(ran.code).toBe(0);
    expect(json(ran).unverified).toMatch(/Install the dependencies/);
    expect(ran.stderr).not.toContain('package.json');
    expect(bytesOf(dir)).toEqual({ 'a.ts': fixed, node_modules: 'no folder\n' });
  });

  it('a .gitignore without end, and one that is a folder', () => {
    const dir = tree({ 'a.ts': broken, '.gitignore': `${'*/'.repeat(5_000)}x\n${'!'.repeat(1_000)}\n[\n` });
    put(dir, { 'sub/b.ts': broken });
    mkdirSync(join(dir, 'sub/.gitignore'));
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    expect([bytesOf(dir)['a.ts'], bytesOf(dir)['sub/b.ts']]).toEqual([fixed, fixed]);
  });
});

describe('nothing of the project runs', () => {
  const write = (marker: string) => `require('fs').appendFileSync(${JSON.stringify(marker)}, 'ran')`;

  it('no configuration, plugin, package, formatter or script of theirs', () => {
    const marker = join(tree(), 'ran');
    const evil = `${write(marker)};`;
    const shell = `#!/bin/sh\necho ran >> ${marker}\n`;
    const dir = committed({
      'a.ts': broken,
      'tsconfig.json': JSON.stringify({
        extends: './base.js',
        compilerOptions: { plugins: [{ name: './plugin' }, { transform: './plugin.js' }], types: ['evil'] },
      }),
      'base.js': evil,
      'plugin.js': evil,
      'package.json': JSON.stringify({
        main: './plugin.js',
        scripts: { preinstall: 'node plugin.js', prepare: 'node plugin.js' },
        prettier: './plugin.js',
      }),
      'mcp-auth-codemod.config.js': evil,
      'mcp-auth-codemod.config.json': '{}',
      'eslint.config.js': evil,
      'prettier.config.js': evil,
      'biome.json': '{"plugins": ["./plugin.js"]}',
      '.prettierrc.js': evil,
      '.npmrc': 'node-options=--require ./plugin.js\n',
      git: shell,
    });
    put(dir, {
      'node_modules/evil/index.d.ts': 'declare const evil: 1;',
      'node_modules/evil/index.js': evil,
      'node_modules/evil/package.json': '{"name":"evil","main":"index.js","types":"index.d.ts"}',
      'node_modules/typescript/package.json': '{"name":"typescript","main":"index.js"}',
      'node_modules/typescript/index.js': evil,
      'node_modules/ts-morph/index.js': evil,
      'node_modules/commander/index.js': evil,
      'node_modules/.bin/git': shell,
    });
    chmodSync(join(dir, 'git'), 0o755);
    chmodSync(join(dir, 'node_modules/.bin/git'), 0o755);
    for (const mode of [['--lint'], ['--dry-run'], ['--allow-dirty']]) cli(dir, mode);
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
    expect(existsSync(marker)).toBe(false);
  });

  it('no hook, filter, pager, alias, external diff, monitor, editor or transport that their git configuration names', () => {
    const marker = join(tree(), 'ran');
    const dir = committed({
      'a.ts': broken,
      'b.ts': broken,
      '.gitattributes': '*.ts filter=evil diff=evil merge=evil\n',
      'evil.sh': `#!/bin/sh\necho "$0 $*" >> ${marker}\n`,
    });
    const evil = join(dir, 'evil.sh');
    chmodSync(evil, 0o755);
    commitAllIn(dir);
    const keys = [
      ...['core.fsmonitor', 'core.pager', 'core.editor', 'core.sshCommand', 'core.askPass', 'core.gitProxy'],
      ...['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'merge.evil.driver', 'sequence.editor'],
      ...[
        'filter.evil.clean',
        'filter.evil.smudge',
        'filter.evil.process',
        'credential.helper',
        'gpg.program',
      ],
      ...['interactive.diffFilter', 'pager.status', 'pager.grep', 'uploadpack.packObjectsHook'],
    ];
    for (const key of keys) sh(dir, 'config', key, evil);
    const commands = [
      'status',
      'grep',
      'ls-files',
      'ls-tree',
      'rev-parse',
      'check-ignore',
      'hash-object',
      'config',
    ];
    for (const name of commands) sh(dir, 'config', `alias.${name}`, `!${evil}`);
    for (const hook of ['post-index-change', 'pre-commit', 'fsmonitor-watchman', 'reference-transaction'])
      put(dir, { [`.git/hooks/${hook}`]: `#!/bin/sh\n${evil} hook\n` });
    for (const hook of ['post-index-change', 'fsmonitor-watchman'])
      chmodSync(join(dir, '.git/hooks', hook), 0o755);
    put(dir, { 'b.ts': `${broken}// mine\n` });
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    expect(json(ran).problems.map(({ file }) => file)).toEqual(['b.ts']);
    expect(cli(dir, ['--dry-run', '--no-verify']).stdout).toContain('a/b.ts');
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
    expect(existsSync(marker)).toBe(false);
  });
});
