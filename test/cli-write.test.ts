import { spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  binary,
  broken,
  bytesOf,
  clean,
  cli,
  commitAllIn,
  committed,
  fixed,
  json,
  manual,
  put,
  sh,
  tree,
} from './cli-helpers.ts';
import { root } from './harness.ts';

describe('files that were not given', () => {
  const source = readFileSync(join(root, 'fixtures/authorize-issuer/write-head/input/provider.ts'), 'utf8');
  const server = `import { mcpAuthRouter } from '@modelcontextprotocol/server-legacy';
import * as providers from './provider';

export const router = mcpAuthRouter({ provider: Object.values(providers)[0] as never, issuerUrl: new URL('https://a.example') });
`;

  it('are read through imports, but neither reported nor changed', () => {
    const dir = tree({ 'server.ts': server, 'provider.ts': source });
    expect(json(cli(dir, ['--lint', '--format', 'json'])).findings).not.toEqual([]);
    expect(json(cli(dir, ['server.ts', '--format', 'json'])).findings).toEqual([]);
    expect(bytesOf(dir)).toEqual({ 'server.ts': server, 'provider.ts': source });
  });

  it('nor are those that .gitignore leaves out', () => {
    const dir = tree({ 'server.ts': server, 'provider.ts': source, '.gitignore': 'provider.ts\n' });
    expect(json(cli(dir, ['--format', 'json'])).findings).toEqual([]);
    expect(bytesOf(dir)['provider.ts']).toBe(source);
  });
});

describe('writing', () => {
  it('keeps the mode, and leaves no temporary file', () => {
    const dir = tree({ 'a.ts': broken, 'b.ts': broken });
    chmodSync(join(dir, 'a.ts'), 0o755);
    chmodSync(join(dir, 'b.ts'), 0o640);
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    expect(readdirSync(dir)).toEqual(['a.ts', 'b.ts']);
    expect(['a.ts', 'b.ts'].map((name) => statSync(join(dir, name)).mode & 0o777)).toEqual([0o755, 0o640]);
  });

  it('keeps byte order mark, line endings and a missing last newline', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const dir = tree({ 'bom.ts': `\ufeff${broken}`, 'crlf.ts': crlf(broken), 'short.ts': broken.trimEnd() });
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    const bytes = (name: string) => readFileSync(join(dir, name), 'utf8');
    expect(bytes('bom.ts')).toBe(`\ufeff${fixed}`);
    expect(bytes('crlf.ts')).toBe(crlf(fixed));
    expect(bytes('short.ts')).toBe(fixed.trimEnd());
  });

  it('a read-only file is refused and named, the others are written', () => {
    const dir = tree({ 'a.ts': broken, 'b.ts': broken });
    chmodSync(join(dir, 'a.ts'), 0o444);
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    expect(ran.code).toBe(2);
    expect(json(ran).problems).toEqual([{ file: 'a.ts', message: expect.stringMatching(/read-only/) }]);
    expect(json(ran).findings.map(({ file, status }) => [file, status])).toEqual([
      ['a.ts', 'open'],
      ['b.ts', 'fixed'],
    ]);
    expect(bytesOf(dir)).toEqual({ 'a.ts': broken, 'b.ts': fixed });
  });

  it('a link that is named stays a link; the file behind it is written', () => {
    const dir = tree({ 'real/a.ts': broken });
    symlinkSync('real/a.ts', join(dir, 'link.ts'));
    expect(cli(dir, ['link.ts', '--no-verify']).code).toBe(0);
    expect(lstatSync(join(dir, 'link.ts')).isSymbolicLink()).toBe(true);
    expect(bytesOf(dir)).toEqual({ 'real/a.ts': fixed });
  });

  it('a second run writes nothing: not even the time of the file changes', () => {
    const dir = tree({ 'a.ts': broken });
    cli(dir, ['--no-verify']);
    const { mtimeMs, ino } = statSync(join(dir, 'a.ts'));
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    expect(statSync(join(dir, 'a.ts'))).toMatchObject({ mtimeMs, ino });
  });

  it('a file that changes while the tool runs keeps the change of its owner', async () => {
    const dir = tree({ 'a.ts': broken, 'slow.ts': `${broken}${'export const x = { a: 1 };\n'.repeat(1)}` });
    const file = join(dir, 'a.ts');
    const theirs = `// my own line\n${broken}`;
    // Type-checking takes seconds; the change comes when the file is read, which its access time tells.
    const child = spawn(process.execPath, ['--import', watcher(file, theirs), binary, '--format', 'json'], {
      cwd: dir,
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toEqual([
      { file: 'a.ts', message: expect.stringMatching(/changed while the tool ran/) },
    ]);
    expect(bytesOf(dir)['a.ts']).toBe(theirs);
    expect(bytesOf(dir)['slow.ts']).toContain('finishAuth(url.searchParams)');
  });
});

/** A module for --import: changes the file as soon as the compiler has been given its text. */
function watcher(file: string, text: string): string {
  const code = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    const read = fs.readFileSync; const seen = new Set(); const open = fs.openSync; const close = fs.closeSync;
    fs.closeSync = (fd) => { seen.delete(fd); close(fd); };
    fs.openSync = (name, ...rest) => { const fd = open(name, ...rest); if (name === ${JSON.stringify(file)}) seen.add(fd); return fd; };
    fs.readFileSync = (name, ...rest) => { const out = read(name, ...rest);
      if (seen.has(name)) { seen.clear(); fs.openSync = open; fs.readFileSync = read; syncBuiltinESMExports(); fs.writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(text)}); }
      return out; };
    syncBuiltinESMExports();`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

describe('--allow-dirty', () => {
  const dirty = () => {
    const dir = committed({
      'modified.ts': broken,
      'staged.ts': broken,
      'kept.ts': broken,
      'other.ts': clean,
    });
    put(dir, {
      'untracked.ts': broken,
      'modified.ts': `${broken}// more\n`,
      'staged.ts': `${broken}// more\n`,
      'other.ts': `${clean}\n`,
    });
    sh(dir, 'add', 'staged.ts');
    return dir;
  };

  it('without it modified, staged and untracked files are refused, each by name; the others are written', () => {
    const dir = dirty();
    const before = bytesOf(dir);
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    expect(ran.code).toBe(2);
    expect(json(ran).problems.map(({ file }) => file)).toEqual(['modified.ts', 'staged.ts', 'untracked.ts']);
    for (const { message } of json(ran).problems) expect(message).toMatch(/--allow-dirty/);
    expect(json(ran).findings.map(({ file, status, reason }) => [file, status, reason?.code])).toEqual([
      ['kept.ts', 'fixed', undefined],
      ...['modified.ts', 'staged.ts', 'untracked.ts'].map((file) => [file, 'open', 'dirty-file']),
    ]);
    expect(bytesOf(dir)).toEqual({ ...before, 'kept.ts': fixed });
  });

  it('with it they are written', () => {
    const dir = dirty();
    expect(cli(dir, ['--no-verify', '--allow-dirty']).code).toBe(0);
    expect(Object.values(bytesOf(dir)).filter((text) => text.includes('finishAuth(code)'))).toEqual([]);
  });

  it('files that need no writing do not matter', () => {
    const dir = committed({ 'a.ts': broken, 'b.ts': manual });
    put(dir, { 'b.ts': `${manual}\n`, 'new.ts': clean, 'notes.md': 'x' });
    expect(cli(dir, ['--no-verify']).code).toBe(1);
    expect(bytesOf(dir)['a.ts']).toBe(fixed);
  });

  it('--lint and --dry-run write nothing, so nothing is refused', () => {
    const dir = dirty();
    expect(cli(dir, ['--lint', '--format', 'json']).code).toBe(1);
    expect(cli(dir, ['--dry-run', '--no-verify']).code).toBe(0);
  });

  it('a file that .gitignore excludes but git tracks is as any other', () => {
    const dir = committed({ 'a.ts': broken });
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    commitAllIn(dir);
    expect(cli(dir, ['--no-verify']).code).toBe(0);
  });

  it('works in a repository without a commit: everything there is new', () => {
    const dir = tree({ 'a.ts': broken });
    sh(dir, 'init', '-q');
    expect(cli(dir, ['--no-verify']).code).toBe(2);
    expect(bytesOf(dir)).toEqual({ 'a.ts': broken });
    writeFileSync(join(dir, 'a.ts'), broken);
    expect(cli(dir, ['--no-verify', '--allow-dirty']).code).toBe(0);
  });
});
