// biome-ignore-all lint: these files repeat what the packages declare
// @modelcontextprotocol/server-legacy 2.3.1 with its subpaths /auth and /sse.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response, Router } from 'express';
import type { Transport, TransportSendOptions } from './client.js';
import type { AuthInfo, FetchLike, JSONRPCMessage, MessageExtraInfo } from './core.js';
import type {
  OAuthClientInformationFull,
  OAuthErrorResponse,
  OAuthMetadata,
  OAuthProtectedResourceMetadata,
  OAuthTokenRevocationRequest,
  OAuthTokens,
} from './oauth.js';

export type { AuthInfo } from './core.js';
export interface OAuthRegisteredClientsStore {
  getClient(
    clientId: string,
  ): OAuthClientInformationFull | undefined | Promise<OAuthClientInformationFull | undefined>;
  registerClient?(
    client: Omit<OAuthClientInformationFull, 'client_id' | 'client_id_issued_at'>,
  ): OAuthClientInformationFull | Promise<OAuthClientInformationFull>;
}
export type AuthorizationParams = {
  state?: string;
  scopes?: string[];
  codeChallenge: string;
  redirectUri: string;
  resource?: URL;
  issuer?: string;
};
export interface OAuthServerProvider {
  get clientsStore(): OAuthRegisteredClientsStore;
  authorize(client: OAuthClientInformationFull, params: AuthorizationParams, res: Response): Promise<void>;
  challengeForAuthorizationCode(
    client: OAuthClientInformationFull,
    authorizationCode: string,
  ): Promise<string>;
  exchangeAuthorizationCode(
    client: OAuthClientInformationFull,
    authorizationCode: string,
    codeVerifier?: string,
    redirectUri?: string,
    resource?: URL,
  ): Promise<OAuthTokens>;
  exchangeRefreshToken(
    client: OAuthClientInformationFull,
    refreshToken: string,
    scopes?: string[],
    resource?: URL,
  ): Promise<OAuthTokens>;
  verifyAccessToken(token: string): Promise<AuthInfo>;
  revokeToken?(client: OAuthClientInformationFull, request: OAuthTokenRevocationRequest): Promise<void>;
  authorizationResponseIssParameterSupported?: boolean;
  skipLocalPkceValidation?: boolean;
}
export interface OAuthTokenVerifier {
  verifyAccessToken(token: string): Promise<AuthInfo>;
}
export type AuthorizationHandlerOptions = {
  provider: OAuthServerProvider;
  issuerUrl?: URL;
  rateLimit?: any;
};
export function redirectUriMatches(requested: string, registered: string): boolean;
export function authorizationHandler(options: AuthorizationHandlerOptions): RequestHandler;
export type ClientRegistrationHandlerOptions = {
  clientsStore: OAuthRegisteredClientsStore;
  clientSecretExpirySeconds?: number;
  rateLimit?: any;
  clientIdGeneration?: boolean;
};
export function clientRegistrationHandler(options: ClientRegistrationHandlerOptions): RequestHandler;
export type RevocationHandlerOptions = {
  provider: OAuthServerProvider;
  rateLimit?: any;
};
export function revocationHandler(options: RevocationHandlerOptions): RequestHandler;
export type TokenHandlerOptions = {
  provider: OAuthServerProvider;
  rateLimit?: any;
};
export function tokenHandler(options: TokenHandlerOptions): RequestHandler;
export type AuthRouterOptions = {
  provider: OAuthServerProvider;
  issuerUrl: URL;
  baseUrl?: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
  resourceName?: string;
  resourceServerUrl?: URL;
  authorizationOptions?: Omit<AuthorizationHandlerOptions, 'provider' | 'issuerUrl'>;
  clientRegistrationOptions?: Omit<ClientRegistrationHandlerOptions, 'clientsStore'>;
  revocationOptions?: Omit<RevocationHandlerOptions, 'provider'>;
  tokenOptions?: Omit<TokenHandlerOptions, 'provider'>;
};
export const createOAuthMetadata: (options: {
  provider: OAuthServerProvider;
  issuerUrl: URL;
  baseUrl?: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
}) => OAuthMetadata;
export function mcpAuthRouter(options: AuthRouterOptions): RequestHandler;
export type AuthMetadataOptions = {
  oauthMetadata: OAuthMetadata;
  resourceServerUrl: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
  resourceName?: string;
};
export function mcpAuthMetadataRouter(options: AuthMetadataOptions): Router;
export function getOAuthProtectedResourceMetadataUrl(serverUrl: URL): string;
export type ProxyEndpoints = {
  authorizationUrl: string;
  tokenUrl: string;
  revocationUrl?: string;
  registrationUrl?: string;
};
export type ProxyOptions = {
  endpoints: ProxyEndpoints;
  verifyAccessToken: (token: string) => Promise<AuthInfo>;
  getClient: (clientId: string) => Promise<OAuthClientInformationFull | undefined>;
  fetch?: FetchLike;
};
export class ProxyOAuthServerProvider implements OAuthServerProvider {
  protected readonly _endpoints: ProxyEndpoints;
  protected readonly _verifyAccessToken: (token: string) => Promise<AuthInfo>;
  protected readonly _getClient: (clientId: string) => Promise<OAuthClientInformationFull | undefined>;
  protected readonly _fetch?: FetchLike;
  skipLocalPkceValidation: boolean;
  authorizationResponseIssParameterSupported: boolean;
  revokeToken?: (client: OAuthClientInformationFull, request: OAuthTokenRevocationRequest) => Promise<void>;
  constructor(options: ProxyOptions);
  get clientsStore(): OAuthRegisteredClientsStore;
  authorize(client: OAuthClientInformationFull, params: AuthorizationParams, res: Response): Promise<void>;
  challengeForAuthorizationCode(
    _client: OAuthClientInformationFull,
    _authorizationCode: string,
  ): Promise<string>;
  exchangeAuthorizationCode(
    client: OAuthClientInformationFull,
    authorizationCode: string,
    codeVerifier?: string,
    redirectUri?: string,
    resource?: URL,
  ): Promise<OAuthTokens>;
  exchangeRefreshToken(
    client: OAuthClientInformationFull,
    refreshToken: string,
    scopes?: string[],
    resource?: URL,
  ): Promise<OAuthTokens>;
  verifyAccessToken(token: string): Promise<AuthInfo>;
}
export function metadataHandler(metadata: OAuthMetadata | OAuthProtectedResourceMetadata): RequestHandler;
export function allowedMethods(allowedMethods: string[]): RequestHandler;
export type BearerAuthMiddlewareOptions = {
  verifier: OAuthTokenVerifier;
  requiredScopes?: string[];
  resourceMetadataUrl?: string;
  expectedResource?: URL;
};
export function requireBearerAuth(options: BearerAuthMiddlewareOptions): RequestHandler;
export type ClientAuthenticationMiddlewareOptions = {
  clientsStore: OAuthRegisteredClientsStore;
};
export function authenticateClient(options: ClientAuthenticationMiddlewareOptions): RequestHandler;
export class OAuthError extends Error {
  readonly errorUri?: string | undefined;
  static errorCode: string;
  constructor(message: string, errorUri?: string | undefined);
  toResponseObject(): OAuthErrorResponse;
  get errorCode(): string;
}
export class InvalidRequestError extends OAuthError {
  static errorCode: string;
}
export class InvalidClientError extends OAuthError {
  static errorCode: string;
}
export class InvalidGrantError extends OAuthError {
  static errorCode: string;
}
export class UnauthorizedClientError extends OAuthError {
  static errorCode: string;
}
export class UnsupportedGrantTypeError extends OAuthError {
  static errorCode: string;
}
export class InvalidScopeError extends OAuthError {
  static errorCode: string;
}
export class AccessDeniedError extends OAuthError {
  static errorCode: string;
}
export class ServerError extends OAuthError {
  static errorCode: string;
}
export class TemporarilyUnavailableError extends OAuthError {
  static errorCode: string;
}
export class UnsupportedResponseTypeError extends OAuthError {
  static errorCode: string;
}
export class UnsupportedTokenTypeError extends OAuthError {
  static errorCode: string;
}
export class InvalidTokenError extends OAuthError {
  static errorCode: string;
}
export class MethodNotAllowedError extends OAuthError {
  static errorCode: string;
}
export class TooManyRequestsError extends OAuthError {
  static errorCode: string;
}
export class InvalidClientMetadataError extends OAuthError {
  static errorCode: string;
}
export class InsufficientScopeError extends OAuthError {
  static errorCode: string;
}
export class InvalidTargetError extends OAuthError {
  static errorCode: string;
}
export class CustomOAuthError extends OAuthError {
  private readonly customErrorCode;
  constructor(customErrorCode: string, message: string, errorUri?: string);
  get errorCode(): string;
}
export const OAUTH_ERRORS: { readonly [code: string]: typeof InvalidRequestError };
export interface SSEServerTransportOptions {
  allowedHosts?: string[];
  allowedOrigins?: string[];
  enableDnsRebindingProtection?: boolean;
}
export class SSEServerTransport implements Transport {
  private _endpoint;
  onclose?: () => void;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (<T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void) | undefined;
  constructor(_endpoint: string, res: ServerResponse, options?: SSEServerTransportOptions);
  start(): Promise<void>;
  handlePostMessage(
    req: IncomingMessage & { auth?: AuthInfo },
    res: ServerResponse,
    parsedBody?: unknown,
  ): Promise<void>;
  handleMessage(message: unknown, extra?: MessageExtraInfo): Promise<void>;
  close(): Promise<void>;
  send(message: JSONRPCMessage, _options?: TransportSendOptions): Promise<void>;
  get sessionId(): string;
}
