import { type ReportedFinding, run } from '../../src/index.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { project } from './batch.ts';
import { compiled } from './sandbox.ts';

/** A law that a provider breaks, and what shows it. */
export interface ProviderBreach {
  readonly id: string;
  readonly law: string;
  readonly before: string;
  readonly after: string;
  readonly findings: readonly string[];
}

interface Provider {
  clientInformation(): { issuer?: string } | undefined;
  saveClientInformation(client: object): void;
  tokens(): { issuer?: string } | undefined;
  saveTokens(tokens: object): void;
  codeVerifier(): string;
  saveCodeVerifier(verifier: string): void;
  invalidateCredentials(scope: string): void;
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
  for (const [id, before] of Object.entries(texts)) {
    const after = Buffer.from(bytes[`${id}.ts`] ?? '', 'latin1').toString('utf8');
    const own = report.findings.filter(({ file }) => file === `${id}.ts`);
    if (after !== before) changed.push(id);
    const laws = errors
      .filter((each) => each.startsWith(`${id}.ts`))
      .map((each) => `a new type error: ${each}`);
    for (const law of [...laws, ...broken(before, after, own)])
      breaches.push({ id, law, before, after, findings: own.map(lineOf) });
  }
  return { breaches, changed };
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

const issuer = 'https://login.example.com';

function made(text: string): Provider {
  const { Provider } = compiled({ 'main.ts': text })('main', { modules: {}, globals: { console } });
  const provider = new (Provider as new () => Provider)();
  provider.saveClientInformation({ client_id: 'host', issuer });
  provider.saveTokens({ access_token: 'a', token_type: 'Bearer', refresh_token: 'r', issuer });
  provider.saveCodeVerifier('v');
  return provider;
}

/** What a provider has left when it was asked to forget. */
function stateAfter(text: string, ...scopes: readonly string[]): State {
  const provider = made(text);
  for (const scope of scopes) provider.invalidateCredentials(scope);
  return {
    client: JSON.stringify(provider.clientInformation()),
    tokens: JSON.stringify(provider.tokens()),
    verifier: provider.codeVerifier(),
  };
}

/** Maps and records of the project's own form. */
function stored(text: string): string {
  const { store, data } = made(text) as { store?: Map<string, unknown>; data?: object };
  return JSON.stringify([[...(store ?? [])], data ?? null]);
}
