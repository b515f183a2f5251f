// biome-ignore-all lint: these files repeat what the packages declare
// @modelcontextprotocol/client 2.4.0: what the rules ask of it. `v2/server.d.ts` re-exports the shared part, for the
// brands behind `instanceof` make both packages' errors one.
import type {
  AuthInfo,
  CallToolRequest,
  CallToolResult,
  ClientCapabilities,
  FetchLike,
  Implementation,
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  ListToolsRequest,
  ListToolsResult,
  MessageExtraInfo,
  Progress,
  RequestId,
  ServerCapabilities,
  Tool,
} from './core.js';
import type {
  AuthorizationServerMetadata,
  OAuthClientInformationFull,
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthErrorResponse,
  OAuthMetadata,
  OAuthProtectedResourceMetadata,
  OAuthTokens,
} from './oauth.js';

export type * from './core.js';
export type {
  AuthorizationServerMetadata,
  OAuthClientInformation,
  OAuthClientInformationFull,
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthClientRegistrationError,
  OAuthErrorResponse,
  OAuthMetadata,
  OAuthProtectedResourceMetadata,
  OAuthTokenRevocationRequest,
  OAuthTokens,
  OpenIdProviderDiscoveryMetadata,
} from './oauth.js';

export enum OAuthErrorCode {
  InvalidRequest = 'invalid_request',
  InvalidClient = 'invalid_client',
  InvalidGrant = 'invalid_grant',
  UnauthorizedClient = 'unauthorized_client',
  UnsupportedGrantType = 'unsupported_grant_type',
  InvalidScope = 'invalid_scope',
  AccessDenied = 'access_denied',
  ServerError = 'server_error',
  TemporarilyUnavailable = 'temporarily_unavailable',
  UnsupportedResponseType = 'unsupported_response_type',
  UnsupportedTokenType = 'unsupported_token_type',
  InvalidToken = 'invalid_token',
  MethodNotAllowed = 'method_not_allowed',
  TooManyRequests = 'too_many_requests',
  InvalidClientMetadata = 'invalid_client_metadata',
  InvalidRedirectUri = 'invalid_redirect_uri',
  InsufficientScope = 'insufficient_scope',
  InvalidTarget = 'invalid_target',
  InvalidDpopProof = 'invalid_dpop_proof',
  UseDpopNonce = 'use_dpop_nonce',
}
export class OAuthError extends Error {
  readonly code: OAuthErrorCode | string;
  readonly errorUri?: string | undefined;
  static [Symbol.hasInstance](value: unknown): boolean;
  static isInstance<T extends abstract new (...args: never[]) => unknown>(
    this: T,
    value: unknown,
  ): value is InstanceType<T>;
  constructor(code: OAuthErrorCode | string, message: string, errorUri?: string | undefined);
  toResponseObject(): OAuthErrorResponse;
  static fromResponse(response: OAuthErrorResponse): OAuthError;
}
export enum SdkErrorCode {
  NotConnected = 'NOT_CONNECTED',
  AlreadyConnected = 'ALREADY_CONNECTED',
  NotInitialized = 'NOT_INITIALIZED',
  CapabilityNotSupported = 'CAPABILITY_NOT_SUPPORTED',
  RequestTimeout = 'REQUEST_TIMEOUT',
  ConnectionClosed = 'CONNECTION_CLOSED',
  SendFailed = 'SEND_FAILED',
  InvalidResult = 'INVALID_RESULT',
  UnsupportedResultType = 'UNSUPPORTED_RESULT_TYPE',
  InputRequiredRoundsExceeded = 'INPUT_REQUIRED_ROUNDS_EXCEEDED',
  ListPaginationExceeded = 'LIST_PAGINATION_EXCEEDED',
  MethodNotSupportedByProtocolVersion = 'METHOD_NOT_SUPPORTED_BY_PROTOCOL_VERSION',
  EraNegotiationFailed = 'ERA_NEGOTIATION_FAILED',
  ClientHttpNotImplemented = 'CLIENT_HTTP_NOT_IMPLEMENTED',
  ClientHttpAuthentication = 'CLIENT_HTTP_AUTHENTICATION',
  ClientHttpForbidden = 'CLIENT_HTTP_FORBIDDEN',
  ClientHttpUnexpectedContent = 'CLIENT_HTTP_UNEXPECTED_CONTENT',
  ClientHttpFailedToOpenStream = 'CLIENT_HTTP_FAILED_TO_OPEN_STREAM',
  ClientHttpFailedToTerminateSession = 'CLIENT_HTTP_FAILED_TO_TERMINATE_SESSION',
}
export class SdkError extends Error {
  readonly code: SdkErrorCode;
  readonly data?: unknown | undefined;
  static [Symbol.hasInstance](value: unknown): boolean;
  static isInstance<T extends abstract new (...args: never[]) => unknown>(
    this: T,
    value: unknown,
  ): value is InstanceType<T>;
  constructor(code: SdkErrorCode, message: string, data?: unknown | undefined, options?: ErrorOptions);
}
export interface SdkHttpErrorData {
  status: number;
  statusText?: string;
  [key: string]: unknown;
}
export class SdkHttpError extends SdkError {
  readonly data: SdkHttpErrorData;
  constructor(code: SdkErrorCode, message: string, data: SdkHttpErrorData, options?: ErrorOptions);
  get status(): number;
  get statusText(): string | undefined;
}
export enum ProtocolErrorCode {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  ResourceNotFound = -32002,
  MissingRequiredClientCapability = -32021,
  UnsupportedProtocolVersion = -32022,
  UrlElicitationRequired = -32042,
}
export class ProtocolError extends Error {
  readonly code: number;
  readonly data?: unknown | undefined;
  static [Symbol.hasInstance](value: unknown): boolean;
  static isInstance<T extends abstract new (...args: never[]) => unknown>(
    this: T,
    value: unknown,
  ): value is InstanceType<T>;
  constructor(code: number, message: string, data?: unknown | undefined);
  static fromError(code: number, message: string, data?: unknown): ProtocolError;
}

export class OAuthClientFlowError extends Error {
  static [Symbol.hasInstance](value: unknown): boolean;
  static isInstance<T extends abstract new (...args: never[]) => unknown>(
    this: T,
    value: unknown,
  ): value is InstanceType<T>;
  constructor(message: string);
}
export class IssuerMismatchError extends OAuthClientFlowError {
  readonly kind: 'metadata' | 'authorization_response';
  readonly expected: string | undefined;
  readonly received: string | undefined;
  constructor(
    kind: 'metadata' | 'authorization_response',
    expected: string | undefined,
    received: string | undefined,
  );
}
export class RegistrationRejectedError extends OAuthClientFlowError {
  readonly status: number;
  readonly body: string;
  readonly submittedMetadata: OAuthClientMetadata;
  constructor(args: { status: number; body: string; submittedMetadata: OAuthClientMetadata });
}
export class InsecureTokenEndpointError extends OAuthClientFlowError {
  readonly tokenEndpoint: string;
  constructor(tokenEndpoint: string);
}
export class AuthorizationServerMismatchError extends OAuthClientFlowError {
  readonly recordedIssuer: string;
  readonly currentIssuer: string;
  constructor(recordedIssuer: string, currentIssuer: string);
}
export class InsufficientScopeError extends OAuthClientFlowError {
  readonly requiredScope?: string;
  readonly resourceMetadataUrl?: URL;
  readonly errorDescription?: string;
  constructor(init: { requiredScope?: string; resourceMetadataUrl?: URL; errorDescription?: string });
}
export class UnauthorizedError extends Error {
  static [Symbol.hasInstance](value: unknown): boolean;
  static isInstance<T extends abstract new (...args: never[]) => unknown>(
    this: T,
    value: unknown,
  ): value is InstanceType<T>;
  constructor(message?: string);
}
export class SseError extends Error {
  readonly code: number | undefined;
  readonly event: any;
  static [Symbol.hasInstance](value: unknown): boolean;
  static isInstance<T extends abstract new (...args: never[]) => unknown>(
    this: T,
    value: unknown,
  ): value is InstanceType<T>;
  constructor(code: number | undefined, message: string | undefined, event: any);
}

export type TransportSendOptions = {
  relatedRequestId?: RequestId | undefined;
  resumptionToken?: string | undefined;
  onresumptiontoken?: ((token: string) => void) | undefined;
  requestSignal?: AbortSignal | undefined;
  onRequestStreamEnd?: (() => void) | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
};
export interface Transport {
  start(): Promise<void>;
  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void>;
  close(): Promise<void>;
  readonly hasPerRequestStream?: boolean;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (<T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void) | undefined;
  sessionId?: string | undefined;
  setProtocolVersion?: ((version: string) => void) | undefined;
  setSupportedProtocolVersions?: ((versions: string[]) => void) | undefined;
}

export type StoredOAuthTokens = OAuthTokens & { issuer?: string | undefined };
export type StoredOAuthClientInformation = OAuthClientInformationMixed & { issuer?: string | undefined };
export type AddClientAuthentication = (
  headers: Headers,
  params: URLSearchParams,
  url: string | URL,
  metadata?: AuthorizationServerMetadata,
) => void | Promise<void>;
interface UnauthorizedContext {
  response: Response;
  serverUrl: URL;
  fetchFn: FetchLike;
}
export interface AuthProvider {
  token(): Promise<string | undefined>;
  onUnauthorized?(ctx: UnauthorizedContext): Promise<void>;
}
export interface OAuthClientInformationContext {
  issuer: string;
}
export class DpopSession {
  private readonly keyPair;
  private constructor();
  get thumbprint(): string;
  nonceFor(url: string | URL): string | undefined;
  rememberNonce(url: string | URL, nonce: string): void;
  observeNonce(response: Response, url: string | URL): void;
}
export interface OAuthServerInfo {
  authorizationServerUrl: string;
  authorizationServerMetadata?: AuthorizationServerMetadata;
  resourceMetadata?: OAuthProtectedResourceMetadata;
}
export interface OAuthDiscoveryState extends OAuthServerInfo {
  resourceMetadataUrl?: string;
}
export interface OAuthClientProvider {
  get redirectUrl(): string | URL | undefined;
  clientMetadataUrl?: string;
  get clientMetadata(): OAuthClientMetadata;
  state?(): string | Promise<string>;
  clientInformation(
    ctx?: OAuthClientInformationContext,
  ): StoredOAuthClientInformation | undefined | Promise<StoredOAuthClientInformation | undefined>;
  saveClientInformation?(
    clientInformation: StoredOAuthClientInformation,
    ctx?: OAuthClientInformationContext,
  ): void | Promise<void>;
  tokens(
    ctx?: OAuthClientInformationContext,
  ): StoredOAuthTokens | undefined | Promise<StoredOAuthTokens | undefined>;
  saveTokens(tokens: StoredOAuthTokens, ctx?: OAuthClientInformationContext): void | Promise<void>;
  redirectToAuthorization(authorizationUrl: URL): void | Promise<void>;
  saveCodeVerifier(codeVerifier: string): void | Promise<void>;
  codeVerifier(): string | Promise<string>;
  addClientAuthentication?: AddClientAuthentication;
  dpop?(): DpopSession | undefined | Promise<DpopSession | undefined>;
  validateResourceURL?(serverUrl: string | URL, resource?: string): Promise<URL | undefined>;
  scopeForRefresh?(tokens: StoredOAuthTokens): string | undefined | Promise<string | undefined>;
  invalidateCredentials?(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void | Promise<void>;
  prepareTokenRequest?(scope?: string): URLSearchParams | Promise<URLSearchParams | undefined> | undefined;
  saveAuthorizationServerUrl?(authorizationServerUrl: string): void | Promise<void>;
  authorizationServerUrl?(): string | undefined | Promise<string | undefined>;
  saveResourceUrl?(resourceUrl: string): void | Promise<void>;
  resourceUrl?(): string | undefined | Promise<string | undefined>;
  saveDiscoveryState?(state: OAuthDiscoveryState): void | Promise<void>;
  discoveryState?(): OAuthDiscoveryState | undefined | Promise<OAuthDiscoveryState | undefined>;
}
export type AuthResult = 'AUTHORIZED' | 'REDIRECT';
export interface AuthOptions {
  serverUrl: string | URL;
  authorizationCode?: string;
  iss?: string;
  scope?: string;
  resourceMetadataUrl?: URL;
  fetchFn?: FetchLike;
  skipIssuerMetadataValidation?: boolean;
  forceReauthorization?: boolean;
}
export function auth(provider: OAuthClientProvider, options: AuthOptions): Promise<AuthResult>;
export function validateAuthorizationResponseIssuer(options: {
  iss: string | undefined;
  expectedIssuer: string | undefined;
  issParameterSupported: boolean;
}): void;
export function parseErrorResponse(input: Response | string): Promise<OAuthError>;
export function extractWWWAuthenticateParams(res: Response): {
  resourceMetadataUrl?: URL;
  scope?: string;
  error?: string;
  errorDescription?: string;
};
export function discoverOAuthProtectedResourceMetadata(
  serverUrl: string | URL,
  opts?: { protocolVersion?: string; resourceMetadataUrl?: string | URL },
  fetchFn?: FetchLike,
): Promise<OAuthProtectedResourceMetadata>;
export function discoverOAuthMetadata(
  issuer: string | URL,
  options?: { authorizationServerUrl?: string | URL; protocolVersion?: string },
  fetchFn?: FetchLike,
): Promise<OAuthMetadata | undefined>;
export function discoverAuthorizationServerMetadata(
  authorizationServerUrl: string | URL,
  options?: { fetchFn?: FetchLike; protocolVersion?: string; skipIssuerValidation?: boolean },
): Promise<AuthorizationServerMetadata | undefined>;
export function discoverOAuthServerInfo(
  serverUrl: string | URL,
  opts?: { resourceMetadataUrl?: URL; fetchFn?: FetchLike; skipIssuerMetadataValidation?: boolean },
): Promise<OAuthServerInfo>;
export function startAuthorization(
  authorizationServerUrl: string | URL,
  options: {
    metadata?: AuthorizationServerMetadata;
    clientInformation: OAuthClientInformationMixed;
    redirectUrl: string | URL;
    scope?: string;
    state?: string;
    resource?: string | URL;
  },
): Promise<{ authorizationUrl: URL; codeVerifier: string }>;
export function prepareAuthorizationCodeRequest(
  authorizationCode: string,
  codeVerifier: string,
  redirectUri: string | URL,
): URLSearchParams;
export function exchangeAuthorization(
  authorizationServerUrl: string | URL,
  options: {
    metadata?: AuthorizationServerMetadata;
    clientInformation: OAuthClientInformationMixed;
    authorizationCode: string;
    iss?: string;
    codeVerifier: string;
    redirectUri: string | URL;
    resource?: string | URL;
    addClientAuthentication?: OAuthClientProvider['addClientAuthentication'];
    dpop?: DpopSession;
    fetchFn?: FetchLike;
  },
): Promise<OAuthTokens>;
export function refreshAuthorization(
  authorizationServerUrl: string | URL,
  options: {
    metadata?: AuthorizationServerMetadata;
    clientInformation: OAuthClientInformationMixed;
    refreshToken: string;
    scope?: string;
    resource?: string | URL;
    addClientAuthentication?: OAuthClientProvider['addClientAuthentication'];
    dpop?: DpopSession;
    fetchFn?: FetchLike;
  },
): Promise<OAuthTokens>;
export function fetchToken(
  provider: OAuthClientProvider,
  authorizationServerUrl: string | URL,
  options?: {
    metadata?: AuthorizationServerMetadata;
    resource?: string | URL;
    authorizationCode?: string;
    iss?: string;
    scope?: string;
    fetchFn?: FetchLike;
  },
): Promise<OAuthTokens>;
export function registerClient(
  authorizationServerUrl: string | URL,
  options: {
    metadata?: AuthorizationServerMetadata;
    clientMetadata: OAuthClientMetadata;
    scope?: string;
    fetchFn?: FetchLike;
  },
): Promise<OAuthClientInformationFull>;
export interface ClientCredentialsProviderOptions {
  clientId: string;
  clientSecret: string;
  clientName?: string;
  scope?: string;
  expectedIssuer?: string;
}
export class ClientCredentialsProvider implements OAuthClientProvider {
  private _tokens;
  constructor(options: ClientCredentialsProviderOptions & { expectedIssuer: string });
  constructor(options: ClientCredentialsProviderOptions);
  get redirectUrl(): undefined;
  get clientMetadata(): OAuthClientMetadata;
  clientInformation(): StoredOAuthClientInformation;
  tokens(): StoredOAuthTokens | undefined;
  saveTokens(tokens: StoredOAuthTokens): void;
  redirectToAuthorization(): void;
  saveCodeVerifier(): void;
  codeVerifier(): string;
  prepareTokenRequest(scope?: string): URLSearchParams;
}
export interface PrivateKeyJwtProviderOptions {
  clientId: string;
  privateKey: string | Uint8Array | Record<string, unknown>;
  algorithm: string;
  clientName?: string;
  jwtLifetimeSeconds?: number;
  scope?: string;
  claims?: Record<string, unknown>;
  expectedIssuer?: string;
}
export class PrivateKeyJwtProvider implements OAuthClientProvider {
  private _tokens;
  addClientAuthentication: AddClientAuthentication;
  constructor(options: PrivateKeyJwtProviderOptions & { expectedIssuer: string });
  constructor(options: PrivateKeyJwtProviderOptions);
  get redirectUrl(): undefined;
  get clientMetadata(): OAuthClientMetadata;
  clientInformation(): StoredOAuthClientInformation;
  tokens(): StoredOAuthTokens | undefined;
  saveTokens(tokens: StoredOAuthTokens): void;
  redirectToAuthorization(): void;
  saveCodeVerifier(): void;
  codeVerifier(): string;
  prepareTokenRequest(scope?: string): URLSearchParams;
}
export interface StaticPrivateKeyJwtProviderOptions {
  clientId: string;
  jwtBearerAssertion: string;
  clientName?: string;
  scope?: string;
  expectedIssuer?: string;
}
export class StaticPrivateKeyJwtProvider implements OAuthClientProvider {
  private _tokens;
  addClientAuthentication: AddClientAuthentication;
  constructor(options: StaticPrivateKeyJwtProviderOptions & { expectedIssuer: string });
  constructor(options: StaticPrivateKeyJwtProviderOptions);
  get redirectUrl(): undefined;
  get clientMetadata(): OAuthClientMetadata;
  clientInformation(): StoredOAuthClientInformation;
  tokens(): StoredOAuthTokens | undefined;
  saveTokens(tokens: StoredOAuthTokens): void;
  redirectToAuthorization(): void;
  saveCodeVerifier(): void;
  codeVerifier(): string;
  prepareTokenRequest(scope?: string): URLSearchParams;
}
export interface CrossAppAccessContext {
  authorizationServerUrl: string;
  resourceUrl: string;
  scope?: string;
  fetchFn: FetchLike;
}
export type AssertionCallback = (context: CrossAppAccessContext) => string | Promise<string>;
export interface CrossAppAccessProviderOptions {
  assertion: AssertionCallback;
  clientId: string;
  clientSecret: string;
  clientName?: string;
  fetchFn?: FetchLike;
  expectedIssuer?: string;
}
export class CrossAppAccessProvider implements OAuthClientProvider {
  private _tokens;
  constructor(options: CrossAppAccessProviderOptions & { expectedIssuer: string });
  constructor(options: CrossAppAccessProviderOptions);
  get redirectUrl(): undefined;
  get clientMetadata(): OAuthClientMetadata;
  clientInformation(): StoredOAuthClientInformation;
  tokens(): StoredOAuthTokens | undefined;
  saveTokens(tokens: StoredOAuthTokens): void;
  redirectToAuthorization(): void;
  saveCodeVerifier(): void;
  codeVerifier(): string;
  saveAuthorizationServerUrl(authorizationServerUrl: string): void;
  authorizationServerUrl(): string | undefined;
  saveResourceUrl?(resourceUrl: string): void;
  resourceUrl?(): string | undefined;
  prepareTokenRequest(scope?: string): Promise<URLSearchParams>;
}
export type Middleware = (next: FetchLike) => FetchLike;
export const withOAuth: (provider: OAuthClientProvider, baseUrl?: string | URL) => Middleware;

export type SSEClientTransportOptions = {
  authProvider?: AuthProvider | OAuthClientProvider;
  skipIssuerMetadataValidation?: boolean;
  eventSourceInit?: any;
  requestInit?: RequestInit;
  fetch?: FetchLike;
  redirectPolicy?: 'same-origin' | 'follow';
};
export class SSEClientTransport implements Transport {
  private _url;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  constructor(url: URL, opts?: SSEClientTransportOptions);
  start(): Promise<void>;
  finishAuth(callbackParams: URLSearchParams): Promise<void>;
  finishAuth(authorizationCode: string, iss?: string): Promise<void>;
  close(): Promise<void>;
  send(message: JSONRPCMessage): Promise<void>;
  setProtocolVersion(version: string): void;
}
export class InMemoryTransport implements Transport {
  private _closed;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage, extra?: { authInfo?: AuthInfo }) => void;
  sessionId?: string;
  static createLinkedPair(): [InMemoryTransport, InMemoryTransport];
  start(): Promise<void>;
  close(): Promise<void>;
  send(message: JSONRPCMessage, options?: { relatedRequestId?: RequestId; authInfo?: AuthInfo }): Promise<void>;
}
export interface StreamableHTTPReconnectionOptions {
  maxReconnectionDelay: number;
  initialReconnectionDelay: number;
  reconnectionDelayGrowFactor: number;
  maxRetries: number;
}
export type ReconnectionScheduler = (
  reconnect: () => void,
  delay: number,
  attemptCount: number,
) => (() => void) | void;
export type StreamableHTTPClientTransportOptions = {
  authProvider?: AuthProvider | OAuthClientProvider;
  skipIssuerMetadataValidation?: boolean;
  requestInit?: RequestInit;
  fetch?: FetchLike;
  redirectPolicy?: 'same-origin' | 'follow';
  reconnectionOptions?: StreamableHTTPReconnectionOptions;
  reconnectionScheduler?: ReconnectionScheduler;
  sessionId?: string;
  protocolVersion?: string;
  onInsufficientScope?: 'reauthorize' | 'throw';
  maxStepUpRetries?: number;
};
export class StreamableHTTPClientTransport implements Transport {
  private _url;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly hasPerRequestStream = true;
  constructor(url: URL, opts?: StreamableHTTPClientTransportOptions);
  start(): Promise<void>;
  finishAuth(callbackParams: URLSearchParams): Promise<void>;
  finishAuth(authorizationCode: string, iss?: string): Promise<void>;
  close(): Promise<void>;
  send(
    message: JSONRPCMessage | JSONRPCMessage[],
    options?: {
      resumptionToken?: string;
      onresumptiontoken?: (token: string) => void;
      requestSignal?: AbortSignal;
      onRequestStreamEnd?: () => void;
      headers?: Readonly<Record<string, string>>;
    },
  ): Promise<void>;
  get sessionId(): string | undefined;
  terminateSession(): Promise<void>;
  setProtocolVersion(version: string): void;
  get protocolVersion(): string | undefined;
  resumeStream(lastEventId: string, options?: { onresumptiontoken?: (token: string) => void }): Promise<void>;
}

export type ProtocolOptions = {
  supportedProtocolVersions?: string[];
  enforceStrictCapabilities?: boolean;
  debouncedNotificationMethods?: string[];
};
export type RequestOptions = {
  onprogress?: (progress: Progress) => void;
  signal?: AbortSignal;
  timeout?: number;
  resetTimeoutOnProgress?: boolean;
  maxTotalTimeout?: number;
  allowInputRequired?: boolean;
} & TransportSendOptions;
export type CacheableRequestOptions = RequestOptions & { cacheMode?: any };
export type CallToolRequestOptions = RequestOptions & { toolDefinition?: Tool };
export type ConnectOptions = RequestOptions & { prior?: any };
export type ClientOptions = ProtocolOptions & {
  capabilities?: ClientCapabilities;
  jsonSchemaValidator?: any;
  versionNegotiation?: any;
  inputRequired?: any;
  listChanged?: any;
  listMaxPages?: number;
  responseCacheStore?: any;
  cachePartition?: string;
  defaultCacheTtlMs?: number;
};
export abstract class Protocol<ContextT = any> {
  constructor(_options?: ProtocolOptions | undefined);
  onclose?: () => void;
  onerror?: (error: Error) => void;
  fallbackRequestHandler?: (request: JSONRPCRequest, ctx: ContextT) => Promise<any>;
  fallbackNotificationHandler?: (notification: any) => Promise<void>;
  connect(transport: Transport): Promise<void>;
  get transport(): Transport | undefined;
  close(): Promise<void>;
  request(
    request: { method: string; params?: Record<string, unknown> },
    options?: RequestOptions,
  ): Promise<any>;
  request(request: any, resultSchema: any, options?: RequestOptions): Promise<any>;
  notification(notification: any, options?: { relatedRequestId?: RequestId }): Promise<void>;
  setRequestHandler(method: string, handler: (request: any, ctx: ContextT) => any): void;
  setRequestHandler(
    method: string,
    schemas: { params: any; result?: any },
    handler: (params: any, ctx: ContextT) => any,
  ): void;
  removeRequestHandler(method: string): void;
  setNotificationHandler(method: string, handler: (notification: any) => void | Promise<void>): void;
  setNotificationHandler(
    method: string,
    schemas: { params: any },
    handler: (params: any, notification: any) => void | Promise<void>,
  ): void;
  removeNotificationHandler(method: string): void;
}
export class Client extends Protocol<any> {
  private _clientInfo;
  constructor(_clientInfo: Implementation, options?: ClientOptions);
  registerCapabilities(capabilities: ClientCapabilities): void;
  connect(transport: Transport, options?: ConnectOptions): Promise<void>;
  close(): Promise<void>;
  getServerCapabilities(): ServerCapabilities | undefined;
  getServerVersion(): Implementation | undefined;
  getInstructions(): string | undefined;
  ping(options?: RequestOptions): Promise<any>;
  complete(params: any, options?: RequestOptions): Promise<any>;
  setLoggingLevel(level: any, options?: RequestOptions): Promise<any>;
  getPrompt(params: any, options?: RequestOptions): Promise<any>;
  listPrompts(params?: any, options?: CacheableRequestOptions): Promise<any>;
  listResources(params?: any, options?: CacheableRequestOptions): Promise<any>;
  listResourceTemplates(params?: any, options?: CacheableRequestOptions): Promise<any>;
  readResource(params: any, options?: CacheableRequestOptions): Promise<any>;
  subscribeResource(params: any, options?: RequestOptions): Promise<any>;
  unsubscribeResource(params: any, options?: RequestOptions): Promise<any>;
  callTool(params: CallToolRequest['params'], options?: CallToolRequestOptions): Promise<CallToolResult>;
  listTools(params?: ListToolsRequest['params'], options?: CacheableRequestOptions): Promise<ListToolsResult>;
  sendRootsListChanged(): Promise<void>;
}

// Without it every declaration of a .d.ts counts as exported.
export {};
