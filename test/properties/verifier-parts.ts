/** Parts of programs with a token verifier: who answers, what is thrown, where, and why. */

/** Middlewares by name, with the family of errors that they know. */
export const middlewares: Readonly<Record<string, { readonly module: string; readonly family: string }>> = {
  v1: { module: '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js', family: 'v1' },
  legacy: { module: '@modelcontextprotocol/server-legacy/auth', family: 'legacy' },
  express: { module: '@modelcontextprotocol/express', family: 'v2' },
  server: { module: '@modelcontextprotocol/server', family: 'v2' },
};

/** How an error is made of the text of its message. */
interface Thrown {
  readonly line: string;
  readonly made: (message: string) => string;
  /** A class of the project. */
  readonly owner?: string;
}

const v1 = "'@modelcontextprotocol/sdk/server/auth/errors.js'";
const legacy = "'@modelcontextprotocol/server-legacy/auth'";
const v2 = "'@modelcontextprotocol/server'";
const called =
  (name: string, ...before: string[]) =>
  (message: string): string =>
    `new ${name}(${[...before, message].filter(Boolean).join(', ')})`;

export const thrown: Readonly<Record<string, Thrown>> = {
  plain: { line: '', made: called('Error') },
  v1: { line: `import { InvalidTokenError } from ${v1};`, made: called('InvalidTokenError') },
  legacy: { line: `import { InvalidTokenError } from ${legacy};`, made: called('InvalidTokenError') },
  renamed: { line: `import { InvalidTokenError as Bad } from ${legacy};`, made: called('Bad') },
  spaced: { line: `import * as auth from ${legacy};`, made: called('auth.InvalidTokenError') },
  v2: {
    line: `import { OAuthError, OAuthErrorCode } from ${v2};`,
    made: called('OAuthError', 'OAuthErrorCode.InvalidToken'),
  },
  client: {
    line: "import { OAuthError } from '@modelcontextprotocol/client';",
    made: called('OAuthError', "'invalid_token'"),
  },
  custom: {
    line: `import { CustomOAuthError } from ${legacy};`,
    made: called('CustomOAuthError', "'invalid_token'"),
  },
  grant: { line: `import { InvalidGrantError } from ${legacy};`, made: called('InvalidGrantError') },
  v2Grant: {
    line: `import { OAuthError, OAuthErrorCode } from ${v2};`,
    made: called('OAuthError', 'OAuthErrorCode.InvalidGrant'),
  },
  own: { line: '', owner: 'class TokenError extends Error {}\n', made: called('TokenError') },
  derived: {
    line: `import { InvalidTokenError } from ${legacy};`,
    owner: 'class TokenError extends InvalidTokenError {}\n',
    made: called('TokenError'),
  },
};

/** The text of a message; `found` and `token` are in sight. */
export const messages: Readonly<Record<string, string>> = {
  plain: "'Bad access token'",
  constant: 'REFUSED',
  foreign: "'Zugangsschlüssel abgelaufen …'",
  quoted: `'The token is "bad"'`,
  template: `\`Bad access token of \${token.length} characters\``,
  none: '',
};

/** What a verifier answers to a good token. */
export const info = '{ token, clientId: found.owner, scopes: found.scopes, expiresAt: found.until }';

/** What asks for the token: statements of a function of `token`, which throw what `made` gives. */
export const checks: Readonly<Record<string, (made: string) => string>> = {
  lookup: (made) =>
    `const found = await find(token);\nif (!found) throw ${made};\nif (found.until < now()) throw ${made};\nreturn ${info};`,
  both: (made) =>
    `const found = await find(token);\nif (!found || found.until < now()) {\n  throw ${made};\n}\nreturn ${info};`,
  nested: (made) =>
    `const found = await find(token);\nif (found) {\n  if (found.until >= now()) return ${info};\n}\nthrow ${made};`,
  positive: (made) =>
    `const found = await find(token);\nif (found && found.until >= now()) return ${info};\nthrow ${made};`,
  rejected: (made) =>
    `const found = await find(token);\nreturn found && found.until >= now() ? ${info} : Promise.reject(${made});`,
  chained: (made) =>
    `return find(token).then((found: any) => {\n  if (!found || found.until < now()) throw ${made};\n  return ${info};\n});`,
  switched: (made) =>
    `const found = await find(token);\nswitch (found ? found.until >= now() : undefined) {\n  case true:\n    return ${info};\n  default:\n    throw ${made};\n}`,
  flagged: (made) =>
    `const found = await find(token);\nconst isGood = found !== undefined && found.until >= now();\nif (!isGood) throw ${made};\nreturn ${info};`,
  parsed: (made) =>
    `let found: any;\ntry {\n  found = await read(token);\n} catch {\n  throw ${made};\n}\nreturn ${info};`,
  forwarded: (made) =>
    `let found: any;\ntry {\n  found = await read(token);\n} catch (error: any) {\n  throw ${made.replace(/'[^']*'\)$/, 'error.message)')};\n}\nreturn ${info};`,
  jose: () => `const { payload: found } = await jwtVerify(token, keys);\nreturn ${info};`,
  joseCaught: (made) =>
    `const { payload: found } = await jwtVerify(token, keys).catch(() => {\n  throw ${made};\n});\nreturn ${info};`,
  empty: () =>
    `const found = await find(token);\nif (!found || found.until < now()) return undefined as any;\nreturn ${info};`,
};

/** Where the check stands: statements of `verifyAccessToken`, and what else the file needs. */
interface Place {
  readonly body: (check: string, made: string) => string;
  readonly beside?: (check: string, made: string) => string;
  /** True where what is beside stands in a file of its own. */
  readonly apart?: boolean;
}

const throughMaker = (check: string, made: string): string => check.replaceAll(made, 'refused(token)');
const helper = (check: string): string =>
  `export async function checked(token: string): Promise<any> {\n${check}\n}\n`;

export const places: Readonly<Record<string, Place>> = {
  inline: { body: (check) => check },
  helper: { body: () => 'return await checked(token);', beside: helper },
  returned: { body: () => 'return checked(token);', beside: helper },
  apart: { body: () => 'return await checked(token);', beside: helper, apart: true },
  maker: {
    body: throughMaker,
    beside: (_, made) => `export function refused(token: string): Error {\n  return ${made};\n}\n`,
  },
  thrower: {
    body: (check, made) => check.replaceAll(`throw ${made}`, 'fail(token)'),
    beside: (_, made) => `export function fail(token: string): never {\n  throw ${made};\n}\n`,
  },
  rethrown: {
    body: (check) => `try {\n${check}\n} catch (error) {\n  log('refused');\n  throw error;\n}`,
  },
  counted: {
    body: (check) =>
      `try {\n${check}\n} catch (error: any) {\n  counted.push(error.errorCode ?? error.code);\n  throw error;\n}`,
  },
  caught: {
    body: (check) => `try {\n${check}\n} catch (error) {\n  throw RIGHT;\n}`,
  },
};

/** How the verifier is written around the body of its method, as `verifier`. */
export const forms: Readonly<Record<string, (body: string) => string>> = {
  literal: (body) =>
    `export const verifier = {\n  async verifyAccessToken(token: string) {\n${body}\n  },\n};`,
  arrow: (body) =>
    `export const verifier = {\n  verifyAccessToken: async (token: string) => {\n${body}\n  },\n};`,
  shorthand: (body) =>
    `async function verifyAccessToken(token: string) {\n${body}\n}\nexport const verifier = { verifyAccessToken };`,
  class: (body) =>
    `export class Verifier {\n  async verifyAccessToken(token: string) {\n${body}\n  }\n}\nexport const verifier = new Verifier();`,
  field: (body) =>
    `export class Verifier {\n  readonly verifyAccessToken = async (token: string) => {\n${body}\n  };\n}\nexport const verifier = new Verifier();`,
  private: (body) =>
    `export class Verifier {\n  verifyAccessToken(token: string) {\n    return this.verify(token);\n  }\n  private async verify(token: string) {\n${body}\n  }\n}\nexport const verifier = new Verifier();`,
  subclass: (body) =>
    `class Base {\n  async verifyAccessToken(token: string) {\n${body}\n  }\n}\nexport class Verifier extends Base {}\nexport const verifier = new Verifier();`,
  factory: (body) =>
    `export function createVerifier() {\n  return {\n    async verifyAccessToken(token: string) {\n${body}\n    },\n  };\n}\nexport const verifier = createVerifier();`,
  proxy: (body) =>
    `export const verifier = new ProxyOAuthServerProvider({\n  endpoints: { authorizationUrl: 'https://a.example', tokenUrl: 'https://a.example' },\n  verifyAccessToken: async (token: string) => {\n${body}\n  },\n  getClient: async () => undefined,\n});`,
  proxied: (body) =>
    `export class Verifier extends ProxyOAuthServerProvider {\n  constructor() {\n    super({\n      endpoints: { authorizationUrl: 'https://a.example', tokenUrl: 'https://a.example' },\n      verifyAccessToken: async (): Promise<any> => undefined,\n      getClient: async (): Promise<any> => ({ client_id: 'c', redirect_uris: [] }),\n    });\n  }\n  async verifyAccessToken(token: string) {\n${body}\n  }\n}\nexport const verifier = new Verifier();`,
  handed: (body) =>
    `const verify = async (token: string) => {\n${body}\n};\nconst make = (check: any) => ({ verifyAccessToken: check });\nexport const verifier = make(verify);`,
};

export const proxies: Readonly<Record<string, string>> = {
  v1: "import { ProxyOAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/providers/proxyProvider.js';",
  legacy: "import { ProxyOAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';",
};

/** How the verifier gets to the middleware: what stands before, and the expression. */
export const wirings: Readonly<Record<string, (gate: (verifier: string) => string) => string>> = {
  direct: (gate) => `const gate: any = ${gate('verifier')};\n`,
  parameter: (gate) =>
    `const open = (given: typeof verifier): any => ${gate('given')};\nconst gate = open(verifier);\n`,
  record: (gate) =>
    `interface Deps {\n  verifier: typeof verifier;\n}\nfunction open({ verifier: own }: Deps): any {\n  return ${gate('own')};\n}\nconst gate = open({ verifier });\n`,
  untyped: (gate) => `const open = (given: any): any => ${gate('given')};\nconst gate = open(verifier);\n`,
};

/** What else asks the verifier, and tells what it gets. */
export const readers: Readonly<Record<string, string>> = {
  none: '',
  tests: `export async function own(token: string): Promise<string> {
  try {
    return (await verifier.verifyAccessToken(token)).clientId;
  } catch (error) {
    return error instanceof InvalidTokenError ? 'log in again' : 'try again later';
  }
}
`,
  counts: `import { counted } from './verifier';
export const own = async (_token: string): Promise<string> => counted.splice(0).join();
`,
  duck: `const anyOf = (value: unknown): any => value;
export async function own(token: string): Promise<string> {
  try {
    return (await anyOf(verifier).verifyAccessToken(token)).clientId;
  } catch (error: any) {
    return error.errorCode === 'invalid_token' ? 'log in again' : 'try again later';
  }
}
`,
};
