import querystring from 'node:querystring';
import * as server from '@modelcontextprotocol/server';
import * as legacy from '@modelcontextprotocol/server-legacy/auth';
import express, { type Express } from 'express';
import { type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { project } from './batch.ts';
import { type Answer, inject } from './inject.ts';
import { compiled } from './sandbox.ts';

/** A law that a server breaks, and what shows it. */
export interface AppBreach {
  readonly id: string;
  readonly law: string;
  readonly before: string;
  readonly after: string;
  readonly findings: readonly string[];
}

export interface AppsHeld {
  readonly breaches: readonly AppBreach[];
  readonly changed: readonly string[];
}

const rules = ['authorize-issuer', 'authorization-handler-issuer', 'issuer-flag-placement'];

/** Migrates servers (id → text) and runs each that changed, before and after. */
export async function holdForApps(apps: Readonly<Record<string, string>>, typed = false): Promise<AppsHeld> {
  const files = Object.fromEntries(Object.entries(apps).map(([id, text]) => [`${id}/main.ts`, text]));
  const dir = project(files, true);
  const known = new Set(typed ? typeErrors(dir).map(withoutLine) : []);
  const { report } = await run({ cwd: dir, paths: ['.'], mode: 'apply', verify: false, rule: rules });
  const errors = typed ? typeErrors(dir).filter((each) => !known.has(withoutLine(each))) : [];
  const bytes = bytesOf(dir);
  const breaches: AppBreach[] = [];
  const changed: string[] = [];
  for (const [id, before] of Object.entries(apps)) {
    const after = Buffer.from(bytes[`${id}/main.ts`] ?? '', 'latin1').toString('utf8');
    const own = report.findings.filter(({ file }) => file.startsWith(`${id}/`));
    const laws = errors
      .filter((each) => each.startsWith(`${id}/`))
      .map((each) => `a new type error: ${each}`);
    if (after !== before) {
      changed.push(id);
      if (!own.some(({ fix, status }) => fix === 'safe' && status === 'fixed'))
        laws.push('written, not safe');
      laws.push(...(await differences(before, after, own.some(isIssuerOpen))));
    }
    for (const law of laws) breaches.push({ id, law, before, after, findings: own.map(lineOf) });
  }
  return { breaches, changed };
}

const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');
const lineOf = ({ rule, range, status, fix, reason }: ReportedFinding): string =>
  `${range.start.line} ${rule} ${status} ${fix} ${reason?.text ?? ''}`;

/** A handler that gets no issuer gives none to `authorize()`, and an exit that is left has none: its own finding says so. */
const isIssuerOpen = ({ rule, status }: ReportedFinding): boolean =>
  (rule === 'authorization-handler-issuer' || rule === 'authorize-issuer') && status === 'open';

const issuer = new URL('https://login.example.com');

/** The same answers but for exactly one `iss` in each authorization response, and that is the metadata's. */
async function differences(before: string, after: string, isTold: boolean): Promise<string[]> {
  const [old, now] = [await answersOf(before), await answersOf(after)];
  const laws: string[] = [];
  const advertised = JSON.parse(now[0]?.body ?? '{}') as { issuer?: string; [flag]?: boolean };
  if (advertised[flag] !== true) laws.push('the metadata no longer advertises iss');
  for (const [index, answer] of now.entries()) {
    const [was, is] = [withoutIssuer(old[index]), withoutIssuer(answer)];
    if (was.text !== is.text) laws.push(`another answer: ${was.text} → ${is.text}`);
    const wrong = is.issuers
      .filter(({ length }) => length > 0 || !isTold)
      .find((each) => each.length !== 1 || each[0] !== advertised.issuer);
    if (wrong) laws.push(`iss ${JSON.stringify(wrong)}, the metadata say ${advertised.issuer}`);
  }
  return laws;
}

const flag = 'authorization_response_iss_parameter_supported';

/** An answer without `iss`, and the `iss` of every authorization response in it. */
function withoutIssuer(answer: Answer | undefined): { text: string; issuers: string[][] } {
  const issuers: string[][] = [];
  const { 'content-length': _, etag: __, ...headers } = answer?.headers ?? {};
  const text = JSON.stringify({ ...answer, headers }).replace(
    /https:\/\/client\.example\/cb[^\s"'<>\\]*/g,
    (found) => {
      const url = new URL(found);
      issuers.push(url.searchParams.getAll('iss'));
      url.searchParams.delete('iss');
      // A server may write the parameters in its own way.
      return `${url.origin}${url.pathname}?${url.searchParams}`;
    },
  );
  return { text, issuers };
}

/** The metadata, then a login that is granted, one that is denied, and each answer a second time. */
async function answersOf(text: string): Promise<Answer[]> {
  let count = 0;
  const outside = {
    modules: {
      express: Object.assign((...given: []) => express(...given), express, {
        default: express,
        __esModule: true,
      }),
      'node:querystring': { default: querystring, __esModule: true },
      'node:crypto': { randomUUID: () => `id-${count++}` },
      '@modelcontextprotocol/server': server,
      '@modelcontextprotocol/server-legacy/auth': legacy,
    },
    globals: { console: { log: () => {}, warn: () => {}, error: () => {} } },
  };
  const { createApp } = compiled({ 'main.ts': text })('main', outside) as {
    createApp: (url: URL) => Express;
  };
  const app = createApp(new URL(issuer));
  const answers = [
    await inject(app, 'GET', '/.well-known/oauth-authorization-server'),
    await inject(app, 'GET', '/info'),
  ];
  for (const scope of ['notes', 'admin']) {
    const login = await inject(app, 'GET', `/authorize?${loginQuery(scope)}`);
    answers.push(login);
    const [, id] = /name="id" value="([^"]*)"/.exec(login.body) ?? [];
    if (id === undefined) continue;
    const decision = scope === 'admin' ? 'deny' : 'allow';
    for (let time = 0; time < 2; time++)
      answers.push(await inject(app, 'POST', '/consent', String(new URLSearchParams({ id, decision }))));
  }
  return answers;
}

const loginQuery = (scope: string): URLSearchParams =>
  new URLSearchParams({
    response_type: 'code',
    client_id: 'host',
    redirect_uri: 'https://client.example/cb',
    code_challenge: 'challenge',
    code_challenge_method: 'S256',
    state: 's1',
    scope,
  });
