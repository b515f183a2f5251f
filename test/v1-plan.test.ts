import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ReportedFinding, run } from '../src/index.ts';
import { broken, bytesOf, clean, cli, committed, manual } from './cli-helpers.ts';
import { root } from './harness.ts';

/** The same code before the official codemod and after it: imports move, `StreamableHTTPError` gets its new name. */
const moved: readonly (readonly [before: string, after: string])[] = [
  ['@modelcontextprotocol/sdk/client/streamableHttp.js', '@modelcontextprotocol/client'],
  ['@modelcontextprotocol/sdk/client/auth.js', '@modelcontextprotocol/client'],
  ['@modelcontextprotocol/sdk/server/auth/router.js', '@modelcontextprotocol/server-legacy/auth'],
  ['@modelcontextprotocol/sdk/server/auth/provider.js', '@modelcontextprotocol/server-legacy/auth'],
  ['@modelcontextprotocol/sdk/server/mcp.js', '@modelcontextprotocol/server'],
  ['StreamableHTTPError', 'SdkHttpError'],
];
const upgraded = (text: string) =>
  moved.reduce((all, [before, after]) => all.replaceAll(before, after), text);

const v1 = (text: string) => text.replaceAll('@modelcontextprotocol/client', moved[0]![0]);

const handler = `import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export async function call(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StreamableHTTPError) return 'denied';
    throw error;
  }
}
`;

const consent = `import type { AuthorizationParams, OAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/provider.js';

export abstract class Provider implements OAuthServerProvider {
  async authorize(client: unknown, params: AuthorizationParams, res: any): Promise<void> {
    const url = new URL(params.redirectUri);
    url.searchParams.set('code', 'one');
    res.writeHead(302, { Location: url.href }).end();
  }
}
`;

const redeems = `import { auth, type OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';

export async function login(provider: OAuthClientProvider, request: Request): Promise<void> {
  const url = new URL(request.url);
  const code = url.searchParams.get('code') ?? undefined;
  await auth(provider, { serverUrl: 'https://mcp.example.com', authorizationCode: code });
}
`;

const asksWho = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

const clientOf = (extra: { authInfo?: { clientId: string } }) => extra.authInfo?.clientId ?? 'nobody';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
server.registerTool('who', { description: 'Who' }, async (extra) => ({
  content: [{ type: 'text', text: clientOf(extra) }],
}));
`;

async function lint(files: Record<string, string>): Promise<readonly ReportedFinding[]> {
  const { report } = await run({ cwd: committed(files), paths: ['.'], mode: 'lint' });
  return report.findings;
}

describe('the plan of a pending finding', () => {
  it.each([
    ['a safe fix', v1(broken)],
    ['a code that a person types', v1(manual)],
    ['an error handler', handler],
    ['an authorization response', consent],
    ['auth()', redeems],
    ['a handler that asks who calls', asksWho],
  ])('is what the tool says after the official codemod: %s', async (_, text) => {
    const before = await lint({ 'a.ts': text });
    const after = await lint({ 'a.ts': upgraded(text) });
    expect(before.map(({ status }) => status)).toEqual(before.map(() => 'pending'));
    expect(after.length).toBeGreaterThan(0);
    expect(
      before.map(({ rule, afterUpgrade }) => [
        rule,
        afterUpgrade?.severity,
        afterUpgrade?.fix,
        afterUpgrade?.reason,
        afterUpgrade?.assumes,
        afterUpgrade?.todo,
        afterUpgrade?.edits.length,
      ]),
    ).toEqual(
      after.map(({ rule, severity, fix, reason, assumes, todo, edits }) => [
        rule,
        severity,
        fix,
        reason,
        assumes,
        todo,
        edits.length,
      ]),
    );
  });

  it('stands in a mixed project beside what is written, in the text of today', async () => {
    const dir = committed({ 'a.ts': broken, 'b.ts': v1(broken) });
    const { report } = await run({ cwd: dir, paths: ['.'], mode: 'apply', verify: false, unsafe: true });
    expect(report.findings.map(({ status, afterUpgrade }) => [status, afterUpgrade?.fix])).toEqual([
      ['fixed', undefined],
      ['pending', 'safe'],
    ]);
    expect(bytesOf(dir)['b.ts']).toBe(v1(broken));
    const [edit] = report.findings[1]!.afterUpgrade!.edits;
    expect(v1(broken).slice(edit!.start, edit!.end)).toContain('code');
  });

  it('is there for a v2 package that is too old', async () => {
    const [finding] = await lint({
      'package.json': '{"dependencies":{"@modelcontextprotocol/client":"2.0.0-alpha.3"}}',
      'a.ts': broken,
    });
    expect(finding).toMatchObject({
      status: 'pending',
      reason: { code: 'sdk-too-old' },
      afterUpgrade: { fix: 'safe', severity: 'error' },
    });
  });

  it('is null for every other finding, a suppressed one included', async () => {
    const quiet = v1(broken).replace(
      '  await new',
      '  // mcp-auth-codemod-ignore-next-line finish-auth-params -- legacy\n  await new',
    );
    const found = await lint({ 'a.ts': broken, 'b.ts': quiet });
    expect(found.map(({ status, afterUpgrade }) => [status, afterUpgrade])).toEqual([
      ['open', null],
      ['suppressed', null],
    ]);
  });
});

describe('reports of a project on SDK v1', () => {
  const project = () =>
    committed({
      'package.json': '{"name":"app","dependencies":{"@modelcontextprotocol/sdk":"^1.29.0"}}',
      'src/safe.ts': v1(broken),
      'src/typed.ts': v1(manual),
    });

  it('are the plan of the migration: markdown', () => {
    const { stdout, code } = cli(project(), ['--lint', '--format', 'markdown']);
    expect(code).toBe(0);
    const steps = [
      '### Order of work in `app`',
      '1. **Upgrade.**',
      'npx @modelcontextprotocol/codemod@latest v1-to-v2 .',
      '2. **Install**',
      '3. **Fix.** This tool writes 1 safe fix.',
      'npx mcp-auth-codemod . --dry-run',
      '4. **What stays manual.**',
      '`src/typed.ts:6`',
      '5. **Test.**',
      'Log in once against a server',
      'then safe fix',
      'The fix after the upgrade, on the code of today:',
      'then by hand',
    ];
    const plan = stdout.slice(stdout.indexOf('## Plan of the migration'));
    const places = steps.map((step) => plan.indexOf(step));
    expect(steps.filter((_, at) => places[at]! < 0)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(stdout).not.toContain('This code uses SDK v1');
  });

  it('have no plan where nothing waits for v2', () => {
    const { stdout } = cli(committed({ 'a.ts': broken }), ['--lint', '--format', 'markdown']);
    expect(stdout).not.toContain('Plan of the migration');
  });

  it('show flow, fix and reason to people, and what comes next', () => {
    const { stdout } = cli(project(), ['--lint', '--format', 'pretty']);
    expect(stdout).toContain('how it gets here:');
    expect(stdout).toContain('after the upgrade, a safe fix:');
    expect(stdout).toContain('.finishAuth(url.searchParams)');
    expect(stdout).toContain('after the upgrade, by hand');
    expect(stdout).toContain('After the upgrade: 1 with a safe fix, 1 to do by hand\n');
    expect(stdout).toContain(
      '→ upgrade to SDK v2 first: npx @modelcontextprotocol/codemod@latest v1-to-v2 .',
    );
  });

  it('tell it in every other format', () => {
    const dir = project();
    const formats = ['concise', 'sarif', 'github', 'gitlab', 'junit', 'html'];
    const args = formats.flatMap((format) => ['--format', format, '-o', `out/${format}`]);
    cli(dir, ['--lint', ...args]);
    const texts = formats.map((format) => readFileSync(join(dir, 'out', format), 'utf8'));
    expect(texts.filter((text) => !/after the upgrade|then safe fix/i.test(text))).toEqual([]);
    const [, sarif] = texts;
    const results = JSON.parse(sarif!).runs[0].results;
    expect(
      results.map((one: { properties: { afterUpgrade: unknown } }) => one.properties.afterUpgrade),
    ).toMatchObject([{ fix: 'safe' }, { fix: 'none' }]);
    expect(sarif, 'a viewer offers no fix for v1').not.toContain('"fixes"');
  });

  it('may be a baseline, which hides no error of the upgraded code', () => {
    const dir = committed({ 'a.ts': v1(broken) });
    const rule = ['--lint', '--rule', 'finish-auth-params', '--format', 'json'];
    cli(dir, [...rule, '--baseline', 'known.json', '--update-baseline']);
    const lint = () => cli(dir, [...rule, '--baseline', 'known.json']);
    expect(JSON.parse(lint().stdout).findings).toEqual([]);
    writeFileSync(join(dir, 'a.ts'), broken);
    expect(lint().code).toBe(1);
    expect(JSON.parse(lint().stdout).findings).toMatchObject([{ status: 'open', severity: 'error' }]);
    cli(dir, [...rule, '--baseline', 'known.json', '--update-baseline']);
    expect(lint().code).toBe(0);
  });

  it('name the command of MIGRATION.md', () => {
    const page = readFileSync(join(root, 'MIGRATION.md'), 'utf8');
    expect(page).toContain('npx @modelcontextprotocol/codemod@latest v1-to-v2 .');
  });
});

describe('after the official codemod, the tool says on stderr what is next', () => {
  const notes = (files: Record<string, string>) => {
    const { code, stderr, stdout } = cli(committed(files), ['--lint', '--format', 'json']);
    expect(JSON.parse(stdout).problems).toEqual([]);
    expect(code).not.toBe(2);
    return stderr.split('\n').filter((line) => line.startsWith('warning: '));
  };
  const v2 = '{"dependencies":{"@modelcontextprotocol/client":"^2.3.1"}}';

  it('where it left marks', () => {
    const text = `${clean}/* @mcp-codemod-error Manual migration required. */\n// @mcp-codemod-error twice\n`;
    expect(notes({ 'package.json': v2, 'src/a.ts': text })).toEqual([
      expect.stringMatching(/^warning: 2 places are marked @mcp-codemod-error, the first at src\/a\.ts:9\. /),
    ]);
    const said = clean.replace('No code', '@mcp-codemod-error');
    expect(notes({ 'package.json': v2, 'a.ts': said })).toEqual([]);
  });

  it('where require() still loads v1, which package.json does not list any more', () => {
    const text = `const { auth } = require('@modelcontextprotocol/sdk/client/auth.js');\nmodule.exports = { auth };\n`;
    const [note, ...more] = notes({ 'package.json': v2, 'a.cjs': text });
    expect(more).toEqual([]);
    expect(note).toContain('a.cjs requires @modelcontextprotocol/sdk, which package.json does not list.');
    const listed = v2.replace('client":"^2.3.1', 'sdk":"^1.29.0');
    expect(notes({ 'package.json': listed, 'a.cjs': text })).toEqual([]);
    expect(notes({ 'a.cjs': text })).toEqual([]);
  });

  it('where a client file takes the errors of server-legacy', () => {
    const legacy = "import { OAuthError } from '@modelcontextprotocol/server-legacy/auth';\n";
    const test = 'export const isOurs = (error: unknown) => error instanceof OAuthError;\n';
    const [note] = notes({
      'package.json': v2,
      'a.ts': legacy + clean + test,
      'b.ts': legacy + clean + test,
    });
    expect(note).toContain(
      'a.ts (and 1 other file) imports error classes from @modelcontextprotocol/server-legacy',
    );
    const types = legacy.replace('import {', 'import type {');
    expect(notes({ 'package.json': v2, 'a.ts': types + clean })).toEqual([]);
    expect(notes({ 'package.json': v2, 'a.ts': legacy + test })).toEqual([]);
    const own = "export const refused = () => new OAuthError('refused');\n";
    expect(notes({ 'package.json': v2, 'a.ts': legacy + clean + test + own })).toEqual([]);
  });

  it('where package.json is ahead of node_modules', () => {
    const installed = { 'node_modules/@modelcontextprotocol/sdk/package.json': '{"version":"1.29.0"}' };
    const [note] = notes({ 'package.json': v2, 'a.ts': clean, ...installed });
    expect(note).toMatch(
      /package\.json names @modelcontextprotocol\/client, and node_modules still has @model\S+ 1\.29\.0/,
    );
    expect(notes({ 'package.json': v2, 'a.ts': clean }), 'nothing installed').toEqual([]);
  });

  it('and nothing where it has nothing left to do', () => {
    expect(notes({ 'package.json': v2, 'a.ts': broken })).toEqual([]);
  });
});
