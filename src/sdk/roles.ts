/** Which SDK names play which part in the rules. Source: SDK v2 `client/auth.ts`, `client/streamableHttp.ts`, `client/sse.ts`. */

/** Transports whose `finishAuth` redeems the authorization code (SEP-2468). */
export const transportsWithFinishAuth: readonly string[] = [
  'StreamableHTTPClientTransport',
  'SSEClientTransport',
];

/** Throws where the `iss` of a callback is not the issuer that the client asked. */
export const issuerValidation = 'validateAuthorizationResponseIssuer';
export const finishAuthMethod = 'finishAuth';

/**
 * What `finishAuth(URLSearchParams)` may throw for a callback without a code, and their base classes. `finishAuth(code)` throws a
 * plain Error then. Source: SDK v2 `client/auth.ts`, `resolveAuthorizationCallbackParams`.
 */
export const missingCodeClasses: readonly string[] = [
  'UnauthorizedError',
  'OAuthError',
  'IssuerMismatchError',
  'OAuthClientFlowError',
];

/** The methods of clients and transports that send something: where a receiver has no type, one of these may be meant. */
export const sendingMethods: readonly string[] = [
  'callTool',
  'complete',
  'connect',
  finishAuthMethod,
  'getPrompt',
  'listPrompts',
  'listResourceTemplates',
  'listResources',
  'listTools',
  'notification',
  'ping',
  'readResource',
  'request',
  'resumeStream',
  'send',
  'sendRootsListChanged',
  'setLoggingLevel',
  'start',
  'subscribeResource',
  'terminateSession',
  'unsubscribeResource',
];

/** Types that make a value an MCP transport, when a project declares its own structural type around them. */
export const transportTypes: readonly string[] = ['Transport', ...transportsWithFinishAuth];

/** Parameters of the authorization response (RFC 6749 §4.1.2, RFC 9207 §2). */
export const codeParameter = 'code';
export const issuerParameter = 'iss';

/** Parameters of an error response (RFC 6749 §4.1.2.1). */
export const errorParameters: readonly string[] = ['error', 'error_description', 'error_uri'];

/** What `finishAuth(URLSearchParams)` reads of the query (`resolveAuthorizationCallbackParams` of the client). */
export const callbackParameters: readonly string[] = [codeParameter, issuerParameter, ...errorParameters];

/** The error classes of a 403 insufficient_scope before client 2.0.0-beta.1, the narrower first (SEP-2350). */
export const httpErrorClasses: readonly string[] = ['SdkHttpError', 'SdkError'];

/** The error class since then, and its base class. */
export const scopeErrorClasses: readonly string[] = ['InsufficientScopeError', 'OAuthClientFlowError'];

/** With such a provider the transport authorizes again by itself. With the minimal `AuthProvider` it does not. */
export const oauthProviderInterface = 'OAuthClientProvider';

/** Its members: the client calls or reads them on its way. */
export const oauthProviderMembers: readonly string[] = [
  'addClientAuthentication',
  'authorizationServerUrl',
  'clientInformation',
  'clientMetadata',
  'clientMetadataUrl',
  'codeVerifier',
  'discoveryState',
  'dpop',
  'invalidateCredentials',
  'prepareTokenRequest',
  'redirectToAuthorization',
  'redirectUrl',
  'resourceUrl',
  'saveAuthorizationServerUrl',
  'saveClientInformation',
  'saveCodeVerifier',
  'saveDiscoveryState',
  'saveResourceUrl',
  'saveTokens',
  'scopeForRefresh',
  'state',
  'tokens',
  'validateResourceURL',
];

/** The OAuth error of the v2 client, and the enumeration of its codes. Source: SDK v2 `core/auth/errors.ts`. */
export const oauthErrorClass = 'OAuthError';
export const oauthErrorCodes = 'OAuthErrorCode';

/** The classes that v1 threw, and server-legacy throws, for a code each. Without `Error`, they are the members of the codes. */
export const oauthSubclasses: readonly string[] = [
  'InvalidRequestError',
  'InvalidClientError',
  'InvalidGrantError',
  'UnauthorizedClientError',
  'UnsupportedGrantTypeError',
  'InvalidScopeError',
  'AccessDeniedError',
  'ServerError',
  'TemporarilyUnavailableError',
  'UnsupportedResponseTypeError',
  'UnsupportedTokenTypeError',
  'InvalidTokenError',
  'MethodNotAllowedError',
  'TooManyRequestsError',
  'InvalidClientMetadataError',
  'InvalidTargetError',
];

/** The class for codes of one's own. No client has ever thrown it. */
export const customOAuthError = 'CustomOAuthError';

/** The table of the classes, by code. */
export const oauthErrorTable = 'OAUTH_ERRORS';

/** The error of v2 for a rejected registration. */
export const registrationRejected = 'RegistrationRejectedError';

/** What v1 threw where a registration is rejected; v2 throws RegistrationRejectedError, which does not extend OAuthError. */
export const registrationErrors: readonly string[] = ['InvalidClientMetadataError'];

/** The declarations of those classes. */
export const serverLegacyArea = /^v2\/server-legacy$|^v1\/server\/auth\/|^v1\/all-server-auth$/;

/** The function of the client that takes a provider. */
export const authFunction = 'auth';

/** Functions of the client that ask an authorization server. */
export const oauthFunctions: readonly string[] = [
  authFunction,
  'exchangeAuthorization',
  'refreshAuthorization',
  'fetchToken',
  'registerClient',
];

/** Those that only ask for tokens: no client is registered on the way. */
export const tokenFunctions: readonly string[] = [
  'exchangeAuthorization',
  'refreshAuthorization',
  'fetchToken',
];

/** Providers of the client whose credentials belong to one authorization server, and the option that names it (SEP-2352). */
export const issuerProviders: readonly string[] = [
  'ClientCredentialsProvider',
  'PrivateKeyJwtProvider',
  'StaticPrivateKeyJwtProvider',
  'CrossAppAccessProvider',
];
export const expectedIssuerOption = 'expectedIssuer';

/** Options that switch off the check of RFC 8414, section 3.3. */
export const validationSwitches: readonly string[] = ['skipIssuerMetadataValidation', 'skipIssuerValidation'];

/** Options of StreamableHTTPClientTransport for a 403 insufficient_scope (SEP-2350), and the mode that throws the typed error. */
export const stepUpLimit = 'maxStepUpRetries';
export const stepUpMode = 'onInsufficientScope';
export const stepUpThrows = 'throw';
export const stepUpModes: readonly string[] = ['reauthorize', stepUpThrows];

/** The error class in v1, where `code` is the HTTP status. */
export const v1HttpErrorClass = 'StreamableHTTPError';

/** The declaration file of the client's classes. The server package re-exports those it shares. */
export const clientArea = 'v2/client';

/** The interface of an authorization server provider, and the functions that take one as `provider`. */
export const providerInterface = 'OAuthServerProvider';
export const providerTakers: readonly string[] = [
  'mcpAuthRouter',
  'createOAuthMetadata',
  'authorizationHandler',
];

/** Those of the functions below that learn the issuer from their options alone, and the member that tells it. */
export const metadataTakers: readonly string[] = ['exchangeAuthorization', 'fetchToken'];
export const metadataOption = 'metadata';

/**
 * Functions of the client that redeem an authorization code, with the position of the options that hold it.
 * Source: SDK v2 `client/auth.ts`; v1 has the same three, without `iss`.
 */
export const redeemingFunctions: Readonly<Record<string, number>> = {
  auth: 1,
  exchangeAuthorization: 1,
  fetchToken: 2,
};

/** Members of those options. `iss` is `string | undefined` there, never null. */
export const codeOption = 'authorizationCode';
export const issuerOption = 'iss';

/** The SDK's authorization server that forwards to an upstream. It advertises no `iss` (RFC 9207). */
export const proxyProviderClass = 'ProxyOAuthServerProvider';

/** The stand-alone handler of the authorize endpoint, and the option that tells it the issuer. Source: server-legacy `auth/handlers/authorize.ts`. */
export const authorizeHandler = 'authorizationHandler';
export const issuerUrlOption = 'issuerUrl';

/** Functions that make the metadata of a provider from `provider` and `issuerUrl`. Source: server-legacy `auth/router.ts`. */
export const metadataMakers: readonly string[] = ['mcpAuthRouter', 'createOAuthMetadata'];

/** What they make, as the SDK types it. */
export const metadataType = 'OAuthMetadata';

/** Functions that serve a metadata document: the member of their options that holds it, or null for the argument itself. */
export const metadataServers: Readonly<Record<string, string | null>> = {
  mcpAuthMetadataRouter: 'oauthMetadata',
  metadataHandler: null,
};

/** Functions that mount the authorization server, or a part of it. */
export const mountFunctions: readonly string[] = [...providerTakers, ...Object.keys(metadataServers)];

/** The metadata member of RFC 9207, section 3. */
export const issSupportedMetadata = 'authorization_response_iss_parameter_supported';
