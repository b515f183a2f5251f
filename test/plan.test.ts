import { expect, test } from 'vitest';
import type { Detected } from '../src/detect.ts';
import type { Edit } from '../src/model/edit.ts';
import { plan } from '../src/plan.ts';

const edit = (start: number, end: number, text: string, file = '/a.ts'): Edit => ({ file, start, end, text });

/** A finding of which only the fix matters. */
const item = (fingerprint: string, ...edits: Edit[]): Detected => ({
  rule: { id: 'x', severity: 'error', summary: '', docs: '' },
  severity: 'error',
  file: edits[0]?.file ?? '/a.ts',
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
  offset: edits[0]?.start ?? 0,
  message: '',
  flow: [],
  fix: { level: 'safe', edits },
  pending: false,
  fingerprint,
});

const texts = new Map([
  ['/a.ts', 'one two three'],
  ['/b.ts', 'four'],
]);
const all = { unsafe: false, wanted: () => true };
const never = (): never => {
  throw new Error('nobody had to look again');
};
const after = (found: Detected[], again: (texts: ReadonlyMap<string, string>) => Detected[] = never) => {
  const { changes, fixed } = plan(found, texts, all, again);
  return {
    texts: Object.fromEntries(changes.map((change) => [change.file, change.after])),
    fixed: [...fixed],
  };
};

test('change sets that touch but do not overlap go in one round, files in order', () => {
  const found = [item('2', edit(0, 4, 'FOUR', '/b.ts')), item('1', edit(0, 3, 'ONE'), edit(3, 4, '_'))];
  expect(after(found)).toEqual({ texts: { '/a.ts': 'ONE_two three', '/b.ts': 'FOUR' }, fixed: ['2', '1'] });
  expect(plan(found, texts, all, never).changes.map(({ file }) => file)).toEqual(['/a.ts', '/b.ts']);
});

test('the same edit of two change sets is made once', () => {
  const common = edit(0, 0, 'import x;\n');
  const found = [item('1', common, edit(4, 7, 'TWO')), item('2', common, edit(8, 13, 'THREE'))];
  expect(after(found)).toEqual({ texts: { '/a.ts': 'import x;\none TWO THREE' }, fixed: ['1', '2'] });
});

test('of two that overlap the first is made, the second is looked at again in the changed text', () => {
  const found = [item('1', edit(0, 7, 'ONE')), item('2', edit(4, 13, 'x'), edit(0, 4, 'FOUR', '/b.ts'))];
  const seen: (string | undefined)[] = [];
  const result = after(found, (now) => {
    seen.push(now.get('/a.ts'), now.get('/b.ts'));
    return [item('2 again', edit(4, 9, 'THREE'), edit(0, 4, 'FOUR', '/b.ts'))];
  });
  // A change set is whole or not at all: nothing of the second was in the text that was looked at.
  expect(seen).toEqual(['ONE three', 'four']);
  expect(result).toEqual({ texts: { '/a.ts': 'ONE THREE', '/b.ts': 'FOUR' }, fixed: ['1', '2 again'] });
});

test('two that undo each other end', () => {
  let rounds = 0;
  const overlap = () => [item(`${rounds}a`, edit(0, 3, 'ONE')), item(`${rounds}b`, edit(0, 3, 'one'))];
  plan(overlap(), texts, all, () => {
    rounds++;
    return overlap();
  });
  expect(rounds).toBeLessThan(20);
});

test('what is wanted is asked in every round, with the text in which the finding was seen', () => {
  const asked: string[] = [];
  const found = [item('1', edit(0, 7, '// off\nONE')), item('2', edit(4, 13, 'x'))];
  const { changes, fixed } = plan(
    found,
    texts,
    {
      unsafe: false,
      wanted: ({ fingerprint }, text) => {
        asked.push(`${fingerprint}: ${text}`);
        return !text.startsWith('// off');
      },
    },
    () => [item('2 again', edit(11, 16, 'THREE'))],
  );
  expect(asked).toEqual(['1: one two three', '2: one two three', '2 again: // off\nONE three']);
  expect([...fixed]).toEqual(['1']);
  expect(changes[0]?.after).toBe('// off\nONE three');
});
