// biome-ignore-all lint: these files repeat what the packages declare
// @modelcontextprotocol/server 2.4.0: the errors and types it shares with the client package, and loosely the servers.

import { Protocol, type Transport } from './client.js';
import type { AuthInfo, Implementation } from './core.js';
import type { OAuthMetadata, OAuthProtectedResourceMetadata } from './oauth.js';

export type {
  RequestOptions,
  SdkHttpErrorData,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
  Transport,
  TransportSendOptions,
} from './client.js';
export {
  InMemoryTransport,
  OAuthError,
  OAuthErrorCode,
  Protocol,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
} from './client.js';
export type {
  AuthInfo,
  CallToolResult,
  FetchLike,
  Implementation,
  JSONRPCMessage,
  MessageExtraInfo,
  Tool,
} from './core.js';
export type {
  AuthorizationServerMetadata,
  OAuthClientInformation,
  OAuthClientInformationFull,
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthErrorResponse,
  OAuthMetadata,
  OAuthProtectedResourceMetadata,
  OAuthTokenRevocationRequest,
  OAuthTokens,
} from './oauth.js';
export class McpServer {
  readonly server: Server;
  constructor(serverInfo: Implementation, options?: any);
  connect(transport: Transport): Promise<void>;
  close(): Promise<void>;
  [member: string]: any;
}
export class Server extends Protocol<any> {
  constructor(_serverInfo: Implementation, options?: any);
  [member: string]: any;
}
export class ResourceTemplate {
  constructor(uriTemplate: any, _callbacks: any);
  [member: string]: any;
}
export type ServerContext = {
  sessionId?: string;
  mcpReq: any;
  http?: {
    authInfo?: AuthInfo;
    req?: Request;
    closeSSE?: () => void;
    closeStandaloneSSE?: () => void;
  };
};
export interface McpRequestContext {
  era: 'legacy' | 'modern';
  authInfo?: AuthInfo;
  requestInfo?: Request;
}
export type McpServerFactory = (ctx: McpRequestContext) => McpServer | Server | Promise<McpServer | Server>;
export interface OAuthTokenVerifier {
  verifyAccessToken(token: string): Promise<AuthInfo>;
}
export interface BearerAuthOptions {
  verifier: OAuthTokenVerifier;
  requiredScopes?: string[];
  resourceMetadataUrl?: string;
}
export interface VerifyBearerTokenOptions extends BearerAuthOptions {
  expectedResource?: URL;
}
export function verifyBearerToken(
  authorizationHeader: string | null | undefined,
  options: VerifyBearerTokenOptions,
): Promise<AuthInfo>;
export function bearerAuthChallengeResponse(
  error: unknown,
  options?: Pick<BearerAuthOptions, 'requiredScopes' | 'resourceMetadataUrl'>,
): Response;
export function requireBearerAuth(
  options: VerifyBearerTokenOptions,
): (request: Request) => Promise<AuthInfo | Response>;
export interface AuthMetadataOptions {
  oauthMetadata: OAuthMetadata;
  resourceServerUrl: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
  resourceName?: string;
  dangerouslyAllowInsecureIssuerUrl?: boolean;
}
export function buildOAuthProtectedResourceMetadata(
  options: AuthMetadataOptions,
): OAuthProtectedResourceMetadata;
export function getOAuthProtectedResourceMetadataUrl(serverUrl: URL): string;
