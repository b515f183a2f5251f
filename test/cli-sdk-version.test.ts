import { describe, expect, it } from 'vitest';
import { broken, bytesOf, cli, fixed, json, tree } from './cli-helpers.ts';

const client = '@modelcontextprotocol/client';
const server = '@modelcontextprotocol/server';

const manifest = (dependencies: Record<string, string>) => JSON.stringify({ name: 'app', dependencies });
const installed = (name: string, version: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
});

const guard = (from: string) => `import { SdkHttpError } from '${from}';

export function explain(error: unknown): string {
  if (SdkHttpError.isInstance(error) && error.status === 403) return 'Ask for a permission.';
  return 'Something went wrong.';
}
`;

/** What a run leaves of `app.ts`, and what it says of it. */
function migrated(files: Record<string, string>, args: readonly string[] = []) {
  const dir = tree(files);
  const ran = cli(dir, ['--no-verify', '--format', 'json', ...args]);
  return { code: ran.code, text: bytesOf(dir)['app.ts'], findings: json(ran).findings };
}

describe('the version of the SDK that the project has', () => {
  it.each<[string, Record<string, string>]>([
    [
      'installed',
      { 'package.json': manifest({ [client]: '^2.0.0-alpha.2' }), ...installed(client, '2.0.0-alpha.3') },
    ],
    ['pinned', { 'package.json': manifest({ [client]: '2.0.0-alpha.3' }) }],
  ])('leaves code for a release without the new form pending (%s)', (_, files) => {
    const { code, text, findings } = migrated({ ...files, 'app.ts': broken });
    expect(text).toBe(broken);
    expect(findings).toMatchObject([
      { status: 'pending', severity: 'info', reason: { code: 'sdk-too-old' } },
    ]);
    expect(findings[0]?.reason?.text).toContain(
      `It is ${client} 2.0.0-alpha.3; the new form begins with 2.0.0-beta.1.`,
    );
    expect(code).toBe(0);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'the first release that has it',
      { 'package.json': manifest({}), ...installed(client, '2.0.0-beta.1') },
      [],
    ],
    [
      'a range, which may bring any newer release',
      { 'package.json': manifest({ [client]: '^2.0.0-alpha.2' }) },
      [],
    ],
    [
      '--sdk 2, which asks for the time after the upgrade',
      { 'package.json': manifest({ [client]: '2.0.0-alpha.3' }) },
      ['--sdk', '2'],
    ],
  ])('rewrites with %s', (_, files, args) => {
    expect(migrated({ ...files, 'app.ts': broken }, args).text).toBe(fixed);
  });

  it.each([
    ['2.0.0-beta.2', 'if (error instanceof InsufficientScopeError)'],
    ['2.0.0-beta.3', 'if (InsufficientScopeError.isInstance(error))'],
  ])('takes isInstance over only where the class has it (%s)', (version, test) => {
    const files = { 'package.json': manifest({ [client]: version }), 'app.ts': guard(client) };
    expect(migrated(files).text).toContain(test);
  });
});

describe('the client package, which alone has InsufficientScopeError', () => {
  it('is not imported where no package.json names it', () => {
    const { text, findings, code } = migrated({
      'package.json': manifest({ [server]: '^2.4.0' }),
      'app.ts': guard(server),
    });
    expect(text).toBe(guard(server));
    expect(findings).toMatchObject([
      { fix: 'none', status: 'open', reason: { code: 'client-package-missing' } },
    ]);
    expect(code).toBe(1);
  });

  it.each<[string, Record<string, string>]>([
    ['named next to it', { 'package.json': manifest({ [server]: '^2.4.0', [client]: '^2.4.0' }) }],
    ['installed', { 'package.json': manifest({ [server]: '^2.4.0' }), ...installed(client, '2.4.0') }],
    ['not told of at all', { 'package.json': manifest({}) }],
  ])('is imported where it is %s', (_, files) => {
    expect(migrated({ ...files, 'app.ts': guard(server) }).text).toContain(
      `InsufficientScopeError } from '${client}'`,
    );
  });

  it('may be named by the root of the monorepo', () => {
    const dir = tree({
      'package.json': JSON.stringify({ workspaces: ['packages/*'], dependencies: { [client]: '^2.4.0' } }),
      'packages/a/package.json': manifest({ [server]: '^2.4.0' }),
      'packages/a/app.ts': guard(server),
    });
    cli(dir, ['--no-verify']);
    expect(bytesOf(dir)['packages/a/app.ts']).toContain(`InsufficientScopeError } from '${client}'`);
  });
});
