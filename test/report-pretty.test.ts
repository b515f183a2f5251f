import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Report } from '../src/model/report.ts';
import { sanitize } from '../src/model/sanitize.ts';
import { clip } from '../src/report/clip.ts';
import { codeFrame } from '../src/report/code-frame.ts';
import { fixDiff } from '../src/report/fix-diff.ts';
import { reporters } from '../src/report/index.ts';
import { positions } from '../src/report/source.ts';
import { createStyle } from '../src/report/style.ts';
import { sampleFinding, sampleReport, samples } from './report-sample.ts';

const pretty = (part: Partial<Report> = {}, color = false) => reporters.pretty(sampleReport(part), { color });
const plain = createStyle(false);
const at = (line: number, column: number, endColumn: number, endLine = line) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});

describe('pretty', () => {
  it('shows an open finding whole: place, code, flow, fix, docs', () => {
    expect(pretty({ findings: [samples.safe] })).toBe(`\
error[finish-auth-params] finishAuth gets the code alone, so the callback's iss is lost and the login fails with every server that sends it (RFC 9207). Pass it the callback's URLSearchParams.
  --> src/connect.ts:6:8
  5 |   const code = await waitForCode();
  6 |   await transport.finishAuth(code);
    |         ^^^^^^^^^^^^^^^^^^^^^^^^^^
  7 | }

  how it gets here:
  1. src/callback.ts:7:15  the code leaves the callback's query
       resolve(url.searchParams.get('code')!);
  2. src/callback.ts:4:23  resolves the promise of waitForCode
       return new Promise((resolve) => {
  3. src/connect.ts:5:15  awaited here
       const code = await waitForCode();
  4. src/connect.ts:6:8  reaches finishAuth
       await transport.finishAuth(code);

  safe fix:
    src/callback.ts
    3 - export function waitForCode(): Promise<string> {
    3 + export function waitForCode(): Promise<URLSearchParams> {
    4     return new Promise((resolve) => {
    …
    6         const url = new URL(req.url!, 'http://localhost');
    7 -       resolve(url.searchParams.get('code')!);
    7 +       resolve(url.searchParams);
    8       }).listen(8090);
    src/connect.ts
    4   export async function login(transport: StreamableHTTPClientTransport) {
    5 -   const code = await waitForCode();
    6 -   await transport.finishAuth(code);
    5 +   const callbackParams = await waitForCode();
    6 +   await transport.finishAuth(callbackParams);
    7   }

  docs: https://example.com/mcp-auth-codemod/transforms/finish-auth-params

1 with a safe fix · 214 files scanned, 12 analyzed
1 error left
→ run without --lint to write the safe fix
`);
  });

  it('shows a suggested fix with what keeps it from being safe', () => {
    const text = pretty({ findings: [samples.suggested] });
    expect(text).toContain(`
  suggested fix (--unsafe):
    5     const code = await waitForCode();
    6 -   await transport.finishAuth(code);
    6 +   await transport.finishAuth(code, { onInsufficientScope: 'throw' });
    7   }
  why not safe: The error that callers see changes to InsufficientScopeError.
  not proved: A handler in this project receives InsufficientScopeError.
  do this: Check that the callers handle InsufficientScopeError, then run again with --unsafe.
`);
    expect(text).toContain('1 with a suggested fix ·');
    expect(text).toContain(
      '1 warning left\n→ run with --unsafe to also write the suggested fix; read it first\n',
    );
  });

  it('says why nothing is rewritten and what to do', () => {
    const text = pretty({ findings: [samples.none] });
    expect(text).toContain(
      '  not rewritten: The stored request is persisted, so a field cannot be added here.\n',
    );
    expect(text).toContain(
      '  do this: Store params.issuer with the request and append it as iss where the URL is built.\n',
    );
    expect(text).not.toContain('→');
  });

  it('says why a safe fix was not written', () => {
    const reason = { code: 'dirty-file', text: 'git says that the file has changes.' };
    const text = pretty({ mode: 'apply', findings: [sampleFinding({ reason, todo: 'Commit them.' })] });
    expect(text).toContain('  safe fix, not written: git says that the file has changes.\n');
    expect(text).toContain('  do this: Commit them.\n');
    expect(pretty({ mode: 'apply', findings: [samples.safe] })).toContain('  safe fix, not written:\n');
    expect(pretty({ mode: 'lint', findings: [samples.safe] })).toContain('  safe fix:\n');
  });

  it('tells what becomes of pending ones, after the others; suppressed ones are only counted', () => {
    const text = pretty({ findings: [samples.pending, samples.none, samples.suppressed] });
    expect(text).toContain(`
Works with SDK v1, breaks at the upgrade to SDK v2. Nothing is rewritten before:

error[finish-auth-params] finishAuth gets the code alone; SDK v2 wants the callback's URLSearchParams.
  --> src/old.ts:2:7
`);
    expect(text).toContain('  after the upgrade, a suggested fix (--unsafe):\n');
    expect(text).toContain('    2 + await transport.finishAuth(params);\n');
    expect(text).toContain('  why not safe: This changes what a published package exports.\n');
    expect(text).toContain(`
1 to do by hand, 1 pending until the upgrade to SDK v2, 1 suppressed · 214 files scanned, 12 analyzed
1 error left
After the upgrade: 1 with a suggested fix
`);
    expect(text.indexOf('authorize-issuer')).toBeLessThan(text.indexOf('Works with SDK v1'));
    expect(text).not.toContain('compares state');
  });

  it('shows what was fixed as a diff, without code and flow, before what is left', () => {
    const text = pretty({ mode: 'apply', findings: [samples.none, sampleFinding({ status: 'fixed' })] });
    expect(text).toMatch(/^fixed\[finish-auth-params\] finishAuth gets/);
    expect(text).toContain('    7 +       resolve(url.searchParams);\n');
    expect(text.slice(0, text.indexOf('authorize-issuer'))).not.toMatch(/\^|how it gets here/);
    expect(text).toContain('1 fixed, 1 to do by hand ·');
    expect(text).toContain('→ look at what was written with git diff, then run your tests\n');
  });

  it('leaves the diff of a dry run to the patch and says how to write it', () => {
    const text = pretty({
      mode: 'dry-run',
      findings: [sampleFinding({ status: 'fixed' }), sampleFinding({ status: 'fixed' })],
    });
    expect(text).toMatch(/^would fix\[finish-auth-params\]/);
    expect(text).not.toContain('Promise<URLSearchParams>');
    expect(text).toContain('2 would be fixed ·');
    expect(text).toContain('→ run without --dry-run to write the 2 fixes\n');
  });

  it('lists problems and what could not be type-checked', () => {
    const problems = [
      { file: 'src/x.ts', message: 'could not be parsed:\nline 3' },
      { file: '', message: 'no git' },
    ];
    expect(pretty({ findings: [], problems, unverified: 'the SDK is not installed.' })).toBe(`\
problem: src/x.ts: could not be parsed:
  line 3
problem: no git

2 problems · 214 files scanned, 12 analyzed
Not type-checked: the SDK is not installed.
`);
  });

  it('says so when there is nothing to do, and counts what --quiet hides', () => {
    expect(pretty({ findings: [] })).toBe('no findings · 214 files scanned, 12 analyzed\n');
    const summary = {
      ...sampleReport().summary,
      open: 4,
      pending: 0,
      suppressed: 0,
      filesScanned: 1,
      filesAnalyzed: 1,
    };
    expect(pretty({ findings: [samples.none], summary })).toContain(
      '1 to do by hand, 3 not shown · 1 file scanned, 1 analyzed',
    );
  });

  it('does without the source of a file', () => {
    const text = pretty({ findings: [samples.safe], sources: new Map() });
    expect(text).toContain('--> src/connect.ts:6:8');
    expect(text).toContain('4. src/connect.ts:6:8  reaches finishAuth');
  });

  it('colors only when asked, and then says the same', () => {
    const part: Partial<Report> = { problems: [{ file: 'a', message: 'b' }], unverified: 'c' };
    expect(pretty(part)).not.toContain('\x1b');
    expect(pretty(part, true)).toContain('\x1b[1;31merror[finish-auth-params]\x1b[0m');
    expect(stripVTControlCharacters(pretty(part, true))).toBe(pretty(part));
  });

  it('lets no escape sequence of a stranger through, wherever it stands', () => {
    const bad = (name: string) => `${name}\x1b]8;;http://x\x07\u202E\u2028\x9b31m\u200B`;
    const file = bad('file');
    const finding = sampleFinding({
      rule: bad('rule'),
      file,
      message: bad('message'),
      reason: { code: 'c', text: bad('reason') },
      todo: bad('todo'),
      docs: bad('docs'),
      range: at(1, 1, 4),
      flow: [{ file, range: at(1, 1, 2), message: bad('step') }],
      edits: [{ file, start: 0, end: 1, text: bad('edit') }],
    });
    const findings = [
      finding,
      { ...finding, fix: 'none' as const },
      { ...finding, fix: 'suggested' as const },
      { ...finding, status: 'pending' as const },
      { ...finding, status: 'fixed' as const },
    ];
    const sources = new Map([[file, bad('const source = 1;')]]);
    const problems = [{ file, message: bad('problem') }];
    const text = pretty({ findings, sources, problems, unverified: bad('unverified') });
    expect(text.match(/[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u202e]/gu)).toBeNull();
    for (const name of [
      'rule',
      'file',
      'message',
      'reason',
      'todo',
      'docs',
      'step',
      'edit',
      'problem',
      'unverified',
    ])
      expect(text).toContain(`${name}\\x1b]8;;http://x\\x07\\u202e`);
  });
});

describe('fixDiff', () => {
  const diff = (source: string, part: string, text: string) => {
    const start = source.indexOf(part);
    const edits = [{ file: 'x.ts', start, end: start + part.length, text }];
    return fixDiff(edits, new Map([['x.ts', source]]), 'x.ts', plain);
  };

  it('shows no CR of a CRLF file', () => {
    expect(diff('a\r\nb\r\nc\r\n', 'b', 'x\ny')).toEqual(['1   a', '2 - b', '2 + x', '3 + y', '4   c']);
  });

  it('cuts a long line around the change', () => {
    const [removed, added] = diff(`${'a'.repeat(5000)}before${'b'.repeat(5000)}`, 'before', 'after');
    expect(removed).toMatch(/^1 - …a+before.*…$/);
    expect(added).toMatch(/^1 \+ …a+fter.*…$/);
    expect(removed!.length).toBeLessThan(110);
  });

  it('shows every line that changes, however many', () => {
    const rows = diff('a\n', 'a', Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n'));
    expect(rows).toHaveLength(61);
    expect(rows.at(-1)).toContain('line 59');
  });
});

describe('sanitize', () => {
  it('shows what a terminal would obey or hide, and leaves the rest', () => {
    expect(sanitize('a\x00\x1b\x7f\x9b\n\u202e\u2066\ufeff\u{e0001}\ud800z')).toBe(
      'a\\x00\\x1b\\x7f\\x9b\\x0a\\u202e\\u2066\\ufeff\\u{e0001}\\ud800z',
    );
    const fine = 'é e\u0301 日本 \u{1F468}\u200D\u{1F469} العربية \\x1b';
    expect(sanitize(fine)).toBe(fine);
  });
});

describe('clip', () => {
  const under = (line: string, part: string) => {
    const start = line.indexOf(part);
    return clip(line, start, start + part.length);
  };

  it.each([
    ['ascii', 'ab cd', 'cd', 3, 2],
    ['tabs are two spaces', '\t\tcall()', 'call', 4, 4],
    ['wide characters take two columns', '"日本" + x', 'x', 9, 1],
    ['a combined emoji takes two', '"\u{1F468}\u200D\u{1F469}\u200D\u{1F467}" + x', 'x', 7, 1],
    ['combining marks take none', 'e\u0301e\u0301 x', 'x', 3, 1],
    ['a mark of its own takes none', '\u0301x', 'x', 0, 1],
    ['escaped characters take what they show', '\x1b\u202e x', 'x', 11, 1],
    ['a range of wide characters', 'a日本b', '日本', 1, 4],
  ])('%s', (_, line, part, indent, length) => {
    const { text, ...columns } = under(line, part);
    expect(columns).toEqual({ indent, length });
    expect(text).not.toContain('\t');
  });

  it('cuts a long line around the range', () => {
    const line = `${'a '.repeat(500_000)}transport.finishAuth(code)${' b'.repeat(500_000)}`;
    const { text, indent, length } = under(line, 'transport.finishAuth(code)');
    expect(text).toMatch(/^….*…$/);
    expect(text.length).toBeLessThanOrEqual(100);
    expect(text.slice(indent, indent + length)).toBe('transport.finishAuth(code)');
  });

  it('cuts only where something is left out', () => {
    expect(clip('x'.repeat(100)).text).toBe('x'.repeat(100));
    expect(clip(`${'x'.repeat(150)}END`).text).toBe(`${'x'.repeat(98)}…`);
    const end = under(`${'x'.repeat(150)}END`, 'END');
    expect(end.text).toBe(`…${'x'.repeat(95)}END`);
    expect(end.text.slice(end.indent)).toBe('END');
  });
});

describe('codeFrame', () => {
  const lines = ['one', 'two(', '  a,', '  b,', '  c,', '  d,', ')', '', 'nine', 'ten'];

  it('marks the first line of a range over several and says how many are left out', () => {
    expect(codeFrame(lines, at(2, 1, 2, 7), plain)).toEqual([
      '1 | one',
      '2 | two(',
      '  | ^^^^',
      '3 |   a,',
      '4 |   b,',
      '5 |   c,',
      '  | … 2 more lines',
    ]);
    expect(codeFrame(lines, at(2, 1, 2, 3), plain).at(-1)).toBe('4 |   b,');
  });

  it('aligns numbers of different length and passes over blank context', () => {
    expect(codeFrame(lines, at(9, 1, 5), plain)).toEqual([' 9 | nine', '   | ^^^^', '10 | ten']);
  });

  it('shows one caret for an empty range, also at the end of a line, and nothing for a line that is not there', () => {
    expect(codeFrame(['ab'], at(1, 3, 3), plain)).toEqual(['1 | ab', '  |   ^']);
    expect(codeFrame([], at(3, 1, 2), plain)).toEqual([]);
  });
});

describe('positions', () => {
  it('counts lines as the language does', () => {
    const at = positions('a\r\nb\rc\u2028d\ne');
    expect([0, 3, 5, 7, 9, 10].map((offset) => at(offset).line)).toEqual([1, 2, 3, 4, 5, 5]);
    expect(at(3)).toEqual({ line: 2, column: 1 });
    expect(at(1)).toEqual({ line: 1, column: 2 });
  });
});
