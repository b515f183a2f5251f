import * as client from '@modelcontextprotocol/client';
import { SseError as V1SseError } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as v1 from '@modelcontextprotocol/sdk/server/auth/errors.js';
import * as legacy from '@modelcontextprotocol/server-legacy/auth';
import { type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { project } from './batch.ts';
import { compiled, outcomeOf, seen } from './sandbox.ts';

/** A law that a handler breaks, and what shows it. */
export interface ErrorBreach {
  readonly id: string;
  readonly law: string;
  readonly before: string;
  readonly after: string;
  readonly findings: readonly string[];
}

/** One answer of a server: the error that v1 throws for it, and the one that v2 throws. */
interface Case {
  readonly name: string;
  readonly v1: () => unknown;
  readonly v2: () => unknown;
}

const text = 'the text of the error';
const { SdkErrorCode: codes } = client;
const http = (status: number): Case => ({
  name: `status ${status}`,
  v1: () => new StreamableHTTPError(status, text),
  v2: () => new client.SdkHttpError(codes.ClientHttpNotImplemented, text, { status, statusText: 'No' }),
});
const same = (name: string, make: () => unknown): Case => ({ name, v1: make, v2: make });
const event = { code: 401, type: 'error', message: text } as never;

const foreign: readonly Case[] = [
  same('another library', () => Object.assign(new Error(text), { code: 401 })),
  same('a refused connection', () => Object.assign(new Error(text), { code: 'ECONNREFUSED' })),
  same('a plain error', () => new Error(text)),
  same('a type error', () => new TypeError(text)),
];

const statusCases: readonly Case[] = [
  ...[401, 403, 404, 405, 500].map(http),
  {
    name: 'insufficient_scope',
    v1: () => new StreamableHTTPError(403, text),
    v2: () => new client.InsufficientScopeError({ requiredScope: 'notes:write' }),
  },
  {
    name: 'SSE 401',
    v1: () => new V1SseError(401, text, event),
    v2: () => new client.SseError(401, text, event),
  },
  ...foreign,
];

const oauth = (code: string): Case => ({
  name: code,
  // The classes of v1 by code; it took every other code for a server_error.
  v1: () => new (v1.OAUTH_ERRORS[code as keyof typeof v1.OAUTH_ERRORS] ?? v1.ServerError)(text),
  v2: () => new client.OAuthError(code, text),
});
const registration: Case = {
  name: 'a rejected registration',
  v1: () => new v1.InvalidClientMetadataError(text),
  v2: () =>
    new client.RegistrationRejectedError({
      status: 400,
      body: text,
      submittedMetadata: { redirect_uris: [] },
    }),
};

const oauthCases = (text: string): readonly Case[] => [
  ...['invalid_grant', 'invalid_client', 'access_denied', 'server_error', 'not_in_the_list'].map(oauth),
  ...(/\bauth\(|client\./.test(text) ? [registration] : []),
  ...foreign,
];

export interface Kind {
  readonly rules: readonly string[];
  readonly cases: (text: string) => readonly Case[];
}

export const kinds = {
  status: { rules: ['http-status-on-code'], cases: () => statusCases },
  oauth: { rules: ['oauth-error-class'], cases: oauthCases },
} satisfies Record<string, Kind>;

/** Migrates handlers (id → text), and runs each before and after, against what both generations throw. */
export async function holdForErrors(texts: Readonly<Record<string, string>>, kind: Kind) {
  const files = Object.fromEntries(Object.entries(texts).map(([id, each]) => [`${id}.ts`, each]));
  const dir = project(files, true);
  const { report } = await run({
    cwd: dir,
    paths: ['.'],
    mode: 'apply',
    verify: false,
    rule: [...kind.rules],
  });
  const bytes = bytesOf(dir);
  const breaches: ErrorBreach[] = [];
  const changed: string[] = [];
  const offered: string[] = [];
  for (const [id, before] of Object.entries(texts)) {
    const after = Buffer.from(bytes[`${id}.ts`] ?? '', 'latin1').toString('utf8');
    const own = report.findings.filter(({ file }) => file === `${id}.ts`);
    if (after !== before) changed.push(id);
    if (own.some(({ fix }) => fix === 'suggested')) offered.push(id);
    for (const law of await broken(before, after, own, kind.cases(before)))
      breaches.push({ id, law, before, after, findings: own.map(lineOf) });
  }
  return { breaches, changed, offered };
}

const lineOf = ({ status, fix, reason, range }: ReportedFinding): string =>
  `${range.start.line} ${status} ${fix} ${reason?.code ?? ''}`;

async function broken(
  before: string,
  after: string,
  findings: readonly ReportedFinding[],
  cases: readonly Case[],
): Promise<string[]> {
  const laws: string[] = [];
  const isMended = findings.length > 0 && findings.every(({ status }) => status === 'fixed');
  let isLost = false;
  for (const each of cases) {
    const old = await watch(before, 1, each.v1);
    const lost = await watch(before, 2, each.v2);
    const now = after === before ? lost : await watch(after, 2, each.v2);
    // A code that is only shown, where no fix is: an InsufficientScopeError has none.
    const isShown = now === lost && shown(now) === shown(old);
    // A test of `status` for a 403 is the matter of another rule.
    const isOther = each.name === 'insufficient_scope' && before.includes('.status === 403');
    isLost ||= shown(old) !== shown(lost) && !isOther;
    if (isMended && now !== old && !isShown)
      laws.push(`${each.name}: not what v1 did: ${old} → ${now} (${lost})`);
    // What is mended in part has a part of each; an error of somebody else is what it was.
    else if (now !== lost && now !== old && (findings.length === 1 || each.v1 === each.v2))
      laws.push(`${each.name}: neither: ${old}, ${lost} → ${now}`);
    // Code that asks for a text of v2 was not written for v1.
    if (before.includes("'CLIENT_HTTP_") && findings.length === 1 && now !== lost)
      laws.push(`${each.name}: a text of v2 was asked for: ${lost} → ${now}`);
    if (attempts(now) > attempts(old)) laws.push(`${each.name}: tries again: ${old} → ${now}`);
  }
  const isError = findings.some(({ severity }) => severity === 'error');
  // Where no status is named, a test for a number may be about JSON-RPC: that is no matter of this rule.
  const isAsked = /\b[45]\d\d\b|TEXTS|Error\b|errorCode/.test(before.replace(/instanceof Error/g, ''));
  if (isLost && isAsked && findings.length === 0) laws.push('a miss');
  // Behind this test nothing is reached.
  if (!isLost && isError && !/TypeError\)/.test(before)) laws.push('a finding where nothing was lost');
  if (/export .*\bserve\b/.test(before)) {
    // What a server throws keeps its class.
    for (const make of servers) {
      const [old, now] = [await watch(before, 2, make, 'serve'), await watch(after, 2, make, 'serve')];
      if (old !== now) laws.push(`a server's error: ${old} → ${now}`);
    }
  }
  return laws;
}

const shown = (outcome: string): string => outcome.replace(/undefined|[\\"]*<nothing>[\\"]*/g, '<code>');

const servers = [
  () => new legacy.InvalidGrantError(text),
  () => new legacy.InvalidClientError(text),
  () => new legacy.ServerError(text),
];
const attempts = (outcome: string): number => outcome.split('"attempt"').length;

/** What one run of a module comes to, with the classes of one generation and one error. */
async function watch(
  code: string,
  generation: 1 | 2,
  make: () => unknown,
  entry = 'handle',
): Promise<string> {
  const error = make();
  const trace: unknown[] = [];
  const refuse = async (): Promise<never> => {
    trace.push('attempt');
    throw error;
  };
  const asked = { listTools: refuse, callTool: refuse, verifyAccessToken: refuse };
  const functions = { auth: refuse, refreshAuthorization: refuse };
  const modules = {
    '@modelcontextprotocol/client':
      generation === 1
        ? { ...functions, SdkHttpError: StreamableHTTPError, SseError: V1SseError }
        : { ...client, ...functions },
    '@modelcontextprotocol/server-legacy/auth': generation === 1 ? v1 : legacy,
  };
  const module = compiled({ 'main.ts': code })('main', { modules, globals: { console } });
  const outcome = await outcomeOf(() => (module[entry] as (...given: unknown[]) => unknown)(asked, {}));
  const own = (module.trace as unknown[] | undefined) ?? [];
  const all = JSON.stringify([trace, own.map((each) => normal(seen(each))), normal(outcome)]);
  return all
    .replace(/\b(?:40[1345]|500|CLIENT_HTTP_NOT_IMPLEMENTED)\b(?! \d)/g, '<code>')
    .replace(/[\\'"]*<code>[\\'"]*/g, '<code>');
}

/** The errors of the generations have names of their own, and a code that is only shown may stay a text. */
const normal = (value: unknown): unknown => {
  const json = JSON.stringify(value) ?? '<nothing>';
  return json.includes(text) || json.includes('Insufficient scope')
    ? json.replace(/\{"error":.*?\}/, '<the error>')
    : json;
};
