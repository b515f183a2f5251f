import { describe, expect, test } from 'vitest';
import { applyEdits } from '../src/edit/apply.ts';
import type { Edit } from '../src/model/edit.ts';
import { decide } from '../src/model/fix.ts';
import { open } from '../src/model/proof.ts';
import { type Detected, refused } from '../src/pipeline/detected.ts';
import { Trail, withIds } from '../src/pipeline/identity.ts';
import { type Plan, plan } from '../src/pipeline/plan.ts';

const edit = (start: number, end: number, text: string, file = '/a.ts'): Edit => ({ file, start, end, text });

/** A finding of which only the fix matters. */
const item = (name: string, ...edits: Edit[]): Detected => ({
  rule: { id: name, severity: 'error', summary: '', docs: '', obligations: [] },
  severity: 'error',
  file: edits[0]?.file ?? '/a.ts',
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
  offset: edits[0]?.start ?? 0,
  message: name,
  flow: [],
  fix: decide(edits, {}),
  pending: false,
  fingerprint: '',
  id: name,
});

const texts = new Map([
  ['/a.ts', 'one two three'],
  ['/b.ts', 'four'],
]);
const all = { unsafe: false, withhold: () => undefined };
const settled = (): Detected[] => [];
const after = (found: Detected[], again: (texts: ReadonlyMap<string, string>) => Detected[] = settled) => {
  const { changes, fixed } = plan(found, texts, all, again);
  return {
    texts: Object.fromEntries(changes.map((change) => [change.file, change.after])),
    fixed: [...fixed].map((id) => id.split('\0')[0]),
  };
};

test('change sets that touch but do not overlap go in one round, files in order', () => {
  const found = [item('2', edit(0, 4, 'FOUR', '/b.ts')), item('1', edit(0, 3, 'ONE'), edit(3, 4, '_'))];
  expect(after(found)).toEqual({ texts: { '/a.ts': 'ONE_two three', '/b.ts': 'FOUR' }, fixed: ['2', '1'] });
  expect(plan(found, texts, all, settled).changes.map(({ file }) => file)).toEqual(['/a.ts', '/b.ts']);
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
    return seen.length > 2 ? [] : [item('2', edit(4, 9, 'THREE'), edit(0, 4, 'FOUR', '/b.ts'))];
  });
  // A change set is whole or not at all: nothing of the second was in the text that was first looked at.
  expect(seen).toEqual(['ONE three', 'four', 'ONE THREE', 'FOUR']);
  expect(result).toEqual({ texts: { '/a.ts': 'ONE THREE', '/b.ts': 'FOUR' }, fixed: ['1', '2'] });
});

test('what a fix makes fixable is fixed, too; nothing that may be written is left', () => {
  const result = after([item('1', edit(0, 3, 'ONE'))], (now) =>
    now.get('/b.ts') === 'four' ? [item('2', edit(0, 4, 'FOUR', '/b.ts'))] : [],
  );
  expect(result).toEqual({ texts: { '/a.ts': 'ONE two three', '/b.ts': 'FOUR' }, fixed: ['1', '2'] });
});

test('a suggested fix that becomes safe is written as such', () => {
  const suggested = item('2', edit(0, 4, 'FOUR', '/b.ts'));
  const found: Detected[] = [
    item('1', edit(0, 3, 'ONE')),
    { ...suggested, fix: decide([], { 'scope-error-handled': open('step-up-unhandled') }) },
  ];
  const named = withIds(found);
  const { met, fixed, left } = plan(named, texts, all, (now) =>
    now.get('/b.ts') === 'four' ? [suggested] : [],
  );
  expect([...met]).toEqual([named[1]?.id]);
  expect([fixed.size, left]).toEqual([2, []]);
});

describe('fixes without an end are withheld, with a reason, and the others are made', () => {
  const reasonsOf = ({ left, withheld }: Plan) =>
    left.map(({ id, rule }) => [rule.id, withheld.get(id)?.code]);

  test('two that undo each other', () => {
    const found = [item('1', edit(0, 3, 'ONE')), item('kept', edit(0, 4, 'FOUR', '/b.ts'))];
    const planned = plan(withIds(found), texts, all, (now) => {
      const text = now.get('/a.ts') ?? '';
      const turn = text.startsWith('ONE') ? item('2', edit(0, 3, 'one')) : item('1', edit(0, 3, 'ONE'));
      return withIds(now.get('/b.ts') === 'four' ? [turn, found[1] as Detected] : [turn]);
    });
    expect(reasonsOf(planned)).toEqual([['1', 'not-settled']]);
    expect(planned.changes.map(({ file, after }) => [file, after])).toEqual([['/b.ts', 'FOUR']]);
  });

  test('one that is found again in its own output, wherever that stands', () => {
    const grows = (at: number) => withIds([item('1', edit(at, at, 'x'))]);
    const planned = plan(grows(0), texts, all, (now) => grows((now.get('/a.ts') ?? '').length - 13));
    expect([planned.changes, planned.fixed.size, reasonsOf(planned)]).toEqual([
      [],
      0,
      [['1', 'not-settled']],
    ]);
  });

  test('one that changes nothing', () => {
    const planned = plan(withIds([item('1')]), texts, all, settled);
    expect([planned.changes, reasonsOf(planned)]).toEqual([[], [['1', 'not-settled']]]);
  });
});

test('what is withheld is asked in every round, with the text in which the finding was seen, and keeps its reason', () => {
  const asked: string[] = [];
  const found = [item('1', edit(0, 7, '// off\nONE')), item('2', edit(4, 13, 'x'))];
  const planned = plan(
    withIds(found),
    texts,
    {
      unsafe: false,
      withhold: ({ message, file }, textOf) => {
        const text = textOf(file);
        asked.push(`${message}: ${text}`);
        return text.startsWith('// off') ? refused('suppression-without-reason') : undefined;
      },
    },
    () => withIds([item('2', edit(11, 16, 'THREE'))]),
  );
  expect(asked).toEqual(['1: one two three', '2: one two three', '2: // off\nONE three']);
  expect(planned.changes[0]?.after).toBe('// off\nONE three');
  expect([...planned.withheld.values()].map(({ code }) => code)).toEqual(['suppression-without-reason']);
});

test('a finding keeps its name when fixes before it, in it and around it change the text', () => {
  const early = [edit(0, 3, 'a much\nlonger text'), edit(4, 4, '+ '), edit(8, 13, '3')];
  const [one, two, three, again] = withIds([
    item('1', edit(0, 3, '')),
    item('2', edit(4, 7, 'TWO')),
    item('3', edit(9, 13, '')),
    item('2', edit(4, 7, 'TWO')),
  ]);
  expect(new Set([one?.id, two?.id, three?.id, again?.id]).size).toBe(4);
  const trail = new Trail();
  trail.record(new Map([['/a.ts', early]]), () => 'one two three\r\n');
  const now = applyEdits('one two three\r\n', early);
  const at = now.indexOf('two');
  const [renamed, twin] = withIds(
    [item('2', edit(at, at + 3, 'TWO')), item('2', edit(at, at + 3, 'TWO'))],
    trail.originOf,
  );
  expect([renamed?.id, twin?.id]).toEqual([two?.id, again?.id]);
  // What an edit brought lies where the edit starts.
  expect([trail.originOf('/a.ts', 5), trail.originOf('/b.ts', 5)]).toEqual([0, 5]);
});
