import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, bytesOf, cli, fixed, installed, json, manual, put, tree } from './cli-helpers.ts';

const tsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
  },
});

/** An alpha of the SDK, whose finishAuth takes the code alone: the rewritten call cannot compile with it. */
const alpha = {
  'node_modules/@modelcontextprotocol/client/package.json': JSON.stringify({
    name: '@modelcontextprotocol/client',
    version: '2.0.0-alpha.2',
    types: './index.d.ts',
  }),
  'node_modules/@modelcontextprotocol/client/index.d.ts': `export declare class StreamableHTTPClientTransport {
  constructor(url: URL);
  finishAuth(authorizationCode: string): Promise<void>;
}
`,
};

/** Two packages: one with the alpha, one with the SDK of today. */
function monorepo(): string {
  const dir = tree({
    'old/tsconfig.json': tsconfig,
    'new/tsconfig.json': tsconfig,
    'old/bad.ts': broken,
    'new/good.ts': broken,
  });
  put(join(dir, 'old'), alpha);
  installed(join(dir, 'new'));
  return dir;
}

describe('the type check', () => {
  it('says nothing when the fixes compile', () => {
    const dir = installed(tree({ 'tsconfig.json': tsconfig, 'a.ts': broken }));
    const ran = cli(dir, ['--format', 'json']);
    expect(ran.code).toBe(0);
    expect(json(ran)).not.toHaveProperty('unverified');
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
  });

  it('fixes that bring a type error are taken back with the words of the compiler; the rest is written', () => {
    const dir = monorepo();
    const ran = cli(dir, ['--format', 'json']);
    expect(ran.code).toBe(1);
    const { findings, problems } = json(ran);
    expect(problems).toEqual([]);
    expect(findings).toMatchObject([
      { file: 'new/good.ts', fix: 'safe', status: 'fixed', reason: null },
      { file: 'old/bad.ts', fix: 'none', status: 'open', reason: { code: 'type-check-failed' } },
    ]);
    expect(findings[1]?.reason?.text).toMatch(
      /TS2345 at old\/bad\.ts:7: .*'URLSearchParams' is not assignable.*'string'/,
    );
    expect(bytesOf(dir)).toMatchObject({ 'old/bad.ts': broken, 'new/good.ts': fixed });
    expect(cli(dir).stdout).toMatch(/did not type-check.*TS2345/);
  });

  it('only the fix that brings the error is taken back, not its neighbour in the file', () => {
    const both = `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export async function login(transport: StreamableHTTPClientTransport, url: URL) {
  const narrow: (code: string) => Promise<void> = transport.finishAuth;
  await narrow(url.searchParams.get('code')!);
}

export async function again(transport: StreamableHTTPClientTransport, url: URL) {
  await transport.finishAuth(url.searchParams.get('code')!);
}
`;
    const dir = installed(tree({ 'tsconfig.json': tsconfig, 'a.ts': both }));
    const ran = cli(dir, ['--format', 'json', '--rule', 'finish-auth-params']);
    expect(ran.code).toBe(1);
    expect(json(ran).findings.map(({ status, reason }) => [status, reason?.code])).toEqual([
      ['open', 'type-check-failed'],
      ['fixed', undefined],
    ]);
    expect(bytesOf(dir)['a.ts']).toBe(
      both.replace(
        "transport.finishAuth(url.searchParams.get('code')!)",
        'transport.finishAuth(url.searchParams)',
      ),
    );
  });

  it('a fix that was taken back keeps its reason next to an equal line whose fix is written', () => {
    const line = "await finish(url.searchParams.get('code')!);";
    const login = (name: string, type: string) => `
export async function ${name}(transport: StreamableHTTPClientTransport, url: URL) {
  const finish: ${type} = transport.finishAuth;
  ${line}
}
`;
    const both = `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
${login('wide', "StreamableHTTPClientTransport['finishAuth']")}${login('narrow', '(code: string) => Promise<void>')}`;
    const dir = installed(tree({ 'tsconfig.json': tsconfig, 'a.ts': both }));
    const found = () =>
      json(cli(dir, ['--format', 'json', '--rule', 'finish-auth-params'])).findings.map(
        ({ fix, status, reason }) => [fix, status, reason?.code],
      );
    expect(found()).toEqual([
      ['safe', 'fixed', undefined],
      ['none', 'open', 'type-check-failed'],
    ]);
    expect(bytesOf(dir)['a.ts']).toBe(both.replace(line, 'await finish(url.searchParams);'));
    expect(found()).toEqual([['none', 'open', 'type-check-failed']]);
  });

  it('errors that were there before do not count', () => {
    const wrong = `${broken}export const wrong: string = 1;\n`;
    const dir = installed(tree({ 'tsconfig.json': tsconfig, 'a.ts': wrong }));
    expect(cli(dir).code).toBe(0);
    expect(bytesOf(dir)['a.ts']).toContain('finishAuth(url.searchParams)');
  });

  it('--no-verify writes without it, and says so', () => {
    const dir = monorepo();
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    expect(ran.code).toBe(0);
    expect(json(ran).unverified).toContain('--no-verify');
    expect(bytesOf(dir)['old/bad.ts']).toBe(fixed);
  });

  it('a dry run is checked too: its patch leaves out what does not compile', () => {
    const dir = monorepo();
    const ran = cli(dir, ['--dry-run']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('b/new/good.ts');
    expect(ran.stdout).not.toContain('b/old/bad.ts');
  });

  it('--tsconfig is the project for all files', () => {
    const loose = JSON.stringify({
      compilerOptions: { ...JSON.parse(tsconfig).compilerOptions, strict: false },
    });
    const dir = installed(
      tree({
        'other.json': loose,
        'tsconfig.json':
          '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "types": ["nowhere"] } }',
        'a.ts': broken,
      }),
    );
    expect(cli(dir, ['--tsconfig', 'other.json']).code).toBe(0);
  });
});

describe('without node_modules', () => {
  const bare = () =>
    tree({
      'tsconfig.json': tsconfig,
      'a.ts': broken,
    });

  it('fixes are written all the same, unverified, and both reports say so', () => {
    const first = cli(bare(), ['--format', 'json']);
    expect(first.code).toBe(0);
    expect(json(first)).toMatchObject({
      summary: { fixed: 1, open: 0 },
      unverified: expect.stringContaining('Install the dependencies'),
    });
    const dir = bare();
    const pretty = cli(dir);
    expect(pretty.code).toBe(0);
    expect(pretty.stdout).toMatch(
      /Not type-checked: the changed file\. The types of @modelcontextprotocol\/client cannot be found/,
    );
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
  });

  it('--lint --verify says that it could not check', () => {
    const ran = cli(bare(), ['--lint', '--verify', '--format', 'json']);
    expect(ran.code).toBe(1);
    expect(json(ran).unverified).toContain('Install the dependencies');
  });
});

describe('--lint', () => {
  it('does not try the fixes, and every report says so', () => {
    const dir = monorepo();
    const unverified = /--lint does not try the fixes.*--verify/;
    const report = json(cli(dir, ['--lint', '--format', 'json']));
    expect(report.unverified).toMatch(unverified);
    expect(report.findings.map(({ fix }) => fix)).toEqual(['safe', 'safe']);
    expect(cli(dir, ['--lint']).stdout).toMatch(/\nNot type-checked: --lint does not try the fixes/);
    expect(cli(dir, ['--lint', '--format', 'github']).stdout).toMatch(/::notice .*Not type-checked: --lint/);
    expect(cli(dir, ['--lint', '--format', 'sarif']).stdout).toMatch(unverified);
    expect(cli(dir, ['--lint', '-o', 'report.txt']).stderr).toMatch(unverified);
  });

  it('tells with --verify the levels and reasons of the run', () => {
    const dir = monorepo();
    const told = (args: string[]) =>
      json(cli(dir, [...args, '--format', 'json'])).findings.map(({ file, fix, reason }) => ({
        file,
        fix,
        reason,
      }));
    const lint = told(['--lint', '--verify']);
    expect(lint).toMatchObject([
      { file: 'new/good.ts', fix: 'safe', reason: null },
      { file: 'old/bad.ts', fix: 'none', reason: { code: 'type-check-failed' } },
    ]);
    expect(lint).toEqual(told([]));
  });

  it('writes nothing with --verify, leaves all open and says nothing when the fixes compile', () => {
    const dir = installed(tree({ 'tsconfig.json': tsconfig, 'a.ts': broken }));
    const ran = cli(dir, ['--lint', '--verify', '--format', 'json']);
    expect(ran.code).toBe(1);
    expect(json(ran)).not.toHaveProperty('unverified');
    expect(json(ran).summary).toMatchObject({ fixed: 0, open: 1 });
    expect(bytesOf(dir)['a.ts']).toBe(broken);
  });

  it('has nothing to try without a fix', () => {
    const ran = cli(tree({ 'a.ts': manual }), ['--lint', '--format', 'json']);
    expect(json(ran)).not.toHaveProperty('unverified');
  });
});
