import { type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { project } from './batch.ts';
import { issuer, logIn, type Provider, renew } from './provider-logins.ts';
import { compiled } from './sandbox.ts';

/** A law that a provider breaks, and what shows it. */
export interface ProviderBreach {
  readonly id: string;
  readonly law: string;
  readonly before: string;
  readonly after: string;
  readonly findings: readonly string[];
}

/** Migrates providers (id → text), and asks each before and after what the SDK of v1 and of v2 asks. */
export async function holdForProviders(texts: Readonly<Record<string, string>>, typed = false) {
  const files = Object.fromEntries(Object.entries(texts).map(([id, each]) => [`${id}.ts`, each]));
  const dir = project(files, true);
  const known = new Set(typed ? typeErrors(dir).map(withoutLine) : []);
  const { report } = await run({
    cwd: dir,
    paths: ['.'],
    mode: 'apply',
    verify: false,
    rule: ['oauth-provider-contract'],
  });
  const errors = typed ? typeErrors(dir).filter((each) => !known.has(withoutLine(each))) : [];
  const bytes = bytesOf(dir);
  const breaches: ProviderBreach[] = [];
  const changed: string[] = [];
  const offered: string[] = [];
  for (const [id, before] of Object.entries(texts)) {
    const after = Buffer.from(bytes[`${id}.ts`] ?? '', 'latin1').toString('utf8');
    const own = report.findings.filter(({ file }) => file === `${id}.ts`);
    if (after !== before) changed.push(id);
    if (own.some(({ fix }) => fix === 'suggested')) offered.push(id);
    const laws = errors
      .filter((each) => each.startsWith(`${id}.ts`))
      .map((each) => `a new type error: ${each}`);
    for (const law of [...laws, ...broken(before, after, own), ...(await loginsBroken(before, after, own))])
      breaches.push({ id, law, before, after, findings: own.map(lineOf) });
  }
  return { breaches, changed, offered };
}

const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');
const lineOf = ({ status, fix, reason, range }: ReportedFinding): string =>
  `${range.start.line} ${status} ${fix} ${reason?.code ?? ''}`;

function broken(before: string, after: string, findings: readonly ReportedFinding[]): string[] {
  const laws: string[] = [];
  const old = stateAfter(before, 'all');
  const [lost, now] = [before, after].map((text) => stateAfter(text, 'client', 'tokens')) as [State, State];
  const isAbout = (words: RegExp) => findings.filter(({ message }) => words.test(message));
  const ignored = isAbout(/'client'/);
  const isIgnored = old.client !== lost.client;
  if (isIgnored && ignored.length === 0) laws.push('a miss: the dead client stays');
  if (!isIgnored && ignored.length > 0) laws.push('a finding where the client is forgotten');
  if (ignored.some(({ status }) => status === 'fixed') && now.client !== old.client)
    laws.push('the client is not forgotten after the fix');
  // For 'client', only the client goes; whatever else is asked does what it did.
  const alone = stateAfter(after, 'client');
  const rest = stateAfter(before, 'client');
  if (withoutStamp(alone.tokens) !== withoutStamp(rest.tokens) || alone.verifier !== rest.verifier)
    laws.push("'client' clears more");
  for (const scope of ['all', 'tokens', 'verifier', 'discovery', 'other']) {
    const [a, b] = [before, after].map((text) => JSON.stringify(stateAfter(text, scope)));
    if (withoutStamp(a) !== withoutStamp(b)) laws.push(`'${scope}' does something else: ${a} → ${b}`);
  }
  const kept = (text: string): boolean => /"tokens":.*issuer/.test(JSON.stringify(stateAfter(text)));
  const dropped = isAbout(/issuer/);
  if (!kept(before) && !dropped.length) laws.push('a miss: the stamp is dropped');
  // What a store of its own holds may have readers.
  if (before !== after && stored(before) !== stored(after)) laws.push('a store holds something else');
  return laws;
}

const withoutStamp = (state = ''): string => state.replace(/,?\\?"issuer\\?":\\?"[^"\\]*\\?"/g, '');

interface State {
  readonly client: string | undefined;
  readonly tokens: string | undefined;
  readonly verifier: string;
}

/** A provider with nothing in it, and the files that it writes. */
function fresh(text: string): { provider: Provider; disk: Map<string, string> } {
  const disk = new Map<string, string>();
  const fs = {
    existsSync: (path: string) => disk.has(path),
    readFileSync: (path: string) => disk.get(path),
    rmSync: (path: string) => void disk.delete(path),
    writeFileSync: (path: string, data: string) => void disk.set(path, data),
  };
  const outside = { modules: { 'node:fs': fs }, globals: { console } };
  const { Provider } = compiled({ 'main.ts': text })('main', outside);
  return { provider: new (Provider as new () => Provider)(), disk };
}

function made(text: string): ReturnType<typeof fresh> {
  const all = fresh(text);
  const { provider } = all;
  provider.saveClientInformation({ client_id: 'host', issuer });
  provider.saveTokens({ access_token: 'a', token_type: 'Bearer', refresh_token: 'r', issuer });
  provider.saveCodeVerifier('v');
  return all;
}

/** What a login comes to with each generation: after the fixes it is that of v1, and without a finding it was so before. */
async function loginsBroken(
  before: string,
  after: string,
  findings: readonly ReportedFinding[],
): Promise<string[]> {
  const laws: string[] = [];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const isMended = errors.every(({ status }) => status === 'fixed');
  const ways = {
    renew: (text: string, g: 1 | 2) => renew(made(text).provider, g),
    logIn: (text: string, g: 1 | 2) => logIn(fresh(text).provider, g),
  };
  for (const [name, way] of Object.entries(ways)) {
    const [old, lost, now] = [await way(before, 1), await way(before, 2), await way(after, 2)];
    if (errors.length === 0 && old !== lost) laws.push(`${name}, a miss: ${old} → ${lost}`);
    if (isMended && old !== now) laws.push(`${name}, not what v1 did: ${old} → ${now}`);
    if (now !== lost && now !== old) laws.push(`${name}, neither: ${old}, ${lost} → ${now}`);
  }
  return laws;
}

/** What a provider has left when it was asked to forget. */
function stateAfter(text: string, ...scopes: readonly string[]): State {
  const { provider } = made(text);
  for (const scope of scopes) provider.invalidateCredentials(scope);
  return {
    client: JSON.stringify(provider.clientInformation()),
    tokens: JSON.stringify(provider.tokens()),
    verifier: provider.codeVerifier(),
  };
}

/** Maps, records and files of the project's own form. */
function stored(text: string): string {
  const { provider, disk } = made(text);
  const { store, data } = provider as { store?: Map<string, unknown>; data?: object };
  return JSON.stringify([[...(store ?? [])], data ?? null, [...disk]]);
}
