// biome-ignore-all lint: these files repeat what the packages declare
// @modelcontextprotocol/server 2.4.0: the errors and types it shares with the client package, and loosely the servers.

import { Protocol, type Transport } from './client.js';
import type { Implementation } from './core.js';

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
