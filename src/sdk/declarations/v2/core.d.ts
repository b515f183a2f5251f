// biome-ignore-all lint: these files repeat what the packages declare
// What client and server of SDK v2 share (in the packages: bundled from core). Payloads of the protocol are left `any`:
// no rule asks for them, and their schema types are most of the cost of the real declarations.
export type RequestId = string | number;
export interface JSONRPCRequest {
  method: string;
  jsonrpc: '2.0';
  id: RequestId;
  params?: any;
}
export interface JSONRPCNotification {
  method: string;
  jsonrpc: '2.0';
  params?: any;
}
export interface JSONRPCErrorResponse {
  jsonrpc: '2.0';
  error: { code: number; message: string; data?: unknown };
  id?: RequestId | undefined;
}
export interface JSONRPCResultResponse {
  jsonrpc: '2.0';
  id: RequestId;
  result: any;
}
export type JSONRPCResponse = JSONRPCResultResponse | JSONRPCErrorResponse;
export type JSONRPCMessage =
  | JSONRPCRequest
  | JSONRPCNotification
  | JSONRPCResultResponse
  | JSONRPCErrorResponse;
export type FetchLike = (url: string | URL, init?: RequestInit) => Promise<Response>;
export interface AuthInfo {
  token: string;
  clientId: string;
  scopes: string[];
  expiresAt?: number;
  resource?: URL;
  resourceMetadataUrl?: string;
  extra?: Record<string, unknown>;
}
export interface MessageClassification {
  era: 'legacy' | 'modern';
  revision?: string;
}
export interface MessageExtraInfo {
  request?: globalThis.Request;
  classification?: MessageClassification;
  authInfo?: AuthInfo;
  closeSSEStream?: () => void;
  closeStandaloneSSEStream?: () => void;
}
export interface Progress {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}
export interface Implementation {
  version: string;
  name: string;
  title?: string | undefined;
  websiteUrl?: string | undefined;
  description?: string | undefined;
  icons?: any;
}
export type ClientCapabilities = any;
export type ServerCapabilities = any;
export type CallToolRequest = any;
export type CallToolResult = any;
export type ListToolsRequest = any;
export type ListToolsResult = any;
export type Tool = any;
