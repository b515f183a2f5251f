import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, bytesOf, cli, fixed, installed, json, type Ran, tree } from './cli-helpers.ts';

const asRoot = process.getuid?.() === 0;

/** The other files go on and are fixed; the run as a whole did not do its work. */
function expectProblem(ran: Ran, file: string, message: RegExp): void {
  expect(ran.code).toBe(2);
  const { problems } = json(ran);
  expect(problems.map((problem) => problem.file)).toEqual([file]);
  expect(problems[0]?.message).toMatch(message);
  expect(ran.stderr).not.toMatch(/\n {4}at /);
}

describe('what cannot be read is named, exit code 2, and the rest is done', () => {
  const cases: [string, string | Buffer, RegExp][] = [
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from(broken), Buffer.from([0x2f, 0x2f, 0xff, 0xfe, 0x0a])]),
      /not valid UTF-8/,
    ],
    ['a syntax error', broken.replace('!== state)', '!== state'), /does not parse.*line 6/],
    ['more than 5 MB', `${broken}${'// padding\n'.repeat(500_000)}`, /larger than 5 MB/],
    [
      'merge conflict markers',
      broken.replace('  if', '<<<<<<< ours\n=======\n>>>>>>> theirs\n  if'),
      /does not parse.*[Mm]erge conflict/,
    ],
  ];
  it.each(cases)('%s', (_, content, message) => {
    const dir = tree({ 'bad.ts': content, 'good.ts': broken });
    const before = bytesOf(dir);
    const ran = cli(dir, ['--format', 'json']);
    expectProblem(ran, 'bad.ts', message);
    expect(bytesOf(dir)).toEqual({ ...before, 'good.ts': fixed });
  });

  it('valid UTF-8 is read whatever characters it holds', () => {
    const odd = (text: string) => text.replace("'No code'", '`No\0code\x01`');
    const dir = tree({ 'a.ts': odd(broken) });
    expect(cli(dir, ['--dry-run']).stdout).toContain('+  await new StreamableHTTPClientTransport');
    expect(cli(dir).code).toBe(0);
    expect(bytesOf(dir)).toEqual({ 'a.ts': odd(fixed) });
  });

  it.each<[string, string | Buffer, RegExp]>([
    [
      'cannot be read',
      Buffer.from('export const other = "\xff";\n', 'latin1'),
      /other\.ts is not valid UTF-8/,
    ],
    ['does not parse', 'export const other = (;\n', /other\.ts does not parse/],
  ])('what is only imported and %s is a warning', (_, other, message) => {
    const dir = tree({
      'a.ts': `import { other } from './other.js';\n${broken}void other;\n`,
      'other.ts': other,
    });
    for (const [args, code] of [
      [['--lint'], 1],
      [[], 0],
    ] as const) {
      const ran = cli(dir, [...args, '--format', 'json']);
      expect(ran.code).toBe(code);
      expect(json(ran).problems).toEqual([]);
      expect(ran.stderr).toMatch(message);
    }
    expect(bytesOf(dir)['a.ts']).toContain('finishAuth(url.searchParams)');
  });

  it('what does not parse and mentions a function of the flow is a problem', () => {
    const dir = tree({
      'login.ts': `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
export async function finish(transport: StreamableHTTPClientTransport, code: string) {
  await transport.finishAuth(code);
}
`,
      'caller.ts': "import { finish } from './login.js';\nfinish(transport, (;\n",
    });
    expectProblem(cli(dir, ['--lint', '--format', 'json']), 'caller.ts', /does not parse/);
  });

  it('UTF-16 is found when it is named, although no search sees into it', () => {
    const dir = tree({ 'bad.ts': Buffer.from(`\ufeff${broken}`, 'utf16le') });
    expectProblem(cli(dir, ['--format', 'json', 'bad.ts']), 'bad.ts', /UTF-16/);
  });

  it('is told in the pretty report too, also by --lint and --dry-run', () => {
    const dir = tree({ 'bad.ts': `${broken}}` });
    for (const mode of ['--lint', '--dry-run']) {
      const ran = cli(dir, [mode]);
      expect(ran.code).toBe(2);
      expect(ran.stdout + ran.stderr).toMatch(/problem: bad\.ts: does not parse/);
    }
  });

  it('an irrelevant file may be broken in every way', () => {
    const dir = tree({ 'a.ts': broken, 'other.ts': 'if (', 'binary.js': Buffer.from([0, 255, 254]) });
    expect(cli(dir).code).toBe(0);
  });

  it.skipIf(asRoot)('a file without read permission', () => {
    const dir = tree({ 'bad.ts': broken, 'good.ts': broken });
    chmodSync(join(dir, 'bad.ts'), 0o000);
    expectProblem(cli(dir, ['--format', 'json']), 'bad.ts', /cannot be read: permission denied/);
  });

  it.skipIf(asRoot)('a folder without read permission', () => {
    const dir = tree({ 'closed/bad.ts': broken });
    chmodSync(join(dir, 'closed'), 0o000);
    const ran = cli(dir, ['--format', 'json']);
    chmodSync(join(dir, 'closed'), 0o755);
    expectProblem(ran, 'closed', /permission denied/);
  });

  it.skipIf(process.platform === 'win32')('a backslash in a name, which the compiler cannot hold', () => {
    const dir = tree({ 'back\\slash.ts': broken, 'good.ts': broken });
    const ran = cli(dir, ['--format', 'json']);
    expectProblem(ran, 'back\\slash.ts', /backslash/);
    expect(bytesOf(dir)).toEqual({ 'back\\slash.ts': broken, 'good.ts': fixed });
  });
});

describe('paths that are none', () => {
  it.each([
    ['does not exist', 'nowhere.ts', /does not exist/],
    ['a glob that matches nothing', 'src/**/*.nope.ts', /matches no source file/],
    ['a part of it is a file', 'a.ts/b.ts', /does not exist/],
    ['too long', `${'x'.repeat(300)}.ts`, /does not exist/],
  ])('%s', (_, path, message) => {
    const dir = tree({ 'a.ts': broken });
    expectProblem(cli(dir, [path, '--format', 'json']), path, message);
  });

  it('the other paths are still done', () => {
    const dir = tree({ 'a.ts': broken });
    expect(cli(dir, ['a.ts', 'nowhere']).code).toBe(2);
    expect(bytesOf(dir)).toEqual({ 'a.ts': fixed });
  });

  it('a folder named like a source file', () => {
    const dir = tree({ 'a.ts/index.ts': broken, 'b.ts': broken });
    expect(cli(dir).code).toBe(0);
    expect(bytesOf(dir)).toEqual({ 'a.ts/index.ts': fixed, 'b.ts': fixed });
  });

  it('links: followed when named, within the given paths never', () => {
    const outside = tree({ 'real.ts': broken });
    const dir = tree({ 'a.ts': broken });
    symlinkSync(join(outside, 'real.ts'), join(dir, 'link.ts'));
    symlinkSync(outside, join(dir, 'folder'));
    symlinkSync(join(dir, 'nowhere'), join(dir, 'dangling.ts'));
    symlinkSync(dir, join(dir, 'circle'));
    expect(cli(dir).code).toBe(0);
    expect(bytesOf(dir)).toEqual({ 'a.ts': fixed });
    expect(bytesOf(outside)).toEqual({ 'real.ts': broken });
  });
});

describe('configuration files', () => {
  const withConfig = (tsconfig: string) => tree({ 'tsconfig.json': tsconfig, 'a.ts': broken });

  it('--tsconfig that is missing, broken or a folder', () => {
    const dir = tree({
      'a.ts': broken,
      'broken.json': '{ "compilerOptions": ',
      'wrong.json': '{ "compilerOptions": { "target": "es1" } }',
    });
    mkdirSync(join(dir, 'folder'));
    for (const [file, message] of [
      ['nowhere.json', /there is no file .*nowhere\.json/],
      ['folder', /there is no file .*folder/],
      ['broken.json', /broken\.json is not a valid configuration/],
      ['wrong.json', /wrong\.json is not a valid configuration: .*target/],
    ] as const) {
      const ran = cli(dir, ['--tsconfig', file]);
      expect(ran.code).toBe(2);
      expect(ran.stderr).toMatch(message);
      expect(ran.stderr).not.toMatch(/\n {4}at /);
      expect(ran.stdout).toBe('');
    }
    expect(bytesOf(dir)['a.ts']).toBe(broken);
  });

  it('--tsconfig chooses the project to check with', () => {
    const strict =
      '{ "compilerOptions": { "strict": true, "noUnusedLocals": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "types": [] } }';
    const dir = installed(withConfig(strict));
    expect(cli(dir, ['--tsconfig', 'tsconfig.json']).code).toBe(0);
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
  });

  it('a broken tsconfig of the project is named', () => {
    const ran = cli(withConfig('{ "compilerOptions": { "strict": tru'), ['--format', 'json']);
    expectProblem(ran, 'tsconfig.json', /not a valid configuration/);
  });

  it('a tsconfig with an option from the future or past is named', () => {
    const ran = cli(withConfig('{ "compilerOptions": { "moduleResolution": "telepathy" } }'), [
      '--format',
      'json',
    ]);
    expectProblem(ran, 'tsconfig.json', /moduleResolution/);
  });

  it.each(['@tsconfig/nowhere/tsconfig.json', './node_modules/@tsconfig/nowhere/tsconfig.json'])(
    'a tsconfig that extends a package that is not installed is no fault of ours: %s',
    (base) => {
      const dir = withConfig(JSON.stringify({ extends: base }));
      expect(cli(dir).code).toBe(0);
      expect(bytesOf(dir)['a.ts']).toBe(fixed);
    },
  );

  it('a package.json that is no JSON is a warning', () => {
    const dir = tree({ 'package.json': '{ "name": ', 'a.ts': broken });
    const ran = cli(dir, ['--format', 'json']);
    expect(ran.code).toBe(0);
    expect(json(ran).summary.fixed).toBe(1);
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
  });
});
