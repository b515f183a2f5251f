import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, bytesOf, cli, committed, fixed, tree } from './cli-helpers.ts';

const names = ['plain.ts', 'with space.ts', 'quo"te.ts', "apo'strophe.ts", 'ünïcödé 日本.ts', '[id].ts'];

const files: Record<string, string> = {
  ...Object.fromEntries(names.map((name) => [`src/${name}`, broken])),
  'src/crlf.ts': broken.replaceAll('\n', '\r\n'),
  'src/bom.ts': `\ufeff${broken}`,
  'src/no-newline.ts': broken.trimEnd(),
  'src/old-mac.js': broken.replaceAll(': Promise<void>', '').replaceAll(': Request', ''),
  'lib/other.ts': broken,
  'untouched.ts': fixed,
};

/** A copy that git or the tool may change, with its history if it has one. */
function copy(dir: string): string {
  const to = tree();
  cpSync(dir, to, { recursive: true });
  return to;
}

/** `mcp-auth-codemod … --dry-run | git apply`, against the same command without --dry-run. */
function compare(
  dir: string,
  below: string,
  args: string[],
): { run: Record<string, string>; applied: Record<string, string> } {
  const [real, patched] = [copy(dir), copy(dir)];
  const before = bytesOf(dir);
  const dry = cli(join(patched, below), [...args, '--dry-run', '--no-verify']);
  expect(bytesOf(patched), 'a dry run writes nothing').toEqual(before);
  execFileSync('git', ['apply', '-'], { cwd: join(patched, below), input: dry.stdout });
  const ran = cli(join(real, below), [...args, '--no-verify']);
  expect([dry.code, ran.code]).toEqual([0, 0]);
  const run = bytesOf(real);
  expect(run).not.toEqual(before);
  return { run, applied: bytesOf(patched) };
}

describe.each([
  ['in a git work tree', committed],
  ['outside git', tree],
])('--dry-run | git apply gives the tree of the real run, %s', (_, make) => {
  it.each([
    ['from the top', '', []],
    ['from the top, a folder', '', ['src']],
    ['from the top, a glob', '', ['src/**/*.ts']],
    ['from the top, single files', '', names.map((name) => `src/${name}`)],
    ['from a sub-directory', 'src', []],
    ['from a sub-directory, single files', 'src', ['with space.ts', './ünïcödé 日本.ts', 'quo"te.ts']],
  ] as [string, string, string[]][])('%s', (_name, below, args) => {
    const { run, applied } = compare(make(files), below, args);
    expect(applied).toEqual(run);
    expect(run['src/with space.ts']).toBe(fixed);
  });
});

describe('paths above the working directory', () => {
  it('from a sub-directory it says where git apply reaches all files', () => {
    const dir = committed(files);
    const dry = cli(join(dir, 'src'), ['..', '--dry-run', '--no-verify']);
    expect(dry.stderr).toContain(`Run git apply in ${dir}`);
    const real = copy(dir);
    execFileSync('git', ['apply', '-'], { cwd: dir, input: dry.stdout });
    cli(join(real, 'src'), ['..', '--no-verify']);
    expect(bytesOf(dir)).toEqual(bytesOf(real));
    expect(bytesOf(dir)['lib/other.ts']).toBe(fixed);
  });

  it('outside git, where git apply would refuse the patch, it says where to make it', () => {
    const dir = tree(files);
    const dry = cli(join(dir, 'src'), ['../lib', '--dry-run', '--no-verify']);
    expect(dry.stderr).toContain(`Make the dry run in a directory that holds ${join(dir, 'lib/other.ts')}`);
  });
});

describe('the patch', () => {
  it('is empty when nothing changes', () => {
    const dir = tree({ 'a.ts': fixed });
    expect(cli(dir, ['--dry-run']).stdout).toBe('');
  });

  it('does not fit two work trees at once, and says so', () => {
    const [one, two] = [committed({ 'a.ts': broken }), committed({ 'b.ts': broken })];
    const { stderr } = cli(one, ['.', two, '-n', '--no-verify']);
    expect(stderr).toContain(`Make a dry run in each: ${[one, two].sort().join(', ')}`);
  });

  it('applies with --3way in a work tree that moved on', () => {
    const dir = committed({ 'a.ts': broken });
    const { stdout } = cli(dir, ['-n', '--no-verify']);
    expect(stdout).toMatch(/^index [0-9a-f]{40}\.\.[0-9a-f]{40}/m);
    execFileSync('git', ['apply', '--3way', '--check', '-'], { cwd: dir, input: stdout });
  });

  it('names the files from the top of their own work tree, and says where that is', () => {
    const dir = committed({ 'a.ts': broken });
    const { stdout, stderr } = cli(tree(), [dir, '-n', '--no-verify']);
    expect(stderr).toContain(`Run git apply in ${dir}`);
    execFileSync('git', ['apply', '-'], { cwd: dir, input: stdout });
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
  });
});
