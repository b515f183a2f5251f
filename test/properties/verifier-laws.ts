import * as client from '@modelcontextprotocol/client';
import * as gates from '@modelcontextprotocol/express';
import * as errorsOfV1 from '@modelcontextprotocol/sdk/server/auth/errors.js';
import * as revokeOfV1 from '@modelcontextprotocol/sdk/server/auth/handlers/revoke.js';
import * as tokenOfV1 from '@modelcontextprotocol/sdk/server/auth/handlers/token.js';
import * as gateOfV1 from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import * as proxyOfV1 from '@modelcontextprotocol/sdk/server/auth/providers/proxyProvider.js';
import * as routerOfV1 from '@modelcontextprotocol/sdk/server/auth/router.js';
import * as server from '@modelcontextprotocol/server';
import * as legacy from '@modelcontextprotocol/server-legacy/auth';
import express, { type Express } from 'express';
import { type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { type Batch, filesOf, project } from './batch.ts';
import { emptyTally, outcomeOf, type Tally } from './floor.ts';
import { inject } from './inject.ts';
import { compiled } from './sandbox.ts';

/** A law that a server with a verifier breaks, and what shows it. */
export interface VerifierBreach {
  readonly id: string;
  readonly law: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
}

/** What a server answers to one token, and what the application's own code makes of it. */
interface Seen {
  readonly token: string;
  readonly answer: string;
  /** By 401 with a challenge; by 400 where a grant is asked. */
  readonly isRefused: boolean;
  readonly own: string;
}

type Texts = Readonly<Record<string, string>>;

const bad = ['unknown', 'old'];
const asked = ['good', 'poor', ...bad];

/**
 * Migrates servers, with the safe fixes and then with all of them, and asks each before and after.
 * RFC 6750 and 6749 say what is right, not the tool: a bad token gets 401 with a challenge, a grant answers 400, and nothing else
 * changes.
 */
export async function holdForVerifiers(
  batch: Batch,
  typed = false,
  tally: Tally = emptyTally(),
): Promise<readonly VerifierBreach[]> {
  const dir = project(filesOf(batch), true);
  const known = new Set(typed ? typeErrors(dir).map(withoutLine) : []);
  const options = { cwd: dir, paths: ['.'], verify: false, rule: ['token-verifier-error'] };
  const { report } = await run({ ...options, mode: 'apply' });
  const safe = bytesOf(dir);
  const { report: again } = await run({ ...options, mode: 'dry-run' });
  const { report: rest } = await run({ ...options, mode: 'apply', unsafe: true });
  const all = bytesOf(dir);
  const errors = typed ? typeErrors(dir).filter((each) => !known.has(withoutLine(each))) : [];
  const found: VerifierBreach[] = [];
  for (const [id, before] of Object.entries(batch)) {
    const of = (bytes: Record<string, string>): Texts =>
      Object.fromEntries(
        Object.keys(before).map((name) => [
          name,
          Buffer.from(bytes[`${id}/${name}`] ?? '', 'latin1').toString('utf8'),
        ]),
      );
    const own = report.findings.filter(({ file }) => file.startsWith(`${id}/`));
    const open = rest.findings.filter(({ file, status }) => file.startsWith(`${id}/`) && status === 'open');
    tally[outcomeOf(own, open)]++;
    const laws = errors
      .filter((each) => each.startsWith(`${id}/`))
      .map((each) => `a new type error: ${each}`);
    if (again.patch.includes(`b/${id}/`)) laws.push('a second run writes');
    laws.push(...(await brokenBy(before, of(safe), of(all), own, open)));
    for (const law of laws) found.push({ id, law, before, after: of(all), findings: own.map(lineOf) });
  }
  return found;
}

const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');
const lineOf = ({ file, range, status, fix, reason }: ReportedFinding): string =>
  `${file}:${range.start.line} ${status} ${fix} ${reason?.code ?? ''}`;

async function brokenBy(
  before: Texts,
  safe: Texts,
  all: Texts,
  findings: readonly ReportedFinding[],
  open: readonly ReportedFinding[],
): Promise<string[]> {
  const laws: string[] = [];
  const old = await seenOf(before);
  if (!old[0]!.answer.startsWith('200')) laws.push(`a good token is refused: ${old[0]!.answer}`);
  const isRight = (seen: Seen): boolean => !bad.includes(seen.token) || seen.isRefused;
  if (findings.length === 0 && !old.every(isRight)) laws.push(`a miss: ${JSON.stringify(old)}`);
  if (findings.length > 0 && old.every(isRight)) laws.push(`nothing is wrong: ${JSON.stringify(old)}`);
  const isChanged = (now: Texts): boolean => JSON.stringify(now) !== JSON.stringify(before);
  if (isChanged(safe)) {
    const now = await seenOf(safe);
    laws.push(...changes('safe', old, now, true));
    if (findings.every(({ status }) => status === 'fixed') && !now.every(isRight))
      laws.push(`safe, and still wrong: ${JSON.stringify(now)}`);
  }
  if (JSON.stringify(all) !== JSON.stringify(safe)) {
    const now = await seenOf(all);
    // Other code may read the class, and a check may fail for its keys: the findings say so.
    laws.push(...changes('suggested', old, now, false));
    if (open.length === 0 && !now.every(isRight))
      laws.push(`suggested, and still wrong: ${JSON.stringify(now)}`);
  }
  return laws;
}

function changes(level: string, old: readonly Seen[], now: readonly Seen[], isExact: boolean): string[] {
  return now.flatMap((seen, index): string[] => {
    const was = old[index]!;
    const laws: string[] = [];
    if (isExact && was.own !== seen.own) laws.push(`${level}: own code sees ${was.own} → ${seen.own}`);
    if (was.answer === seen.answer) return laws;
    const isMended = bad.includes(seen.token) && !was.isRefused && seen.isRefused;
    if (!isMended && (isExact || seen.token !== 'closed'))
      laws.push(`${level}: ${seen.token} gets ${was.answer} → ${seen.answer}`);
    return laws;
  });
}

const outside = {
  modules: {
    express: Object.assign((...given: []) => express(...given), express, {
      default: express,
      __esModule: true,
    }),
    jose: { jwtVerify },
    '@modelcontextprotocol/client': client,
    '@modelcontextprotocol/express': gates,
    '@modelcontextprotocol/server': server,
    '@modelcontextprotocol/server-legacy/auth': legacy,
    '@modelcontextprotocol/sdk/server/auth/errors.js': errorsOfV1,
    '@modelcontextprotocol/sdk/server/auth/handlers/revoke.js': revokeOfV1,
    '@modelcontextprotocol/sdk/server/auth/handlers/token.js': tokenOfV1,
    '@modelcontextprotocol/sdk/server/auth/router.js': routerOfV1,
    '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js': gateOfV1,
    '@modelcontextprotocol/sdk/server/auth/providers/proxyProvider.js': proxyOfV1,
  },
  globals: { console: { log: () => {}, warn: () => {}, error: () => {} } },
};

/** As jose does it: what loads the keys may fail, too. */
async function jwtVerify(token: string, keys: () => Promise<unknown>): Promise<object> {
  await keys();
  if (bad.includes(token)) throw Object.assign(new Error('no valid JWT'), { code: 'ERR_JWT_EXPIRED' });
  const scopes = token === 'good' ? ['notes'] : [];
  return { payload: { owner: 'anna', scopes, until: 4102444800 } };
}

interface Program {
  readonly createApp?: () => Express;
  readonly handle?: (request: Request) => Promise<Response>;
  readonly own?: (token: string) => Promise<string>;
  /** The request that a grant answers. */
  readonly asked?: (token: string) => { readonly url: string; readonly form: string };
}

/** Each token, and a good one while the store is closed. */
async function seenOf(files: Texts): Promise<Seen[]> {
  const start = compiled({
    ...files,
    'both.ts': `export * from './main';\nexport { state } from './store';\n${'asked.ts' in files ? "export * from './asked';\n" : ''}`,
  });
  const { state, ...program } = start('both', outside) as unknown as Program & {
    state: { ready: boolean };
  };
  const seen: Seen[] = [];
  for (const token of asked) seen.push(await seenFor(program, token, token));
  state.ready = false;
  seen.push(await seenFor(program, 'good', 'closed'));
  return seen;
}

async function seenFor(program: Program, token: string, name: string): Promise<Seen> {
  const [status, challenge, body] = program.asked
    ? await grantedBy(program.createApp!(), program.asked(token))
    : await answerTo(program, `Bearer ${token}`);
  const own = (await program.own?.(token)) ?? '';
  const isRefused = program.asked
    ? status === 400
    : status === 401 && challenge.includes('error="invalid_token"');
  return { token: name, answer: `${status} ${challenge} ${body}`, isRefused, own };
}

async function grantedBy(
  app: Express,
  { url, form }: { readonly url: string; readonly form: string },
): Promise<[number, string, string]> {
  const { status, body } = await inject(app, 'POST', url, form);
  return [status, '', body];
}

async function answerTo(
  { createApp, handle }: Program,
  authorization: string,
): Promise<[number, string, string]> {
  if (handle) {
    try {
      const answer = await handle(new Request('http://localhost/mcp', { headers: { authorization } }));
      return [answer.status, answer.headers.get('www-authenticate') ?? '', await answer.text()];
    } catch (error) {
      return [500, '', `${error}`];
    }
  }
  const { status, headers, body } = await inject(createApp!(), 'GET', '/mcp', undefined, { authorization });
  return [status, headers['www-authenticate'] ?? '', body];
}
