/** Authorization servers whose grants ask for a code or a token: the parts of verifiers, behind the token endpoint. */
import fc from 'fast-check';
import { inJavaScript } from './language.ts';
import { info, wirings } from './verifier-parts.ts';
import { filesOfVerifier, plainest as plainVerifier, type VerifierHost, verifierHosts } from './verifiers.ts';

const grants = [
  'challengeForAuthorizationCode',
  'exchangeAuthorizationCode',
  'exchangeRefreshToken',
  'revokeToken',
] as const;

/** What gets the provider, by the module that has it. */
const mounts = {
  handler: {
    v1: '@modelcontextprotocol/sdk/server/auth/handlers/',
    legacy: '@modelcontextprotocol/server-legacy/auth',
  },
  router: {
    v1: '@modelcontextprotocol/sdk/server/auth/router.js',
    legacy: '@modelcontextprotocol/server-legacy/auth',
  },
} as const;

/** A server: what fast-check makes, shrinks and prints. */
export interface GrantHost extends VerifierHost {
  readonly middleware: 'v1' | 'legacy';
  readonly grant: (typeof grants)[number];
  readonly mount: keyof typeof mounts;
}

/**
 * The SDK's proxy asks its upstream, so only what a subclass replaces is the project's; its challenge is never asked for, and its
 * revocation is a field. A revocation gives nothing for a good token, too, and nobody knows whether its plain Error means the token.
 */
const isOne = ({ form, check, grant, thrown, place }: GrantHost): boolean =>
  form !== 'proxy' &&
  !(form === 'proxied' && ['challengeForAuthorizationCode', 'revokeToken'].includes(grant)) &&
  place !== 'counted' &&
  (grant !== 'revokeToken' ||
    (!['plain', 'own'].includes(thrown) && !['jose', 'forwarded', 'parsed', 'empty'].includes(check)));

export const grantHosts: fc.Arbitrary<GrantHost> = fc
  .tuple(
    verifierHosts,
    fc.constantFrom('v1' as const, 'legacy' as const),
    fc.constantFrom(...grants),
    fc.constantFrom('handler' as const, 'router' as const),
  )
  .map(
    ([host, middleware, grant, mount]): GrantHost => ({ ...host, reader: 'none', middleware, grant, mount }),
  )
  .filter(isOne);

export const plainest: GrantHost = {
  ...plainVerifier,
  middleware: 'legacy',
  grant: 'exchangeRefreshToken',
  mount: 'handler',
};

/** Servers with one plainer part. */
export const simpler = (host: GrantHost): readonly GrantHost[] =>
  Object.entries(plainest)
    .filter(([key, value]) => host[key as keyof GrantHost] !== value)
    .map(([key, value]) => ({ ...host, [key]: value }))
    .filter(isOne);

/** The verifier and the challenge of RFC 7636, appendix B. */
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const tokens = "{ access_token: 'a', token_type: 'bearer' }";
const challenge = "'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'";

/** What the provider answers to everything else. */
const rest: Readonly<Record<string, string>> = {
  clientsStore: 'clients',
  challengeForAuthorizationCode: `async (): Promise<string> => ${challenge}`,
  exchangeAuthorizationCode: `async (): Promise<any> => (${tokens})`,
  exchangeRefreshToken: `async (): Promise<any> => (${tokens})`,
  authorize: 'async (): Promise<void> => undefined',
  verifyAccessToken: 'async (): Promise<any> => undefined',
};

export function filesOfGrant(host: GrantHost): Record<string, string> {
  const files = filesOfVerifier({ ...host, language: 'ts' });
  const { grant, middleware, mount } = host;
  const others = Object.entries(rest).filter(([name]) => name !== grant);
  const fields = others.map(([name, value]) => `  readonly ${name} = ${value};\n`).join('');
  const members = others.map(([name, value]) => `  ${name}: ${value},\n`).join('');
  const isRevoked = grant === 'revokeToken';
  const credential = isRevoked ? '{ token }: { token: string }' : 'token: string';
  const given = grant === 'challengeForAuthorizationCode' ? challenge : isRevoked ? 'undefined' : tokens;
  const asGrant = (text: string): string =>
    text
      .replaceAll(info, given)
      .replace(
        /verifyAccessToken(\(| = async \(|: async \()token: string/,
        `${grant}$1_client: any, ${credential}`,
      )
      .replace('const verify = async (token: string', `const verify = async (_client: any, ${credential}`)
      .replaceAll('verifyAccessToken', grant)
      .replace(/(?<=super\(\{[\s\S]*?)\w+(?=: async \(\): Promise<any> => undefined)/, 'verifyAccessToken')
      .replace(/(class (?:Base|Verifier) \{\n)/, `$1${fields}`)
      .replace(
        /(verifier = \{|return \{|\(\{)(?=\s+(?:async )?(?:exchange|challenge|revoke))/,
        `$1\n${members}`,
      );
  const mine = (name: string): Record<string, string> =>
    files[name] ? { [name]: asGrant(files[name]) } : {};
  const name = mount === 'router' ? 'mcpAuthRouter' : isRevoked ? 'revocationHandler' : 'tokenHandler';
  const module =
    mounts[mount][middleware] +
    (mount === 'handler' && middleware === 'v1' ? (isRevoked ? 'revoke.js' : 'token.js') : '');
  const all = {
    ...mine('checks.ts'),
    'store.ts': `${files['store.ts']}export const clients = { getClient: async (): Promise<any> => ({ client_id: 'c', redirect_uris: [] }) };\n`,
    'verifier.ts': asGrant(files['verifier.ts']!).replace('import { find,', 'import { clients, find,'),
    'main.ts': `import express from 'express';
import { ${name} } from '${module}';
import { verifier } from './verifier';

${wirings[host.wiring]!((provider) => `${name}({ provider: ${provider} as any, ${mount === 'router' ? "issuerUrl: new URL('https://a.example'), tokenOptions: { rateLimit: false }, revocationOptions: { rateLimit: false }" : 'rateLimit: false'} })`)}
export function createApp(): any {
  const app: any = express();
  app.use(${mount === 'router' ? '' : `'/${isRevoked ? 'revoke' : 'token'}', `}gate);
  return app;
}
`,
  };
  const script = { extension: '.js', modules: 'import', documented: false } as const;
  return {
    ...(host.language === 'js' ? inJavaScript(all, script) : all),
    'asked.ts': `export const asked = (token: string): { readonly url: string; readonly form: string } => (${formOf(grant)});\n`,
  };
}

function formOf(grant: GrantHost['grant']): string {
  const url = grant === 'revokeToken' ? '/revoke' : '/token';
  const form =
    grant === 'revokeToken'
      ? `token=\${token}`
      : grant === 'exchangeRefreshToken'
        ? `grant_type=refresh_token&refresh_token=\${token}`
        : `grant_type=authorization_code&code=\${token}&code_verifier=${codeVerifier}`;
  return `{ url: '${url}', form: \`${form}&client_id=c\` }`;
}
