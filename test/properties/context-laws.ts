import { AsyncLocalStorage } from 'node:async_hooks';
import * as v1 from '@modelcontextprotocol/sdk/server/mcp.js';
import * as v2 from '@modelcontextprotocol/server';
import * as zod from 'zod';
import { type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { type Batch, filesOf, project } from './batch.ts';
import { emptyTally, outcomeOf, type Tally } from './floor.ts';
import { compiled } from './sandbox.ts';

/** A law that a server breaks, and what shows it. */
export interface ContextBreach {
  readonly id: string;
  readonly law: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
}

/** What a server is asked. */
export interface Request {
  readonly method: string;
  readonly params: object;
}

type Texts = Readonly<Record<string, string>>;

/** Who may call, and what each gets from a server that reads who it is. */
const callers = [
  { info: { token: 't', clientId: 'anna', scopes: ['r', 'w'] }, right: 'who anna' },
  { info: { token: 't', clientId: 'bert', scopes: ['r'] }, right: 'refused' },
  { info: undefined, right: undefined },
] as const;

/**
 * Migrates servers, with the safe fixes and then with all of them, and asks each before and after.
 * What is right is what SDK v1 did: who has the scope is known by its name, and who lacks it is refused.
 */
export async function holdForContexts(
  batch: Batch,
  requests: Readonly<Record<string, Request>>,
  typed = false,
  tally: Tally = emptyTally(),
): Promise<readonly ContextBreach[]> {
  const dir = project(filesOf(batch), true);
  const known = new Set(typed ? typeErrors(dir).map(withoutLine) : []);
  const options = { cwd: dir, paths: ['.'], verify: false, rule: ['context-auth-info'] };
  const { report } = await run({ ...options, mode: 'apply' });
  const safe = bytesOf(dir);
  const { report: again } = await run({ ...options, mode: 'dry-run' });
  const { report: rest } = await run({ ...options, mode: 'apply', unsafe: true });
  const all = bytesOf(dir);
  const errors = typed ? typeErrors(dir).filter((each) => !known.has(withoutLine(each))) : [];
  const found: ContextBreach[] = [];
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
    laws.push(...(await brokenBy(requests[id]!, before, of(safe), of(all), own, open)));
    for (const law of laws) found.push({ id, law, before, after: of(all), findings: own.map(lineOf) });
  }
  return found;
}

const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');
const lineOf = ({ file, range, status, fix, reason }: ReportedFinding): string =>
  `${file}:${range.start.line} ${status} ${fix} ${reason?.code ?? ''}`;

async function brokenBy(
  request: Request,
  before: Texts,
  safe: Texts,
  all: Texts,
  findings: readonly ReportedFinding[],
  open: readonly ReportedFinding[],
): Promise<string[]> {
  const laws: string[] = [];
  const old = await seenOf(before, request);
  if (findings.length === 0 && !isRight(old)) laws.push(`a miss: ${JSON.stringify(old)}`);
  if (findings.length > 0 && isRight(old)) laws.push(`nothing is wrong: ${JSON.stringify(old)}`);
  const levels = [
    ['safe', safe, findings.every(({ status }) => status === 'fixed')],
    ['suggested', all, open.length === 0],
  ] as const;
  for (const [level, files, isWhole] of levels) {
    if (JSON.stringify(files) === JSON.stringify(before)) continue;
    const now = await seenOf(files, request);
    if (isWhole && !isRight(now)) laws.push(`${level}, and still wrong: ${JSON.stringify(now)}`);
    if (now.answers.at(-1) !== old.answers.at(-1))
      laws.push(`${level}: without a token ${old.answers.at(-1)} → ${now.answers.at(-1)}`);
    if (level === 'safe' && JSON.stringify(now.own) !== JSON.stringify(old.own))
      laws.push(`${level}: own code sees ${old.own} → ${now.own}`);
  }
  return laws;
}

const isRight = ({ answers }: Seen): boolean =>
  callers.every(({ right }, index) => right === undefined || answers[index]!.includes(right));

interface Seen {
  readonly answers: readonly string[];
  /** What the application's own code, users of the package and a server of v1 get for each caller. */
  readonly own: readonly string[];
}

interface Program {
  readonly server: Server;
  readonly own?: (info: unknown) => string | Promise<string>;
  /** What users of the package call, with a context of their own. */
  readonly outside?: (extra: { readonly authInfo: unknown }) => string;
  /** A server of SDK v1. */
  readonly old?: Server;
}

interface Server {
  connect(transport: object): Promise<void>;
  close(): Promise<void>;
}

const toolCall: Request = { method: 'tools/call', params: { name: 't', arguments: { id: '1' } } };

async function seenOf(files: Texts, request: Request): Promise<Seen> {
  const modules = {
    'node:async_hooks': { AsyncLocalStorage },
    '@modelcontextprotocol/sdk/server/mcp.js': v1,
    '@modelcontextprotocol/server': v2,
    zod,
  };
  const start = compiled({ ...files });
  const program = start('main', { modules, globals: { console } }) as unknown as Program;
  const { own = () => '', outside = () => '' } = program;
  const told: string[] = [];
  for (const { info } of callers)
    told.push(await toldBy(() => own(info)), await toldBy(() => outside({ authInfo: info })));
  const old = program.old ? await answersOf(program.old, toolCall) : [];
  return { answers: await answersOf(program.server, request), own: [...told, ...old] };
}

async function toldBy(run: () => string | Promise<string>): Promise<string> {
  try {
    return await run();
  } catch (error) {
    return `${error}`;
  }
}

/** The answers to one request of each caller, over a transport in memory. */
async function answersOf(server: Server, { method, params }: Request): Promise<string[]> {
  const waiting = new Map<unknown, (text: string) => void>();
  const transport = {
    start: async () => undefined,
    close: async () => undefined,
    send: async (message: { id?: unknown }) => waiting.get(message.id)?.(JSON.stringify(message)),
    onmessage: undefined as undefined | ((message: unknown, extra: unknown) => void),
  };
  await server.connect(transport);
  const ask = (id: number, message: object, authInfo?: object): Promise<string> =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      transport.onmessage?.({ jsonrpc: '2.0', id, ...message }, { authInfo });
    });
  const clientInfo = { name: 'test', version: '1.0.0' };
  const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  await ask(0, { method: 'initialize', params: hello });
  transport.onmessage?.({ jsonrpc: '2.0', method: 'notifications/initialized' }, {});
  const answers: string[] = [];
  for (const [index, { info }] of callers.entries())
    answers.push((await ask(index + 1, { method, params }, info)).replace(/"id":\d+/, ''));
  await server.close();
  return answers;
}
