/** Servers with a token verifier as data: which parts they are made of, and their files. */
import fc from 'fast-check';
import { inJavaScript } from './language.ts';
import { indent } from './parts.ts';
import {
  checks,
  forms,
  messages,
  middlewares,
  places,
  proxies,
  readers,
  thrown,
  wirings,
} from './verifier-parts.ts';

/** A server with a verifier: what fast-check makes, shrinks and prints. */
export interface VerifierHost {
  readonly middleware: string;
  readonly thrown: string;
  readonly message: string;
  readonly check: string;
  readonly place: string;
  readonly form: string;
  readonly wiring: string;
  readonly reader: string;
  readonly language: 'ts' | 'js';
}

const named = (parts: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(parts));
const mostly = (part: string, parts: object): fc.Arbitrary<string> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(part) }, { weight: 1, arbitrary: named(parts) });

export const verifierHosts: fc.Arbitrary<VerifierHost> = fc.record({
  middleware: named(middlewares),
  thrown: named(thrown),
  message: mostly('plain', messages),
  check: named(checks),
  place: mostly('inline', places),
  form: named(forms),
  wiring: mostly('direct', wirings),
  reader: fc.oneof(
    { weight: 5, arbitrary: fc.constant('none') },
    { weight: 1, arbitrary: fc.constantFrom('tests', 'duck') },
  ),
  language: fc.constantFrom('ts' as const, 'ts' as const, 'js' as const),
});

export const plainest: VerifierHost = {
  middleware: 'legacy',
  thrown: 'v2',
  message: 'plain',
  check: 'lookup',
  place: 'inline',
  form: 'literal',
  wiring: 'direct',
  reader: 'none',
  language: 'ts',
};

/** Servers with one plainer part. */
export const simpler = (host: VerifierHost): readonly VerifierHost[] =>
  Object.entries(plainest)
    .filter(([key, value]) => host[key as keyof VerifierHost] !== value)
    .map(([key, value]) => ({ ...host, [key]: value }));

const store = `export const state = { ready: true };
export const now = (): number => Date.now() / 1000;
const rows = new Map<string, any>([
  ['good', { owner: 'anna', scopes: ['notes'], until: 4102444800 }],
  ['poor', { owner: 'bert', scopes: [], until: 4102444800 }],
  ['old', { owner: 'anna', scopes: ['notes'], until: 1 }],
]);
export const find = async (token: string): Promise<any> => rows.get(token);
export async function read(token: string): Promise<any> {
  const found = rows.get(token);
  if (!found || found.until < now()) throw new Error(\`no row for \${token}\`);
  return found;
}
export const keys = async (): Promise<string> => {
  if (!state.ready) throw new Error('The keys cannot be loaded');
  return 'key';
};
export const log = (text: string): void => void text;
`;

const ready = "if (!state.ready) throw new Error('The store is not ready');\n";

export function filesOfVerifier(host: VerifierHost): Record<string, string> {
  const { middleware, check, place, form, wiring, reader, language } = host;
  const { line, made, owner } = thrown[host.thrown]!;
  const error = made(messages[host.message]!);
  const { body, beside, apart } = places[place]!;
  const { module, family } = middlewares[middleware]!;
  const right = thrown[family]!;
  const checked = checks[check]!(error);
  const own = `${owner ?? ''}const REFUSED = 'Bad access token';\n${place === 'counted' ? 'export const counted: unknown[] = [];\n' : ''}`;
  const statements = body(indent(checked), error).replace('RIGHT', right.made("'Bad token'"));
  const imports = "import { find, keys, log, now, read, state } from './store';";
  const aside = beside?.(indent(checked), error) ?? '';
  // The keys of jose fail by themselves.
  const method = forms[form]!(indent((check === 'jose' ? '' : ready) + statements, 2));
  const lines = (text: string, ...more: string[]): string => {
    const isMade = owner !== undefined || text.includes(made('').replace(/\(.*$/, '('));
    const all = [
      isMade ? line : '',
      text.includes('jwtVerify') ? "import { jwtVerify } from 'jose';" : '',
      ...more,
      imports,
    ];
    return `${[...new Set(all)].filter(Boolean).join('\n')}\n\n${text}`;
  };
  const files: Record<string, string> = {
    'store.ts': store,
    'verifier.ts': lines(
      `${own}${apart ? '' : aside}${method}\n`,
      place === 'caught' ? right.line : '',
      ['proxy', 'proxied'].includes(form) ? (proxies[family] ?? proxies.legacy!) : '',
      apart ? "import { checked } from './checks';" : '',
    ),
    'main.ts': mainOf(middleware, module, wiring, place === 'counted' ? 'counts' : reader),
  };
  if (apart) files['checks.ts'] = lines(`${own}${aside}`);
  return language === 'js'
    ? { ...inJavaScript(files, { extension: '.js', modules: 'import', documented: false }) }
    : files;
}

function mainOf(middleware: string, module: string, wiring: string, reader: string): string {
  const gate = wirings[wiring]!(
    (verifier) => `requireBearerAuth({ verifier: ${verifier}, requiredScopes: ['notes'] })`,
  );
  const tested =
    reader === 'tests'
      ? "import { InvalidTokenError } from '@modelcontextprotocol/server-legacy/auth';\n"
      : '';
  const shared = `import { requireBearerAuth } from '${module}';
${tested}import { verifier } from './verifier';

${gate}
${readers[reader]}`;
  if (middleware === 'server')
    return `${shared}
export async function handle(request: Request): Promise<Response> {
  const auth = await gate(request);
  return auth instanceof Response ? auth : Response.json(auth);
}
`;
  return `import express from 'express';
${shared}
export function createApp(): any {
  const app: any = express();
  app.use(gate);
  app.use((req: any, res: any) => res.json(req.auth));
  return app;
}
`;
}
