/**
 * Who gets the errors of a token verifier or of a grant, and what they make of them.
 * Source: `bearerAuth.js`, `handlers/token.js` and `errors.js` of sdk 1.32.2 and server-legacy 2.3.1; `requireBearerAuth` of
 * express 2.0.2, `verifyBearerToken` and `bearerAuthChallengeResponse` of server 2.4.0. test/runtime/verifier.test.ts runs them.
 */
import { packages } from './modules.ts';

/** The three families of OAuth errors. A middleware knows its own family only. */
export type ErrorFamily = 'v1' | 'legacy' | 'v2';

/** The family of each declaration file that has a middleware, a handler or the error classes. */
const families: readonly (readonly [area: RegExp, family: ErrorFamily])[] = [
  [/^v1\/server\/auth\//, 'v1'],
  [/^v2\/server-legacy$/, 'legacy'],
  [/^v2\/(?:client|express|server)$/, 'v2'],
];

export function familyOfArea(area: string): ErrorFamily | undefined {
  return families.find(([pattern]) => pattern.test(area))?.[1];
}

/** The package of a family's middleware, as messages name it. */
export const familyPackage: Readonly<Record<ErrorFamily, string>> = {
  v1: packages.v1,
  legacy: packages.serverLegacy,
  v2: packages.server,
};

/** The module that a family's errors are imported from where the file has no import of them yet. */
export const errorModules: Readonly<Record<ErrorFamily, string>> = {
  v1: `${packages.v1}/server/auth/errors.js`,
  legacy: `${packages.serverLegacy}/auth`,
  v2: packages.server,
};

/** Every module that exports a family's errors. */
export const errorSources: Readonly<Record<ErrorFamily, readonly string[]>> = {
  v1: [errorModules.v1],
  legacy: [errorModules.legacy, packages.serverLegacy],
  v2: [packages.server, packages.client],
};

/** Functions that get a verifier, with the position of their options, and the option that holds it. */
export const verifierTakers: Readonly<Record<string, number>> = {
  requireBearerAuth: 0,
  verifyBearerToken: 1,
};
/** Those that throw the error of the verifier on to the code that calls them, and what makes an answer of it. */
export const throwsOn: readonly string[] = ['verifyBearerToken'];
export const challengeAnswer = 'bearerAuthChallengeResponse';
/** `provider` is what the first releases of v1 called it (sdk 1.10). */
export const verifierOptions: readonly string[] = ['verifier', 'provider'];

const grants = ['challengeForAuthorizationCode', 'exchangeAuthorizationCode', 'exchangeRefreshToken'];

/** Functions that get a provider, and the methods of it that their endpoints call. */
export const grantTakers: Readonly<Record<string, readonly string[]>> = {
  mcpAuthRouter: [...grants, 'revokeToken'],
  tokenHandler: grants,
  revocationHandler: ['revokeToken'],
};
export const providerOption = 'provider';

export const verifyMethod = 'verifyAccessToken';

/** The interfaces of a verifier; the provider of an authorization server is one, too. */
export const verifierInterfaces: readonly string[] = ['OAuthTokenVerifier', 'OAuthServerProvider'];

/** Where the credential stands among the parameters of a method. A plain Error of `revokeToken` says nothing about a token. */
export const credentialAt: Readonly<Record<string, number>> = {
  [verifyMethod]: 0,
  challengeForAuthorizationCode: 1,
  exchangeAuthorizationCode: 1,
  exchangeRefreshToken: 1,
};

/** Parameters of a grant, by position, and the code for a value of them that is refused (RFC 6749, section 5.2; RFC 8707). */
export const grantParameters: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  exchangeAuthorizationCode: { 4: 'InvalidTarget' },
  exchangeRefreshToken: { 2: 'InvalidScope', 3: 'InvalidTarget' },
};

/** Methods whose answer is sent: without one it is 500, or 200 without tokens. No challenge for a code answers 400. */
export const answered: readonly string[] = [
  verifyMethod,
  'exchangeAuthorizationCode',
  'exchangeRefreshToken',
];

/** The method that is not called where a provider has the member and it is true: the proxy provider, whose upstream checks. */
export const challengeMethod = 'challengeForAuthorizationCode';
export const skipsChallenge = 'skipLocalPkceValidation';

/** The error of v2, its codes, and the suffix that makes a class of v1 and server-legacy of a code's name. */
export const oauthErrorClass = 'OAuthError';
export const oauthErrorCodes = 'OAuthErrorCode';
const classSuffix = 'Error';

/** `InvalidToken` → `InvalidTokenError`; the class of `ServerError` has the code's own name. */
export const classOfCode = (code: string): string =>
  code.endsWith(classSuffix) ? code : `${code}${classSuffix}`;

/** The code that a class of v1 or server-legacy stands for; undefined for `OAuthError` and the like. */
export function codeOfClass(name: string): string | undefined {
  return Object.keys(codeValues).find((code) => classOfCode(code) === name);
}
/** The class whose first argument is the code. */
export const customErrorClass = 'CustomOAuthError';

/** Codes of the token endpoint and of clients: a verifier that uses one means the token, and gets 400 without a challenge. */
export const notForVerifiers: readonly string[] = ['InvalidGrant', 'InvalidClient', 'UnsupportedTokenType'];

/** The names and values of the codes that v1, server-legacy and v2 share. */
export const codeValues: Readonly<Record<string, string>> = {
  InvalidRequest: 'invalid_request',
  InvalidClient: 'invalid_client',
  InvalidGrant: 'invalid_grant',
  UnauthorizedClient: 'unauthorized_client',
  UnsupportedGrantType: 'unsupported_grant_type',
  InvalidScope: 'invalid_scope',
  AccessDenied: 'access_denied',
  ServerError: 'server_error',
  TemporarilyUnavailable: 'temporarily_unavailable',
  UnsupportedResponseType: 'unsupported_response_type',
  UnsupportedTokenType: 'unsupported_token_type',
  InvalidToken: 'invalid_token',
  MethodNotAllowed: 'method_not_allowed',
  TooManyRequests: 'too_many_requests',
  InvalidClientMetadata: 'invalid_client_metadata',
  InsufficientScope: 'insufficient_scope',
  InvalidTarget: 'invalid_target',
};

/**
 * Characters that may stand in `error_description="…"` as they are. v1 and server-legacy write the message into the header
 * raw: Node refuses line breaks and characters above U+00FF, and a quote ends the value.
 */
export const headerSafe = /^[\x20\x21\x23-\x5b\x5d-\x7e\xa0-\xff]*$/;
/** Characters for which Node throws. */
export const headerRefused = /[^\t\x20-\x7e\x80-\xff]/;

/** The codes that are answered with a challenge. */
export const challenged: readonly string[] = ['InvalidToken', 'InsufficientScope'];

/** Functions of packages that throw an error of their own for a bad token. Source: their documentation. */
export const tokenChecks: Readonly<Record<string, readonly string[]>> = {
  jose: ['jwtVerify', 'compactVerify', 'jwtDecrypt'],
  jsonwebtoken: ['verify'],
};

/** The class of every error that those throw for a bad token. Source: their documentation. */
export const tokenErrors: Readonly<Record<string, string>> = {
  jose: 'JOSEError',
  jsonwebtoken: 'JsonWebTokenError',
};

/** Packages whose calls with a token fail because of the token. */
export const tokenPackages: readonly string[] = [
  'jose',
  'jsonwebtoken',
  'jwt-decode',
  'fast-jwt',
  'aws-jwt-verify',
  'google-auth-library',
  '@okta/jwt-verifier',
  '@clerk/backend',
];
