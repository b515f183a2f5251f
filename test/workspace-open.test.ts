import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { discover } from '../src/workspace/discover.ts';
import { openWorkspace } from '../src/workspace/workspace.ts';
import { repository, tree } from './workspace-helpers.ts';

test('a run reads its files once and writes only what has not changed since', async () => {
  const dir = repository({
    'sub/a.ts': "import './b';\n// SDK\n",
    'sub/b.ts': 'b',
    'sub/bad.ts': Buffer.from('SDK \xff', 'latin1'),
  });
  const at = (name: string): string => path.join(dir, 'sub', name);
  const workspace = openWorkspace(
    path.join(dir, 'sub'),
    await discover({ cwd: path.join(dir, 'sub'), names: ['SDK'] }),
  );
  expect(workspace.readRelevant()).toEqual({
    files: [at('a.ts')],
    problems: [{ file: at('bad.ts'), message: expect.stringMatching(/not valid UTF-8/) }],
  });
  expect(workspace.readText(at('b.ts'))).toBe('b');
  expect(workspace.readText(at('gone.ts'))).toBeUndefined();
  expect(workspace.resolveImport('./b', at('a.ts'))).toBe(at('b.ts'));
  expect(workspace.problems()).toEqual([
    { file: at('gone.ts'), message: expect.stringMatching(/does not exist/) },
  ]);
  writeFileSync(at('b.ts'), 'theirs');
  expect(workspace.readText(at('b.ts'))).toBe('b');
  const change = (name: string, id: string) => ({
    file: at(name),
    before: workspace.readText(at(name)) ?? '',
    after: 'new',
    changeSets: [id],
  });
  const { written, failed } = workspace.writeAll([change('a.ts', '1'), change('b.ts', '2')]);
  expect([written, failed]).toEqual([
    [at('a.ts')],
    [{ file: at('b.ts'), message: expect.stringMatching(/changed while/) }],
  ]);
  expect([readFileSync(at('a.ts'), 'utf8'), readFileSync(at('b.ts'), 'utf8')]).toEqual(['new', 'theirs']);
});

test('files are named from the working directory, patches from the root of the work tree', () => {
  const dir = repository({ 'sub/a.ts': '' });
  const link = path.join(tree(), 'link');
  symlinkSync(path.join(dir, 'sub'), link);
  for (const cwd of [path.join(dir, 'sub'), link]) {
    const workspace = openWorkspace(cwd, { files: [] });
    expect(workspace.nameOf(path.join(dir, 'sub', 'a.ts'))).toBe('a.ts');
    expect(workspace.nameOf(path.join(dir, 'b.ts'))).toBe('../b.ts');
    expect(workspace.nameOf('given/as/is.ts')).toBe('given/as/is.ts');
    expect(workspace.patchPath(path.join(dir, 'sub', 'a.ts'))).toBe('sub/a.ts');
  }
  const outside = tree({ 'x/a.ts': '' });
  expect(openWorkspace(outside, { files: [] }).patchPath(path.join(outside, 'x', 'a.ts'))).toBe('x/a.ts');
});

test('a file that was never read is not written', () => {
  const dir = tree({ 'a.ts': Buffer.from([0xff]) });
  chmodSync(path.join(dir, 'a.ts'), 0o644);
  const file = path.join(dir, 'a.ts');
  const { written, failed } = openWorkspace(dir, { files: [file] }).writeAll([
    { file, before: '', after: 'x', changeSets: [] },
  ]);
  expect([written, failed]).toEqual([[], [{ file, message: expect.stringMatching(/changed while/) }]]);
});
