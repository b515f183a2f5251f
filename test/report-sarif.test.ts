import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../src/model/report.ts';
import { sarif } from '../src/report/sarif.ts';
import { sampleFinding, sampleReport, samples } from './report-sample.ts';

// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives, read and spoilt at will
type Json = any;

// The published schema, as Microsoft's SARIF SDK ships it. Draft 4 names its id otherwise, and one pattern is no unicode pattern.
const require = createRequire(import.meta.url);
const path = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const { id: _id, $schema: _schema, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const log = (part: Partial<Report> = {}) => JSON.parse(sarif(sampleReport(part)));
const run = (part: Partial<Report> = {}) => log(part).runs[0];
const result = (finding = sampleFinding(), part: Partial<Report> = {}) =>
  run({ findings: [finding], ...part }).results[0];

describe('sarif', () => {
  it.each<[string, Partial<Report>]>([
    ['all kinds of findings', {}],
    ['nothing', { findings: [], rules: [] }],
    [
      'problems and an unverified run',
      {
        problems: [
          { file: 'a b.ts', message: 'm' },
          { file: '', message: 'n' },
        ],
        unverified: 'u',
      },
    ],
    ['fixed', { mode: 'apply', findings: [sampleFinding({ status: 'fixed' })] }],
    ['an odd path', { findings: [sampleFinding({ file: 'a:b/ü [id] %\n.ts', flow: [], edits: [] })] }],
  ])('fits the published schema: %s', (_, part) => {
    expect(validate(log(part)) || validate.errors).toBe(true);
  });

  it.each<[string, (log: Json) => void]>([
    ['an unknown key', (log) => Object.assign(log.runs[0].results[0], { severity: 'error' })],
    ['an unknown level', (log) => Object.assign(log.runs[0].results[0], { level: 'info' })],
    [
      'a bad URI',
      (log) =>
        Object.assign(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation, { uri: 'a b' }),
    ],
  ])('the schema refuses %s', (_, spoil) => {
    const spoilt = log();
    spoil(spoilt);
    expect(validate(spoilt)).toBe(false);
  });

  it('names the tool and its rules', () => {
    const { driver } = run().tool;
    expect([driver.name, driver.version]).toEqual(['mcp-auth-codemod', '1.2.3']);
    expect(driver.rules[1]).toEqual({
      id: 'step-up-retries-zero',
      shortDescription: { text: 'What step-up-retries-zero finds, in one line.' },
      fullDescription: { text: 'What step-up-retries-zero finds, in one line.' },
      help: {
        text: 'What step-up-retries-zero finds, in one line.\nhttps://example.com/mcp-auth-codemod/transforms/step-up-retries-zero',
        markdown:
          'What step-up-retries-zero finds, in one line.\n\n[Documentation](https://example.com/mcp-auth-codemod/transforms/step-up-retries-zero)',
      },
      helpUri: 'https://example.com/mcp-auth-codemod/transforms/step-up-retries-zero',
      defaultConfiguration: { level: 'warning' },
    });
  });

  it('points each result to its rule, also to one that no rule of the report has', () => {
    const unknown = sampleFinding({ rule: 'unused-suppression', severity: 'warning' });
    const { tool, results } = run({ findings: [...Object.values(samples), unknown] });
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results).toHaveLength(6);
  });

  it('locates a result, its flow and its fingerprint', () => {
    const { locations, codeFlows, partialFingerprints, properties, message } = result();
    expect(locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/connect.ts', uriBaseId: '%SRCROOT%' },
          region: { startLine: 6, startColumn: 8, endLine: 6, endColumn: 34 },
        },
      },
    ]);
    const steps = codeFlows[0].threadFlows[0].locations;
    expect(
      steps.map((step: Json) => [
        step.location.physicalLocation.artifactLocation.uri,
        step.location.message.text,
      ]),
    ).toEqual(sampleFinding().flow.map((step) => [step.file, step.message]));
    expect(partialFingerprints).toEqual({ 'mcpAuthCodemod/v1': 'f1' });
    expect(properties).toEqual({ fix: 'safe', status: 'open', reason: null, assumes: null });
    expect(message.text).toBe(sampleFinding().message);
  });

  it.each([
    ['src/a b.ts', 'src/a%20b.ts'],
    ['a:b/ü.ts', 'a%3Ab/%C3%BC.ts'],
    ['app/[id]/100%.tsx', 'app/%5Bid%5D/100%25.tsx'],
    ['x?y#z.ts', 'x%3Fy%23z.ts'],
    ['\uD800.ts', '%EF%BF%BD.ts'],
  ])('percent-encodes %j', (file, uri) => {
    const finding = sampleFinding({ file, flow: [], edits: [] });
    expect(result(finding).locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  it('gives the fix as replacements, file by file', () => {
    const [fix, ...more] = result().fixes;
    expect(more).toEqual([]);
    expect(fix.description.text).toBe('Safe fix');
    expect(fix.artifactChanges.map((change: Json) => change.artifactLocation.uri)).toEqual([
      'src/callback.ts',
      'src/connect.ts',
    ]);
    expect(fix.artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 3, startColumn: 32, endLine: 3, endColumn: 47 },
        insertedContent: { text: 'Promise<URLSearchParams>' },
      },
      {
        deletedRegion: { startLine: 7, startColumn: 15, endLine: 7, endColumn: 44 },
        insertedContent: { text: 'url.searchParams' },
      },
    ]);
    expect(result(samples.suggested).fixes[0].description.text).toMatch(
      /^Suggested fix: The error that callers see/,
    );
  });

  it('writes the line ending of the file, knows every line break of the language and skips the BOM', () => {
    const sources = new Map([['x.ts', '\uFEFFa\r\nb\u2028c\r\n']]);
    const edits = [
      { file: 'x.ts', start: 1, end: 2, text: 'x\ny' },
      { file: 'x.ts', start: 6, end: 7, text: '' },
    ];
    const finding = sampleFinding({ file: 'x.ts', flow: [], edits });
    expect(result(finding, { sources }).fixes[0].artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
        insertedContent: { text: 'x\r\ny' },
      },
      { deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 } },
    ]);
    expect(run().newlineSequences).toContain('\u2028');
    expect(run().columnKind).toBe('utf16CodeUnits');
  });

  it('tells kinds apart: open fails, pending is a note, suppressed is suppressed', () => {
    const kinds = run().results.map((one: Json) => [
      one.properties.status,
      one.kind,
      one.level,
      one.suppressions,
    ]);
    expect(kinds).toEqual([
      ['open', 'fail', 'error', undefined],
      ['open', 'fail', 'warning', undefined],
      ['open', 'fail', 'error', undefined],
      ['pending', 'fail', 'note', undefined],
      ['suppressed', 'fail', 'warning', [{ kind: 'inSource' }]],
    ]);
  });

  it('lets a fixed fault pass, and places the fixes that are left in the text that was written', () => {
    const fixed = sampleFinding({ status: 'fixed' });
    const left = sampleFinding({ edits: [{ file: 'src/a.ts', start: 4, end: 5, text: 'y' }] });
    const written = new Map([['src/a.ts', '\n\n\nxx\n']]);
    const [done, open] = run({ mode: 'apply', findings: [fixed, left], written }).results;
    expect([done.kind, done.level, done.fixes]).toEqual(['pass', 'none', undefined]);
    expect(open.fixes[0].artifactChanges[0].replacements[0].deletedRegion).toMatchObject({
      startLine: 4,
      startColumn: 2,
    });
    const dry = result(fixed, { mode: 'dry-run' });
    expect([dry.kind, dry.level, dry.fixes.length]).toEqual(['fail', 'error', 1]);
  });

  it('reports problems as notifications of an execution that failed', () => {
    const problems = [{ file: 'a b.ts', message: 'could not be read' }];
    expect(run({ mode: 'apply', problems, unverified: 'no types' }).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'could not be read' },
            locations: [
              { physicalLocation: { artifactLocation: { uri: 'a%20b.ts', uriBaseId: '%SRCROOT%' } } },
            ],
          },
          { level: 'warning', message: { text: 'Not type-checked: no types' } },
        ],
      },
    ]);
    expect(run().invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    // A lint wrote nothing that could be wrong.
    const [lint] = run({ mode: 'lint', unverified: 'not tried' }).invocations;
    expect(lint.toolExecutionNotifications).toMatchObject([{ level: 'note' }]);
  });

  it('names the obligation of a suggested fix that was not proved', () => {
    expect(result(samples.suggested).properties.assumes).toEqual(samples.suggested.assumes);
    expect(result(samples.none).properties.assumes).toBeNull();
  });

  it('is deterministic', () => expect(sarif(sampleReport())).toBe(sarif(sampleReport())));
});
