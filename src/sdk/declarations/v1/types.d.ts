// biome-ignore-all lint: these files repeat what the packages declare
// The part of the v1 protocol types that code around OAuth names; payloads are left `any`.
import type { AuthInfo } from './server/auth/types.js';

export enum ErrorCode {
  ConnectionClosed = -32000,
  RequestTimeout = -32001,
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  UrlElicitationRequired = -32042,
}
export class McpError extends Error {
  readonly code: number;
  readonly data?: unknown;
  constructor(code: number, message: string, data?: unknown);
  static fromError(code: number, message: string, data?: unknown): McpError;
}
export class UrlElicitationRequiredError extends McpError {
  constructor(elicitations: any[], message?: string);
  get elicitations(): any[];
}
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
export interface JSONRPCResultResponse {
  jsonrpc: '2.0';
  id: RequestId;
  result: any;
}
export interface JSONRPCErrorResponse {
  jsonrpc: '2.0';
  error: { code: number; message: string; data?: unknown };
  id?: RequestId | undefined;
}
export type JSONRPCMessage =
  | JSONRPCRequest
  | JSONRPCNotification
  | JSONRPCResultResponse
  | JSONRPCErrorResponse;
export interface RequestInfo {
  headers: Record<string, string | string[] | undefined>;
  url?: URL;
}
export interface MessageExtraInfo {
  requestInfo?: RequestInfo;
  authInfo?: AuthInfo;
  closeSSEStream?: () => void;
  closeStandaloneSSEStream?: () => void;
}
export interface Implementation {
  version: string;
  name: string;
  title?: string | undefined;
  websiteUrl?: string | undefined;
  description?: string | undefined;
  icons?: any;
}
export type CallToolResult = any;
export type Tool = any;
export const CallToolResultSchema: any;
export const ListToolsResultSchema: any;
export const CallToolRequestSchema: any;
export const ListToolsRequestSchema: any;
