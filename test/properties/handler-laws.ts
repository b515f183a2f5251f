import { createRequire } from 'node:module';
import * as client from '@modelcontextprotocol/client';
import { ts } from 'ts-morph';
import { type Report, type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { project } from './batch.ts';

/** A law that a handler breaks, and what shows it. */
export interface Breach {
  readonly file: string;
  readonly law: string;
  readonly before: string;
  readonly after: string;
  readonly findings: readonly string[];
}

type Handle = (error: unknown, verbose: boolean) => unknown;

const load = createRequire(import.meta.url);
const { SdkErrorCode: codes } = client;

const http = (status: number, code: client.SdkErrorCode) => () =>
  new client.SdkHttpError(code, `failed with ${code}`, { status, statusText: 'No' });

/** The codes that an SdkHttpError for a 403 insufficient_scope had; the one that names the permission first. */
const forbidden = [
  codes.ClientHttpForbidden,
  codes.ClientHttpNotImplemented,
  codes.ClientHttpFailedToOpenStream,
].map((code) => http(403, code));
const insufficient = () => new client.InsufficientScopeError({ requiredScope: 'notes:write' });

/** Errors that a fix changes nothing for. */
const others: readonly (() => unknown)[] = [
  ...forbidden,
  http(401, codes.ClientHttpAuthentication),
  http(404, codes.ClientHttpNotImplemented),
  http(500, codes.ClientHttpFailedToOpenStream),
  () => new client.SdkError(codes.RequestTimeout, 'too late'),
  () => new client.UnauthorizedError('log in'),
  () => new client.InsecureTokenEndpointError('http://login.example.com/token'),
  () => new Error('plain'),
  () => 'no error at all',
  () => undefined,
];

/** Runs a module with the real SDK, once for each error, and tells everything that can be seen from outside. */
async function watch(text: string, make: () => unknown): Promise<string> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const module: { exports: { handle?: Handle; trace?: unknown[] } } = { exports: {} };
  const resolve = (name: string): unknown => (name === '@modelcontextprotocol/client' ? client : load(name));
  new Function('module', 'exports', 'require', outputText)(module, module.exports, resolve);
  const { handle, trace = [] } = module.exports;
  const seen: unknown[] = [];
  for (const verbose of [false, true]) {
    const error = make();
    try {
      seen.push({ returned: normal(await handle?.(error, verbose), error) });
    } catch (thrown) {
      seen.push({ thrown: normal(thrown, error) });
    }
    seen.push(trace.splice(0).map((each) => normal(each, error)));
  }
  return JSON.stringify(seen);
}

/** The error itself, its text and its message are other words now. */
function normal(value: unknown, error: unknown): unknown {
  if (value === undefined) return '<nothing>';
  if (value === error) return '<the error>';
  if (typeof value === 'string' && error instanceof Error)
    return value.replaceAll(String(error), '<its text>').replaceAll(error.message, '<its message>');
  if (value instanceof Error) {
    const { stack: _, ...own } = Object.getOwnPropertyDescriptors(value);
    const members = Object.entries(own).map(([key, { value: member }]) => [key, normal(member, error)]);
    return { class: value.constructor.name, ...Object.fromEntries(members) };
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normal(member, error)]));
}

/** Every law that one of these modules (file → text) breaks. */
export async function breaches(files: Record<string, string>, typed = false): Promise<Breach[]> {
  if (Object.keys(files).length === 0) return [];
  const dir = project(files, true);
  const errors = typed ? typeErrors(dir) : [];
  const options = { cwd: dir, paths: ['.'], verify: false, rule: ['insufficient-scope-catch'] };
  const { report: dry } = await run({ ...options, mode: 'dry-run' });
  const { report } = await run({ ...options, mode: 'apply' });
  const after = bytesOf(dir);
  const second = await run({ ...options, mode: 'dry-run' });
  const found: Breach[] = [];
  for (const [file, before] of Object.entries(files)) {
    const own = report.findings.filter((finding) => finding.file === file);
    const text = Buffer.from(after[file] ?? '', 'latin1').toString('utf8');
    const laws = await broken(before, text, own);
    if (second.report.patch.includes(`b/${file}`)) laws.push('a second run writes');
    const refused = ({ findings }: Report): number =>
      findings.filter((each) => each.file === file && each.fix === 'none' && each.severity === 'error')
        .length;
    if (refused(dry) > refused(report)) laws.push('a refusal that a fix hides');
    for (const law of laws) found.push({ file, law, before, after: text, findings: own.map(lineOf) });
  }
  if (typed) {
    const known = new Set(errors.map(withoutLine));
    for (const error of typeErrors(dir).filter((each) => !known.has(withoutLine(each)))) {
      const file = error.split(':')[0] ?? '';
      const text = Buffer.from(after[file] ?? '', 'latin1').toString('utf8');
      found.push({
        file,
        law: `a new type error: ${error}`,
        before: files[file] ?? '',
        after: text,
        findings: [],
      });
    }
  }
  return found;
}

const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');
const lineOf = ({ status, fix, reason, range }: ReportedFinding): string =>
  `${range.start.line} ${status} ${fix} ${reason?.text ?? ''}`;

async function broken(
  before: string,
  after: string,
  findings: readonly ReportedFinding[],
): Promise<string[]> {
  const laws: string[] = [];
  if (after !== before) {
    for (const make of others) {
      const [old, now] = [await watch(before, make), await watch(after, make)];
      if (old !== now) laws.push(`changed for ${String(make())}: ${old} → ${now}`);
    }
  }
  const olds = await Promise.all(possible(before).map((make) => watch(before, make)));
  const lost = await watch(before, insufficient);
  const differs = olds.some((old) => old !== lost);
  if (findings.length === 0 && differs && isMiss(before, olds, lost))
    laws.push(`a miss: ${olds[0]} → ${lost}`);
  // A helper is mended for callers that the tool does not see, too.
  if (!differs && isNeedless(before, findings)) laws.push(`a finding where nothing was lost: ${lost}`);
  const now = await watch(after, insufficient);
  if (attempts(now) > attempts(lost)) laws.push(`tries again: ${lost} → ${now}`);
  if (findings.length > 0 && findings.every(({ status }) => status === 'fixed')) {
    if (now !== olds[0]) laws.push(`not what a 403 did: ${olds[0]} → ${now}`);
  }
  return laws;
}

/** A request that is posted had one code only, where the code that names the permission is not asked for. */
const possible = (text: string): readonly (() => unknown)[] =>
  text.includes('clientOf(given)') && !text.includes('ClientHttpForbidden')
    ? forbidden.slice(1, 2)
    : forbidden;

const attempts = (seen: string): number => seen.split('"attempt"').length;

/** A choice that is asked twice answers the same, but the tool asks it anew; what it only tells of may be nothing. */
const isNeedless = (text: string, findings: readonly ReportedFinding[]): boolean =>
  findings.some(({ severity }) => severity === 'error') &&
  !/verbose\)|\/[*/]/.test(text) &&
  findings.every((finding) => isInHandler(text, finding));

const isInHandler = (text: string, { range }: ReportedFinding): boolean =>
  text
    .split(/\r?\n/)
    .slice(0, range.start.line)
    .some((line) => /^export |^class Mapper/.test(line) && !/trace/.test(line));

/** Codes of any HTTP error count only where the one that names the permission does not. */
const isMiss = (text: string, [old]: readonly string[], lost: string): boolean =>
  !/ClientHttpForbidden/.test(text) || old !== lost;
