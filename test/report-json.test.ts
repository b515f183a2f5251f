import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { obligations } from '../src/model/obligations.ts';
import { json } from '../src/report/json.ts';
import { sampleFinding, sampleReport, samples } from './report-sample.ts';

// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives, read and spoilt at will
type Json = any;

const schema = JSON.parse(readFileSync(new URL('../schema/report.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020.default({ strict: true, strictTypes: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);
const parsed = (part = {}) => JSON.parse(json(sampleReport(part)));

describe('json', () => {
  it('has exactly the public keys', () => {
    const report = parsed();
    expect(Object.keys(report)).toEqual(['schemaVersion', 'tool', 'mode', 'summary', 'findings', 'problems']);
    expect(report.tool).toEqual({ name: 'mcp-auth-codemod', version: '1.2.3' });
    expect(report.mode).toBe('lint');
    expect(report.summary).toEqual({
      filesScanned: 214,
      filesAnalyzed: 12,
      findings: 5,
      fixed: 0,
      open: 3,
      pending: 1,
      suppressed: 1,
    });
    expect(Object.keys(report.findings[0])).toEqual([
      'rule',
      'severity',
      'file',
      'range',
      'message',
      'fix',
      'status',
      'reason',
      'assumes',
      'todo',
      'edits',
      'flow',
      'afterUpgrade',
      'docs',
      'fingerprint',
    ]);
    expect(report.findings[0].range).toEqual({ start: { line: 6, column: 8 }, end: { line: 6, column: 34 } });
    expect(report.findings[0].flow).toHaveLength(4);
    expect(report.findings[0].reason).toBeNull();
    expect(report.findings[1].reason).toEqual(samples.suggested.reason);
  });

  it('names the obligation that was not proved, and only that of a suggested fix', () => {
    expect(parsed().findings.map(({ assumes }: Json) => assumes)).toEqual([
      null,
      { obligation: 'scope-error-handled', text: obligations['scope-error-handled'] },
      null,
      null,
      null,
    ]);
  });

  it('says what to do, and what the fix would change', () => {
    const [safe, suggested, none] = parsed().findings;
    expect([safe.todo, suggested.todo, none.todo]).toEqual([null, samples.suggested.todo, samples.none.todo]);
    const [first, ...more] = safe.edits;
    expect(first).toEqual({ file: 'src/callback.ts', start: 74, end: 89, text: 'Promise<URLSearchParams>' });
    expect(more).toHaveLength(3);
    expect(none.edits).toEqual([]);
  });

  it('gives each edit once, in order, with the line endings of its file', () => {
    const sources = new Map([['x.ts', 'a\r\nb\r\n']]);
    const [one, two] = [
      { file: 'x.ts', start: 0, end: 1, text: 'x\ny', extra: 1 },
      { file: 'x.ts', start: 3, end: 4, text: '' },
    ];
    const report = parsed({ sources, findings: [sampleFinding({ file: 'x.ts', edits: [two, one, two] })] });
    expect(report.findings[0].edits).toEqual([{ file: 'x.ts', start: 0, end: 1, text: 'x\r\ny' }, two]);
  });

  it('leaves out what other objects carry along', () => {
    const finding = { ...sampleFinding({ reason: { code: 'c', text: 't', todo: 'x' } as never }), secret: 1 };
    const report = parsed({ findings: [finding], problems: [{ file: 'a', message: 'm', stack: 'x' }] });
    expect(report.findings[0]).not.toHaveProperty('secret');
    expect(report.findings[0].reason).toEqual({ code: 'c', text: 't' });
    expect(report.problems).toEqual([{ file: 'a', message: 'm' }]);
  });

  it.each([
    ['all kinds of findings', {}],
    ['nothing', { findings: [] }],
    ['a problem', { problems: [{ file: 'src/x.ts', message: 'could not be parsed' }] }],
    ['unverified', { unverified: 'no types' }],
    ['a run', { mode: 'apply' }],
    ['a dry run', { mode: 'dry-run' }],
  ])('fits the schema: %s', (_, part) => {
    expect(validate(parsed(part)) || validate.errors).toBe(true);
  });

  it.each<[string, (report: Json) => void]>([
    ['an unknown key', (report) => Object.assign(report, { patch: '' })],
    ['an unknown key of a finding', (report) => Object.assign(report.findings[0], { secret: null })],
    ['an unknown mode', (report) => Object.assign(report, { mode: 'fix' })],
    ['no edits', (report) => delete report.findings[0].edits],
    ['an edit before the file', (report) => Object.assign(report.findings[0].edits[0], { start: -1 })],
    ['no assumption', (report) => delete report.findings[1].assumes],
    ['an assumption without a text', (report) => delete report.findings[1].assumes.text],
    ['another version', (report) => Object.assign(report, { schemaVersion: 2 })],
    ['an unknown status', (report) => Object.assign(report.findings[0], { status: 'new' })],
    ['a line 0', (report) => Object.assign(report.findings[0].range.start, { line: 0 })],
    ['no reason', (report) => delete report.findings[0].reason],
    ['no problems', (report) => delete report.problems],
    ['docs that are no URL', (report) => Object.assign(report.findings[0], { docs: 'page' })],
    ['a count below 0', (report) => Object.assign(report.summary, { open: -1 })],
  ])('the schema refuses %s', (_, spoil) => {
    const report = parsed();
    spoil(report);
    expect(validate(report)).toBe(false);
  });

  it('says why fixes are unverified, only then', () => {
    expect(parsed({ unverified: 'no types' }).unverified).toBe('no types');
    expect(parsed()).not.toHaveProperty('unverified');
  });

  it('keeps every character, but none that a terminal obeys stands raw', () => {
    const message = 'a\x1b[31m\u202Eb\u2028\u0085\u{E0041}\n"\\é日';
    const text = json(sampleReport({ findings: [sampleFinding({ message })] }));
    expect(text).not.toMatch(/[\x1b\u202e\u2028\u0085\u{e0041}]/u);
    expect(text).toContain('\\u202e');
    expect(JSON.parse(text).findings[0].message).toBe(message);
  });

  it('ends with one newline and is deterministic', () => {
    expect(json(sampleReport())).toMatch(/[^\n]\n$/);
    expect(json(sampleReport())).toBe(json(sampleReport()));
  });
});
