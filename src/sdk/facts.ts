/**
 * The facts say what the SDK's API is called, and with which release each part of it begins. Rules, analysis and discovery ask here
 * instead of naming packages or versions themselves. All of it is plain data, with its source next to it.
 */
import { packages } from './modules.ts';

export interface Since {
  readonly package: string;
  /** First release that has it. */
  readonly version: string;
}

const client = (version: string): Since => ({ package: packages.client, version });
const serverLegacy = (version: string): Since => ({ package: packages.serverLegacy, version });

/** The first release of each API that the rules rely on. None of it exists in v1 (checked up to 1.32.2). Keys: `Name` or `Owner.member`. */
export const since = {
  SdkError: client('2.0.0-alpha.2'),
  'SdkErrorCode.ClientHttpForbidden': client('2.0.0-alpha.2'),
  SdkHttpError: client('2.0.0-alpha.3'),
  'StreamableHTTPClientTransport.finishAuth(URLSearchParams)': client('2.0.0-beta.1'),
  'SSEClientTransport.finishAuth(URLSearchParams)': client('2.0.0-beta.1'),
  'auth(iss)': client('2.0.0-beta.1'),
  IssuerMismatchError: client('2.0.0-beta.1'),
  InsufficientScopeError: client('2.0.0-beta.1'),
  'StreamableHTTPClientTransportOptions.onInsufficientScope': client('2.0.0-beta.1'),
  'StreamableHTTPClientTransportOptions.maxStepUpRetries': client('2.0.0-beta.1'),
  'InsufficientScopeError.isInstance': client('2.0.0-beta.3'),
  'AuthorizationParams.issuer': serverLegacy('2.0.0-beta.1'),
  'OAuthServerProvider.authorizationResponseIssParameterSupported': serverLegacy('2.0.0-beta.1'),
} as const satisfies Record<string, Since>;

export type Api = keyof typeof since;

/** What an import of the SDK holds. */
export const packageNames: readonly string[] = [
  packages.client,
  packages.server,
  packages.serverLegacy,
  packages.v1,
];

/** What an import of the client holds. */
export const clientNames: readonly string[] = [packages.client, `${packages.v1}/client`];

/** Without one of these nothing redeems an authorization code. */
export const redemptionNames: readonly string[] = [
  'finishAuth',
  'exchangeAuthorization',
  'fetchToken',
  'authorizationCode',
];

/** Members of an OAuthClientProvider whose contract differs between v1 and v2, providers, and options that weaken a check. */
export const contractNames: readonly string[] = [
  'invalidateCredentials',
  'saveDiscoveryState',
  'saveTokens',
  'saveClientInformation',
  'ClientCredentialsProvider',
  'PrivateKeyJwtProvider',
  'CrossAppAccessProvider',
  'skipIssuerMetadataValidation',
  'skipIssuerValidation',
];

export const stepUpNames: readonly string[] = ['maxStepUpRetries'];

/** What tells OAuth errors apart, as v1 did. */
export const oauthErrorNames: readonly string[] = [
  'server/auth/errors',
  'server-legacy',
  'errorCode',
  'InvalidGrantError',
  'InvalidClientError',
];

/** Error classes and codes of the client. */
export const errorNames: readonly string[] = [
  'SdkHttpError',
  'SdkError',
  'InsufficientScopeError',
  'StreamableHTTPError',
  'ClientHttpForbidden',
  'ClientHttpNotImplemented',
  'ClientHttpFailedToOpenStream',
  'CLIENT_HTTP_',
];

/** The flag that tells clients to expect `iss`: the member of a provider, and the metadata of RFC 9207, section 3. */
export const issuerNames: readonly string[] = [
  'authorizationResponseIssParameterSupported',
  'authorization_response_iss_parameter_supported',
];

/** Without one of these there is no authorization server. */
export const serverNames: readonly string[] = [
  'OAuthServerProvider',
  'mcpAuthRouter',
  'createOAuthMetadata',
  'mcpAuthMetadataRouter',
  'authorizationHandler',
  ...issuerNames,
];

/** Without one of these nothing takes a token verifier or a grant of this project, or has one. */
export const verifierNames: readonly string[] = [
  'requireBearerAuth',
  'verifyBearerToken',
  'verifyAccessToken',
  'mcpAuthRouter',
  'tokenHandler',
  'revocationHandler',
  'exchangeAuthorizationCode',
  'exchangeRefreshToken',
  'challengeForAuthorizationCode',
];

/** Without it no handler asks who calls. */
export const contextNames: readonly string[] = ['authInfo'];

/**
 * A file that contains none of these cannot hold a finding. Substrings, case-sensitive (`git grep -F`): `SdkError` also finds
 * `SdkErrorCode`, `finishAuth` also `finishAuthorization`. SDK names that code may use without importing the package are listed.
 */
export const searchNames: readonly string[] = [
  ...packageNames,
  ...redemptionNames,
  ...errorNames,
  ...stepUpNames,
  ...contractNames,
  ...serverNames,
  ...verifierNames,
  ...contextNames,
];

/** Those of {@link searchNames} that a finding is about. A file without them only uses the SDK. */
const subjectNames = searchNames.filter((name) => !packageNames.includes(name));

/** Where a client may be imported from, and the types that tell one. */
const clientImport = new RegExp(`${packages.client}|${packages.v1}/(?:client|shared|types|index)`);

/** Without one of these no error is handled. */
const handlesErrors = /\b(?:catch|rejects|onerror|allSettled|instanceof)\b/;

/**
 * Whether a finding may be in a file with this text, so that the types of what it imports are needed. In any other file they
 * are only when a flow gets there.
 */
export function mayHoldFinding(text: string): boolean {
  return (
    subjectNames.some((name) => text.includes(name)) || (clientImport.test(text) && handlesErrors.test(text))
  );
}

/** RFC 6750 §3.1: the status of an `insufficient_scope` challenge. */
export const forbiddenStatus = 403;

/** The `code` of an SdkHttpError for a 403 insufficient_scope before client 2.0.0-beta.1: members of SdkErrorCode. */
export const codesOf403: readonly string[] = [
  'ClientHttpNotImplemented',
  'ClientHttpFailedToOpenStream',
  'ClientHttpForbidden',
];

/** The values behind {@link codesOf403}, for code that compares with the string. */
export const codeValuesOf403: readonly string[] = [
  'CLIENT_HTTP_NOT_IMPLEMENTED',
  'CLIENT_HTTP_FAILED_TO_OPEN_STREAM',
  'CLIENT_HTTP_FORBIDDEN',
];

/** Messages of a 403: those of the client's errors in v1 and v2, and what people write for it. */
export const forbiddenMessages: readonly string[] = [
  'Error POSTing to endpoint: Forbidden',
  'Error POSTing to endpoint (HTTP 403): Forbidden',
  'Error POSTing to endpoint: {"error":"insufficient_scope"}',
  'Failed to open SSE stream: Forbidden',
  'Server returned 403 after trying upscoping',
  'Server returned 403 insufficient_scope after step-up re-authorization (retry limit 1 reached)',
  'Version negotiation failed: the server denied access (HTTP 403)',
  'Request failed: 403 Forbidden',
];

/** Messages of other failures. Words that also occur here do not identify a 403. */
export const otherMessages: readonly string[] = [
  'Error POSTing to endpoint (HTTP 500): Internal Server Error',
  'Error POSTing to endpoint: Not Found',
  'Failed to open SSE stream: Method Not Allowed',
  'Request failed: 404 Not Found',
  'fetch failed',
];

/** The message of an InsufficientScopeError. */
export const insufficientScopeMessage = 'Insufficient scope: required "notes:write"';

const errorMembers = ['name', 'message', 'stack', 'cause', 'toString'] as const;

/** What a handler may read of an InsufficientScopeError. */
export const insufficientScopeMembers: readonly string[] = [
  ...errorMembers,
  'requiredScope',
  'resourceMetadataUrl',
  'errorDescription',
];

/** What a handler may read of an SdkHttpError; those not in {@link insufficientScopeMembers} are lost in its branch. */
export const sdkHttpErrorMembers: readonly string[] = [
  ...errorMembers,
  'code',
  'status',
  'statusText',
  'data',
];

/** Members of SdkHttpError that an InsufficientScopeError lacks. */
export const lostMembers: readonly string[] = sdkHttpErrorMembers.filter(
  (member) => !insufficientScopeMembers.includes(member),
);
