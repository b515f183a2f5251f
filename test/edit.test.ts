import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { applyEdits, groupByFile, lineEnding, overlaps } from '../src/edit/apply.ts';
import { gitPatch, type PatchedFile, quotePath } from '../src/edit/patch.ts';

const edit = (start: number, end: number, text: string, file = 'a.ts') => ({ file, start, end, text });

describe('applyEdits', () => {
  it('replaces, inserts and deletes, in whatever order the edits come', () => {
    expect(applyEdits('abcdef', [edit(4, 6, ''), edit(0, 0, '>'), edit(1, 2, 'BB')])).toBe('>aBBcd');
  });

  it('takes identical edits once', () => {
    expect(applyEdits('abc', [edit(1, 1, 'x'), edit(1, 1, 'x')])).toBe('axbc');
  });

  it('lets edits touch: an insertion stands before the replacement that begins there', () => {
    expect(applyEdits('abc', [edit(1, 2, 'B'), edit(1, 1, 'z'), edit(2, 3, 'C')])).toBe('azBC');
  });

  it.each([
    ['nested', edit(0, 3, 'x'), edit(1, 2, 'y')],
    ['crossing', edit(0, 2, 'x'), edit(1, 3, 'y')],
    ['insertion inside a replacement', edit(0, 3, 'x'), edit(1, 1, 'y')],
    ['two insertions at one offset', edit(1, 1, 'x'), edit(1, 1, 'y')],
    ['one range, two texts', edit(1, 2, 'x'), edit(1, 2, 'y')],
  ])('throws on overlap: %s', (_, a, b) => {
    expect(overlaps(a, b)).toBe(true);
    expect(overlaps(b, a)).toBe(true);
    expect(() => applyEdits('abc', [a, b])).toThrow('overlap');
    expect(() => applyEdits('abc', [b, a])).toThrow('overlap');
  });

  it.each([
    ['touching', edit(0, 1, 'x'), edit(1, 2, 'y')],
    ['identical', edit(0, 1, 'x'), edit(0, 1, 'x')],
    ['insertion at the end of a replacement', edit(0, 1, 'x'), edit(1, 1, 'y')],
    ['other files', edit(0, 2, 'x'), edit(1, 3, 'y', 'b.ts')],
  ])('no overlap: %s', (_, a, b) => expect([overlaps(a, b), overlaps(b, a)]).toEqual([false, false]));

  it.each([edit(-1, 0, ''), edit(2, 1, ''), edit(0, 4, ''), edit(0.5, 1, '')])(
    'refuses a range outside: %o',
    (bad) => {
      expect(() => applyEdits('abc', [bad])).toThrow(RangeError);
    },
  );

  it('refuses edits of two files', () => {
    expect(() => applyEdits('abc', [edit(0, 1, ''), edit(1, 2, '', 'b.ts')])).toThrow('two files');
  });

  it('writes the line ending of the file and leaves every other byte', () => {
    expect(applyEdits('\uFEFFa\r\nb\r\nc\n', [edit(1, 2, 'x\ny\r\nz')])).toBe(
      '\uFEFFx\r\ny\r\nz\r\nb\r\nc\n',
    );
    expect(applyEdits('a\nb\nc\r\n', [edit(0, 1, 'x\r\ny')])).toBe('x\ny\nb\nc\r\n');
  });

  it('knows the dominant line ending', () => {
    expect(['', 'a', 'a\n', 'a\r\n', 'a\r\nb\n', 'a\r\nb\r\nc\n', 'a\rb\r'].map(lineEnding)).toEqual([
      '\n',
      '\n',
      '\n',
      '\r\n',
      '\n',
      '\r\n',
      '\n',
    ]);
  });

  it('groups by file, sorted and without duplicates', () => {
    const groups = groupByFile([
      edit(5, 6, 'z', 'b'),
      edit(1, 2, 'y', 'b'),
      edit(0, 0, 'x', 'a'),
      edit(5, 6, 'z', 'b'),
    ]);
    expect([...groups]).toEqual([
      ['a', [edit(0, 0, 'x', 'a')]],
      ['b', [edit(1, 2, 'y', 'b'), edit(5, 6, 'z', 'b')]],
    ]);
  });
});

const root = mkdtempSync(join(tmpdir(), 'patch-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const git = (args: string[], input?: string, cwd = root) =>
  execFileSync('git', args, { cwd, env, input, stdio: ['pipe', 'pipe', 'pipe'] }).toString();
git(['init', '-q']);

/** Lays the files out, applies the patch with git and reads back what came of it. */
function roundTrip(changes: readonly PatchedFile[]): string[] {
  const dir = mkdtempSync(join(root, 'case-'));
  for (const { path, before } of changes) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), before);
  }
  git(['init', '-q'], undefined, dir);
  const patch = gitPatch(changes);
  if (patch) git(['apply', '-'], patch, dir);
  return changes.map(({ path }) => readFileSync(join(dir, path), 'utf8'));
}

const nasty: Record<string, [before: string, after: string]> = {
  'no final newline': ['a\nb', 'a\nc'],
  'final newline gained': ['a\nb', 'a\nb\n'],
  'final newline lost': ['a\nb\n', 'a\nb'],
  'unchanged last line without newline in the context': ['a\nb\nc', 'x\nb\nc'],
  CRLF: ['a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
  'CRLF mixed': ['a\r\nb\nc\r\n\r\n\n', 'a\r\nb\r\nc\r\n\r\n\n'],
  'CRLF without final newline': ['a\r\nb', 'a\r\nc\r'],
  BOM: ['\uFEFFa\nb\n', '\uFEFFA\nb\n'],
  'empty before': ['', 'a\n'],
  'empty after': ['a\nb\n', ''],
  'line separators': ['a\u2028b\u2029c\nd\n', 'a\u2028B\u2029c\nd\n'],
  'form feed and vertical tab': ['a\f\nb\v\n\f\n', 'a\f\nB\v\n\f\n'],
  'lone CR': ['a\rb\rc\nd\n', 'a\rX\rc\nd\n'],
  'next line character': ['a\u0085b\n', 'a\u0085c\n'],
  'lines that look like a patch': ['--- a/x\n+++ b/x\n@@ -1 +1 @@\n', '--- a/x\n+++ b/y\n@@ -1 +1 @@\n-- \n'],
  'very long lines': [`${'x'.repeat(200_000)}\nb\n`, `${'x'.repeat(200_000)}y\nb\n`],
  'trailing space and tabs': ['a \n\t\nb\t\n', 'a \n\t\nc\t \n'],
  'emoji and combining marks': ['e\u0301 \u{1F468}\u200D\u{1F469}\n', 'é \u{1F468}\u200D\u{1F469}\n'],
  'many hunks': [
    Array.from({ length: 90 }, (_, i) => `line ${i}\n`).join(''),
    Array.from({ length: 90 }, (_, i) => (i % 9 ? `line ${i}\n` : `LINE ${i}\n`)).join(''),
  ],
};
const names = [
  'plain.ts',
  'with space.ts',
  'quo"te.ts',
  "apo'strophe.ts",
  'back\\slash.ts',
  'ünïcode/日本.ts',
].concat([
  'tab\there.ts',
  'new\nline.ts',
  'a b/b/a b.ts',
  '-dash.ts',
  '\u202Ebidi.ts',
  '[id]/page (1).tsx',
  'esc\x1b[31m.ts',
]);

describe('gitPatch', () => {
  it.each(Object.entries(nasty))('git apply gives byte for byte the new text: %s', (_, [before, after]) => {
    expect(roundTrip([{ path: 'x.ts', before, after }])).toEqual([after]);
  });

  it.each(names)('takes the name %j', (path) => {
    expect(roundTrip([{ path, before: 'a\n', after: 'b\n' }])).toEqual(['b\n']);
  });

  it('holds any mixture of lines, over many files at once', { timeout: 120_000 }, () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '',
      ' ',
      '\t',
      '\r',
      '\u2028',
      '\f',
      '\uFEFF',
      '-',
      '+',
      '\\ No newline at end of file',
    );
    const text = fc
      .array(fc.tuple(fc.array(piece, { maxLength: 3 }), fc.constantFrom('\n', '\r\n', '\n', '\r')), {
        maxLength: 14,
      })
      .chain((lines) =>
        fc.boolean().map((cut) => {
          const whole = lines.map(([pieces, eol]) => pieces.join('') + eol).join('');
          return cut ? whole.slice(0, -1) : whole;
        }),
      );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: names.length }), (texts) => {
        const changes = texts.map(([before, after], i) => ({ path: `${i} ${names[i]}`, before, after }));
        expect(roundTrip(changes)).toEqual(changes.map((change) => change.after));
      }),
      { numRuns: 60 },
    );
  });

  it('looks like what git itself prints', () => {
    const before = Array.from({ length: 12 }, (_, i) => `line ${i}\n`).join('');
    writeFileSync(join(root, 'a b.ts'), before);
    git(['add', 'a b.ts']);
    writeFileSync(join(root, 'a b.ts'), `${before.replace('line 5', 'LINE 5')}end`);
    const after = readFileSync(join(root, 'a b.ts'), 'utf8');
    const own = gitPatch([{ path: 'a b.ts', before, after, mode: '100644' }]);
    expect(own).toBe(git(['diff', '--full-index']).replace(/^(@@.*@@).*$/gm, '$1'));
  });

  it('keeps the mode of an executable; in a subdirectory git wants paths from the top of the work tree', () => {
    const dir = join(root, 'sub');
    const file = join(dir, 'run.ts');
    mkdirSync(dir);
    writeFileSync(file, 'a\n');
    chmodSync(file, 0o755);
    git(['apply', '-'], gitPatch([{ path: 'sub/run.ts', before: 'a\n', after: 'b\n' }]), dir);
    expect(readFileSync(file, 'utf8')).toBe('b\n');
    expect(statSync(file).mode & 0o777).toBe(0o755);
    git(['apply', '-'], gitPatch([{ path: 'sub/run.ts', before: 'b\n', after: 'c\n' }]), root);
    expect(readFileSync(file, 'utf8')).toBe('c\n');
  });

  it('works where there is no repository', () => {
    const dir = mkdtempSync(join(tmpdir(), 'no-repo-'));
    writeFileSync(join(dir, 'x.ts'), 'a\r\n');
    git(['apply', '-'], gitPatch([{ path: 'x.ts', before: 'a\r\n', after: 'b\r\n' }]), dir);
    expect(readFileSync(join(dir, 'x.ts'), 'utf8')).toBe('b\r\n');
    rmSync(dir, { recursive: true });
  });

  it('sorts by path and leaves unchanged files out', () => {
    const patch = gitPatch([
      { path: 'b.ts', before: '1\n', after: '2\n' },
      { path: 'same.ts', before: '1\n', after: '1\n' },
      { path: 'a.ts', before: '1\n', after: '2\n' },
    ]);
    expect(patch.match(/^diff --git .*$/gm)).toEqual([
      'diff --git a/a.ts b/a.ts',
      'diff --git a/b.ts b/b.ts',
    ]);
    expect(gitPatch([{ path: 'same.ts', before: '1\n', after: '1\n' }])).toBe('');
  });

  it('writes hunk headers as git does', () => {
    const header = (before: string, after: string) =>
      gitPatch([{ path: 'x', before, after }]).match(/^@@.*$/m)?.[0];
    expect(header('', 'a\n')).toBe('@@ -0,0 +1 @@');
    expect(header('a\nb\n', '')).toBe('@@ -1,2 +0,0 @@');
    expect(header('a\nb\n', 'a\nc\nd\n')).toBe('@@ -1,2 +1,3 @@');
  });

  it('quotes paths as git does', () => {
    expect(quotePath('a/with space.ts')).toBe('a/with space.ts');
    expect(quotePath('a/q"\\\t\n\x1b.ts')).toBe('"a/q\\"\\\\\\t\\n\\033.ts"');
    expect(quotePath('a/é.ts')).toBe('"a/\\303\\251.ts"');
  });
});
