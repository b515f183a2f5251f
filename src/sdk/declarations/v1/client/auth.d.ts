// biome-ignore-all lint: these files repeat what the packages declare
import { OAuthError } from '../server/auth/errors.js';
import {
  AuthorizationServerMetadata,
  OAuthClientInformationFull,
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthMetadata,
  OAuthProtectedResourceMetadata,
  OAuthTokens,
} from '../shared/auth.js';
import { FetchLike } from '../shared/transport.js';
export type AddClientAuthentication = (
  headers: Headers,
  params: URLSearchParams,
  url: string | URL,
  metadata?: AuthorizationServerMetadata,
) => void | Promise<void>;
export interface OAuthClientProvider {
  get redirectUrl(): string | URL | undefined;
  clientMetadataUrl?: string;
  get clientMetadata(): OAuthClientMetadata;
  state?(): string | Promise<string>;
  clientInformation():
    | OAuthClientInformationMixed
    | undefined
    | Promise<OAuthClientInformationMixed | undefined>;
  saveClientInformation?(clientInformation: OAuthClientInformationMixed): void | Promise<void>;
  tokens(): OAuthTokens | undefined | Promise<OAuthTokens | undefined>;
  saveTokens(tokens: OAuthTokens): void | Promise<void>;
  redirectToAuthorization(authorizationUrl: URL): void | Promise<void>;
  saveCodeVerifier(codeVerifier: string): void | Promise<void>;
  codeVerifier(): string | Promise<string>;
  addClientAuthentication?: AddClientAuthentication;
  validateResourceURL?(serverUrl: string | URL, resource?: string): Promise<URL | undefined>;
  invalidateCredentials?(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void | Promise<void>;
  prepareTokenRequest?(scope?: string): URLSearchParams | Promise<URLSearchParams | undefined> | undefined;
  saveDiscoveryState?(state: OAuthDiscoveryState): void | Promise<void>;
  discoveryState?(): OAuthDiscoveryState | undefined | Promise<OAuthDiscoveryState | undefined>;
}
export interface OAuthDiscoveryState extends OAuthServerInfo {
  resourceMetadataUrl?: string;
}
export type AuthResult = 'AUTHORIZED' | 'REDIRECT';
export class UnauthorizedError extends Error {
  constructor(message?: string);
}
type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none';
export function selectClientAuthMethod(
  clientInformation: OAuthClientInformationMixed,
  supportedMethods: string[],
): ClientAuthMethod;
export function parseErrorResponse(input: Response | string): Promise<OAuthError>;
export function auth(
  provider: OAuthClientProvider,
  options: {
    serverUrl: string | URL;
    authorizationCode?: string;
    scope?: string;
    resourceMetadataUrl?: URL;
    fetchFn?: FetchLike;
  },
): Promise<AuthResult>;
export function isHttpsUrl(value?: string): boolean;
export function selectResourceURL(
  serverUrl: string | URL,
  provider: OAuthClientProvider,
  resourceMetadata?: OAuthProtectedResourceMetadata,
): Promise<URL | undefined>;
export function extractWWWAuthenticateParams(res: Response): {
  resourceMetadataUrl?: URL;
  scope?: string;
  error?: string;
};
export function extractResourceMetadataUrl(res: Response): URL | undefined;
export function discoverOAuthProtectedResourceMetadata(
  serverUrl: string | URL,
  opts?: {
    protocolVersion?: string;
    resourceMetadataUrl?: string | URL;
  },
  fetchFn?: FetchLike,
): Promise<OAuthProtectedResourceMetadata>;
export function discoverOAuthMetadata(
  issuer: string | URL,
  options?: {
    authorizationServerUrl?: string | URL;
    protocolVersion?: string;
  },
  fetchFn?: FetchLike,
): Promise<OAuthMetadata | undefined>;
export function buildDiscoveryUrls(authorizationServerUrl: string | URL): {
  url: URL;
  type: 'oauth' | 'oidc';
}[];
export function discoverAuthorizationServerMetadata(
  authorizationServerUrl: string | URL,
  options?: {
    fetchFn?: FetchLike;
    protocolVersion?: string;
  },
): Promise<AuthorizationServerMetadata | undefined>;
export interface OAuthServerInfo {
  authorizationServerUrl: string;
  authorizationServerMetadata?: AuthorizationServerMetadata;
  resourceMetadata?: OAuthProtectedResourceMetadata;
}
export function discoverOAuthServerInfo(
  serverUrl: string | URL,
  opts?: {
    resourceMetadataUrl?: URL;
    fetchFn?: FetchLike;
  },
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
): Promise<{
  authorizationUrl: URL;
  codeVerifier: string;
}>;
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
    codeVerifier: string;
    redirectUri: string | URL;
    resource?: string | URL;
    addClientAuthentication?: OAuthClientProvider['addClientAuthentication'];
    fetchFn?: FetchLike;
  },
): Promise<OAuthTokens>;
export function refreshAuthorization(
  authorizationServerUrl: string | URL,
  options: {
    metadata?: AuthorizationServerMetadata;
    clientInformation: OAuthClientInformationMixed;
    refreshToken: string;
    resource?: string | URL;
    addClientAuthentication?: OAuthClientProvider['addClientAuthentication'];
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

// Without it every declaration of a .d.ts counts as exported.
export {};
