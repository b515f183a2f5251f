import { spawn } from 'node:child_process';
import builtin, * as fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { ts } from 'ts-morph';
import { afterEach, describe, expect, test } from 'vitest';
import { isUtf16File } from '../src/workspace/content.ts';
import { hashOf, readSource, type SourceFile } from '../src/workspace/read.ts';
import {
  checkWritable,
  WriteError,
  type WriteErrorCode,
  writeFileAtomically,
} from '../src/workspace/write.ts';
import { type Change, restore, writeAll, writeGroups } from '../src/workspace/write-all.ts';
import { tree } from './workspace-helpers.ts';

const read = (file: string): SourceFile => {
  const source = readSource(file);
  if ('problem' in source) throw new Error(source.problem);
  return source;
};

const change = (file: string, after: string): Change => {
  const { text, hash } = read(file);
  return { file, before: text, after, expectedHash: hash };
};

const codeOf = (work: () => unknown): WriteErrorCode | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(WriteError);
    return (error as WriteError).code;
  }
};

const closed: string[] = [];
const close = (dir: string): void => {
  closed.push(dir);
  fs.chmodSync(dir, 0o555);
};
afterEach(() => {
  for (const dir of closed.splice(0)) fs.chmodSync(dir, 0o755);
});

describe('readSource', () => {
  test('keeps every byte: BOM, line endings, other planes', () => {
    const text = '\uFEFFa\r\nb\n"😀ü\u2028"\r';
    const file = path.join(tree({ 'a.ts': text }), 'a.ts');
    expect(read(file)).toEqual({ file, text, hash: hashOf(Buffer.from(text)) });
  });

  test.each([
    ['invalid UTF-8', Buffer.from([0x61, 0xff, 0x62]), /not valid UTF-8\. Save it as UTF-8/],
    ['latin1', Buffer.from('// ü', 'latin1'), /not valid UTF-8/],
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0xe8, 0, 0]), /not valid UTF-8/],
    ['too large', Buffer.alloc(5 * 1024 * 1024 + 1, 0x20), /larger than 5 MB\. Split it/],
  ])('refuses %s', (_, bytes, message) => {
    expect(readSource(path.join(tree({ 'a.ts': bytes }), 'a.ts'))).toEqual({
      problem: expect.stringMatching(message),
    });
  });

  const japanese = "const text = '\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e';\n";
  test.each([
    ['LE', Buffer.from('\uFEFFabc', 'utf16le')],
    ['BE', Buffer.from('\uFEFFabc', 'utf16le').swap16()],
    ['LE without BOM', Buffer.from(japanese, 'utf16le')],
    ['BE without BOM', Buffer.from(japanese, 'utf16le').swap16()],
  ])('refuses UTF-16 %s, into which no search sees', (_, bytes) => {
    const file = path.join(tree({ 'a.ts': bytes }), 'a.ts');
    expect(readSource(file)).toEqual({
      problem: expect.stringMatching(/is UTF-16\. Save it/),
      isOpaque: true,
    });
    expect(isUtf16File(file)).toBe(true);
  });

  test('reads valid UTF-8 whatever it holds', () => {
    const text = 'const key = `a\0b\x01`;\n\0';
    const file = path.join(tree({ 'a.ts': text }), 'a.ts');
    expect(read(file).text).toBe(text);
    expect(isUtf16File(file)).toBe(false);
  });

  test('says what keeps it from reading', () => {
    const dir = tree({ 'a.ts': '' });
    fs.symlinkSync('a.ts', path.join(dir, 'link.ts'));
    const problem = (file: string): unknown =>
      (readSource(path.join(dir, file)) as { problem: string }).problem;
    expect(problem('gone.ts')).toMatch(/cannot be read: it does not exist/);
    expect(problem('a.ts/x.ts')).toMatch(/not a directory\. Check the path/);
    expect(problem('.')).toMatch(/not a regular file/);
    expect(problem('link.ts')).toMatch(/symbolic link/);
  });
});

describe('writeFileAtomically', () => {
  test('replaces the bytes and keeps the mode and the owner', () => {
    const dir = tree({ 'a.ts': 'old' });
    const file = path.join(dir, 'a.ts');
    fs.chmodSync(file, 0o754);
    if (process.geteuid?.() === 0) fs.chownSync(file, 12_345, 54_321);
    const { uid, gid } = fs.statSync(file);
    writeFileAtomically({ file, expectedHash: read(file).hash, text: '\uFEFFnew\r\n😀' });
    expect(fs.readFileSync(file)).toEqual(Buffer.from('\uFEFFnew\r\n😀'));
    const after = fs.statSync(file);
    expect([after.mode & 0o7777, after.uid, after.gid]).toEqual([0o754, uid, gid]);
    expect(fs.readdirSync(dir)).toEqual(['a.ts']);
  });

  test('refuses what changed, was removed, is a link, a directory, or read-only; and leaves no litter', () => {
    const dir = tree({
      'changed.ts': 'a',
      'removed.ts': 'a',
      'linked.ts': 'a',
      'target.ts': 'a',
      'dir.ts': 'a',
    });
    const writing = (name: string, between: (file: string) => void): WriteErrorCode | undefined => {
      const file = path.join(dir, name);
      const { hash } = read(file);
      between(file);
      return codeOf(() => writeFileAtomically({ file, expectedHash: hash, text: 'new' }));
    };
    expect(writing('changed.ts', (file) => fs.writeFileSync(file, 'b'))).toBe('changed-under-us');
    expect(writing('removed.ts', (file) => fs.rmSync(file))).toBe('missing');
    expect(
      writing('linked.ts', (file) => {
        fs.rmSync(file);
        fs.symlinkSync('target.ts', file);
      }),
    ).toBe('not-a-file');
    expect(
      writing('dir.ts', (file) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      }),
    ).toBe('not-a-file');
    expect(writing('target.ts', (file) => fs.chmodSync(file, 0o444))).toBe('read-only');
    fs.chmodSync(path.join(dir, 'target.ts'), 0o644);
    expect(writing('target.ts', () => close(dir))).toBe('read-only');
    expect(fs.readFileSync(path.join(dir, 'target.ts'), 'utf8')).toBe('a');
    expect(fs.readFileSync(path.join(dir, 'changed.ts'), 'utf8')).toBe('b');
    expect(fs.readdirSync(dir).sort()).toEqual(['changed.ts', 'dir.ts', 'linked.ts', 'target.ts']);
  });

  test('removes the temporary file when writing fails in the middle', () => {
    const dir = tree({ 'a.ts': 'old' });
    const file = path.join(dir, 'a.ts');
    const during = (work: () => void): WriteErrorCode | undefined => {
      const { fsyncSync } = builtin;
      builtin.fsyncSync = () => work();
      syncBuiltinESMExports();
      try {
        return codeOf(() => writeFileAtomically({ file, expectedHash: read(file).hash, text: 'ours' }));
      } finally {
        builtin.fsyncSync = fsyncSync;
        syncBuiltinESMExports();
      }
    };
    expect(during(() => fs.writeFileSync(file, 'theirs'))).toBe('changed-under-us');
    expect([fs.readFileSync(file, 'utf8'), fs.readdirSync(dir)]).toEqual(['theirs', ['a.ts']]);
    const full = (): never => {
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    };
    expect(during(full)).toBe('failed');
    expect([fs.readFileSync(file, 'utf8'), fs.readdirSync(dir)]).toEqual(['theirs', ['a.ts']]);
  });

  test('copes with names at the limit of the file system', () => {
    const name = `${'n'.repeat(250)}.ts`;
    const dir = tree({ [name]: 'a' });
    const file = path.join(dir, name);
    writeFileAtomically({ file, expectedHash: read(file).hash, text: 'b' });
    expect(fs.readFileSync(file, 'utf8')).toBe('b');
  });

  test('checkWritable writes nothing', () => {
    const dir = tree({ 'a.ts': 'old' });
    const file = path.join(dir, 'a.ts');
    checkWritable({ file, expectedHash: read(file).hash });
    expect(fs.readFileSync(file, 'utf8')).toBe('old');
  });
});

describe('a group of files', () => {
  test('is written together, and can be restored', () => {
    const dir = tree({ 'a.ts': 'a', 'b.ts': 'b' });
    const [a, b] = ['a.ts', 'b.ts'].map((name) => path.join(dir, name)) as [string, string];
    const changes = [change(a, 'A'), change(b, 'B')];
    expect(writeAll(changes)).toEqual({ written: [a, b], failed: [] });
    expect([read(a).text, read(b).text]).toEqual(['A', 'B']);
    expect(restore(changes)).toEqual([]);
    expect([read(a).text, read(b).text]).toEqual(['a', 'b']);
  });

  test('is not begun when one file of it is refused', () => {
    const dir = tree({ 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c' });
    const files = ['a.ts', 'b.ts', 'c.ts'].map((name) => path.join(dir, name));
    const changes = files.map((file) => change(file, 'NEW'));
    fs.writeFileSync(files[1] as string, 'theirs');
    fs.chmodSync(files[2] as string, 0o444);
    const before = fs.statSync(files[0] as string).ino;
    const { written, failed } = writeAll(changes);
    expect([written, failed.map(({ file }) => file)]).toEqual([[], [files[1], files[2]]]);
    expect(failed[0]?.message).toMatch(/changed while the tool ran.*Run again/);
    expect(failed[1]?.message).toMatch(/read-only\. Make it writable/);
    expect(fs.statSync(files[0] as string).ino).toBe(before);
  });

  /** Does something before the n-th file is put in its place, after every check was passed and all texts lie ready. */
  const beforeRename = (nth: number, work: () => void): void => {
    const { renameSync } = builtin;
    let count = 0;
    builtin.renameSync = (from, to) => {
      if (++count === nth) {
        builtin.renameSync = renameSync;
        syncBuiltinESMExports();
        work();
      }
      renameSync(from, to);
    };
    syncBuiltinESMExports();
  };
  const broke = (): never => {
    throw new Error('the disk broke');
  };
  const pair = (): [string, string, string] => {
    const dir = tree({ 'a.ts': 'a', 'b.ts': 'b' });
    return [dir, path.join(dir, 'a.ts'), path.join(dir, 'b.ts')];
  };

  test('is rolled back when a later file fails', () => {
    const [dir, a, b] = pair();
    let between = '';
    beforeRename(2, () => {
      between = read(a).text;
      broke();
    });
    const result = writeAll([change(a, 'A'), change(b, 'B')]);
    expect(between).toBe('A');
    expect(result).toEqual({
      written: [],
      failed: [{ file: b, message: expect.stringMatching(/the disk broke/) }],
    });
    expect([read(a).text, read(b).text, fs.readdirSync(dir)]).toEqual(['a', 'b', ['a.ts', 'b.ts']]);
  });

  test('touches no file when the text of one cannot be laid ready', () => {
    const [dir, a, b] = pair();
    const before = fs.statSync(a).ino;
    const bad = { ...change(b, ''), after: Symbol('no text') as unknown as string };
    expect(writeAll([change(a, 'A'), bad]).written).toEqual([]);
    expect([fs.statSync(a).ino, fs.readdirSync(dir)]).toEqual([before, ['a.ts', 'b.ts']]);
  });

  test('leaves no temporary file when the disk is full for one of its files', () => {
    const [dir, a, b] = pair();
    const { fsyncSync } = builtin;
    let count = 0;
    // The first text lies ready, the second is half written.
    builtin.fsyncSync = (fd) => (++count === 2 ? broke() : fsyncSync(fd));
    syncBuiltinESMExports();
    const { written, failed } = writeAll([change(a, 'A'), change(b, 'B')]);
    builtin.fsyncSync = fsyncSync;
    syncBuiltinESMExports();
    expect([written, failed.map(({ file }) => file)]).toEqual([[], [b]]);
    expect([read(a).text, read(b).text, fs.readdirSync(dir)]).toEqual(['a', 'b', ['a.ts', 'b.ts']]);
  });

  test('leaves no temporary file when one is refused after the texts lie ready', () => {
    const [dir, a, b] = pair();
    beforeRename(1, broke);
    expect(writeAll([change(a, 'A'), change(b, 'B')]).failed.map(({ file }) => file)).toEqual([a]);
    expect(fs.readdirSync(dir)).toEqual(['a.ts', 'b.ts']);
  });

  test('names a file that cannot be restored', () => {
    const [, a, b] = pair();
    beforeRename(2, () => {
      fs.writeFileSync(a, 'theirs');
      broke();
    });
    const { written, failed } = writeAll([change(a, 'A'), change(b, 'B')]);
    expect([written, failed.map(({ file }) => file)]).toEqual([[], [b, a]]);
    expect(failed[1]?.message).toMatch(/could not be restored: changed while the tool ran/);
    expect(read(a).text).toBe('theirs');
  });

  test('is made of files that share a change set, over several too', () => {
    const dir = tree({ 'a.ts': '1', 'b.ts': '1', 'c.ts': '1', 'd.ts': '1' });
    const at = (name: string): string => path.join(dir, name);
    const changes = [
      { ...change(at('a.ts'), '2'), changeSets: ['x'] },
      { ...change(at('b.ts'), '2'), changeSets: ['y'] },
      { ...change(at('c.ts'), '2'), changeSets: ['x', 'y'] },
      { ...change(at('d.ts'), '2'), changeSets: ['z'] },
    ];
    fs.chmodSync(at('a.ts'), 0o444);
    const { written, failed } = writeGroups(changes);
    expect(written).toEqual([at('d.ts')]);
    expect(failed.map(({ file }) => path.basename(file))).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(failed[1]?.message).toMatch(/another file of the same fix/);
    expect(['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((name) => read(at(name)).text)).toEqual(['1', '1', '1', '2']);
  });
});

/** The writing modules as plain JavaScript, so that a process of its own can run them. */
function compiled(): string {
  const source = (name: string): string =>
    fs.readFileSync(new URL(`../src/workspace/${name}.ts`, import.meta.url), 'utf8');
  const javascript = (name: string): string =>
    ts.transpile(source(name), {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
    });
  const names = ['write', 'read', 'content', 'file-names', 'io-errors', 'temporary'];
  return tree({
    'package.json': '{"type":"module"}',
    ...Object.fromEntries(names.map((name) => [`${name}.js`, javascript(name)])),
    'interrupted.js': `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      import { readSource } from './read.js';
      import { writeFileAtomically } from './write.js';
      const [, , file, signal] = process.argv;
      const { fsyncSync } = fs;
      // The temporary file is there and not yet renamed: the worst moment.
      fs.fsyncSync = (fd) => {
        if (signal === 'exit') process.exit(3);
        process.kill(process.pid, signal);
        fsyncSync(fd);
      };
      syncBuiltinESMExports();
      writeFileAtomically({ file, expectedHash: readSource(file).hash, text: 'new' });
      setTimeout(() => process.exit(9), 10_000);`,
  });
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s in the middle of a write leaves a whole file and no litter, and ends the process',
  async (signal) => {
    const dir = tree({ 'a.ts': 'old' });
    const file = path.join(dir, 'a.ts');
    const child = spawn(process.execPath, [path.join(compiled(), 'interrupted.js'), file, signal], {
      stdio: 'inherit',
    });
    expect(await new Promise((resolve) => child.once('exit', (code, by) => resolve(by ?? code)))).toBe(
      signal,
    );
    expect([fs.readdirSync(dir), fs.readFileSync(file, 'utf8')]).toEqual([['a.ts'], 'new']);
  },
);

test('a process that ends itself in the middle of a write leaves the old file and no litter', async () => {
  const dir = tree({ 'a.ts': 'old' });
  const file = path.join(dir, 'a.ts');
  const child = spawn(process.execPath, [path.join(compiled(), 'interrupted.js'), file, 'exit'], {
    stdio: 'inherit',
  });
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(3);
  expect([fs.readdirSync(dir), fs.readFileSync(file, 'utf8')]).toEqual([['a.ts'], 'old']);
});
