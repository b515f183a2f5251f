import { execFileSync } from 'node:child_process';
import { ts } from 'ts-morph';
import { expect } from 'vitest';
import { type Report, type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { type Batch, filesOf, options, project } from './batch.ts';
import type { Variation } from './variations.ts';

/** Holds every law for a batch of programs, and the one that the variation stands for. */
export async function holdTheLaws(batch: Batch, other: Batch, variation: Variation): Promise<void> {
  const files = filesOf(batch);
  const dir = project(files, true);
  const before = bytesOf(dir);
  const dry = (await run(options(dir, {}))).report;
  expect(bytesOf(dir), 'a dry run writes nothing').toEqual(before);
  expect(dry.problems).toEqual([]);

  await variation.hold(batch, dir, dry, other);

  const errors = typeErrors(dir);
  const real = (await run(options(dir, { mode: 'apply' }))).report;
  expect(real.problems).toEqual([]);
  const errorsLeft = ({ findings }: Report) =>
    findings
      .filter(({ status, severity }) => status === 'open' && severity === 'error')
      .map(({ rule, file, fix, reason }) => [rule, file, fix, reason?.code].join(' '));
  expect(errorsLeft(dry), 'a dry run ends as the real run').toEqual(errorsLeft(real));
  const after = bytesOf(dir);
  for (const [file, text] of Object.entries(after))
    if (text !== before[file]) holdForFile(file, files[file] ?? '', decode(text), dry.findings);
  expect(typeErrors(dir).map(withoutLine).sort(), 'no new type error').toEqual(
    errors.map(withoutLine).sort(),
  );

  const patched = project(files, false);
  if (dry.patch !== '')
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: patched, input: dry.patch });
  expect(bytesOf(patched), 'the patch gives the tree of the run').toEqual(after);

  const second = (await run(options(dir, { mode: 'apply' }))).report;
  expect(second.patch, 'a second run writes nothing').toBe('');
  expect(bytesOf(dir)).toEqual(after);
  expect(second.findings.map(signature), 'what a run leaves is what the next one finds').toEqual(
    real.findings.filter(({ status }) => status !== 'fixed').map(signature),
  );
}

const decode = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');

function holdForFile(
  file: string,
  before: string,
  after: string,
  findings: readonly ReportedFinding[],
): void {
  const { parseDiagnostics } = ts.createSourceFile(file, after, ts.ScriptTarget.ESNext) as ts.SourceFile & {
    parseDiagnostics: ts.Diagnostic[];
  };
  expect(
    parseDiagnostics.map(({ messageText }) => messageText),
    `${file} parses`,
  ).toEqual([]);
  expect(after.startsWith('\ufeff'), 'the byte order mark stays').toBe(before.startsWith('\ufeff'));
  const bare = /(?<!\r)\n/;
  expect(bare.test(after), 'line endings stay').toBe(bare.test(before));
  const edits = findings
    .filter(({ status }) => status === 'fixed')
    .flatMap((finding) => finding.edits.filter((edit) => edit.file === file))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let offset = 0;
  let at = 0;
  const outside: string[] = [];
  for (const edit of edits) {
    if (edit.start < at) continue;
    outside.push(before.slice(at, edit.start));
    at = edit.end;
  }
  outside.push(before.slice(at));
  for (const [index, text] of outside.entries()) {
    const last = index === outside.length - 1;
    const found = index === 0 ? 0 : last ? after.length - text.length : after.indexOf(text, offset);
    expect(after.slice(found, found + text.length), `bytes outside the edits of ${file}`).toBe(text);
    expect(found).toBeGreaterThanOrEqual(offset);
    offset = found + text.length;
  }
}

/** What must not depend on anything but the code. */
export const signature = ({ rule, file, range, fix, status, reason, message }: ReportedFinding) => ({
  rule,
  file,
  range,
  fix,
  status,
  reason: reason?.code,
  message,
});
