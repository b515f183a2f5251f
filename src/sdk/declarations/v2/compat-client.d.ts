// biome-ignore-all lint: these files repeat what the packages declare
// What `--sdk 2` makes of a v1 client or shared import: the v2 names, and those that only v1 has, as v1 declares them.
export * from './client.js';

export class StreamableHTTPError extends Error {
  readonly code: number | undefined;
  constructor(code: number | undefined, message: string | undefined);
}
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
export const CallToolResultSchema: any;
export const ListToolsResultSchema: any;
export const CallToolRequestSchema: any;
export const ListToolsRequestSchema: any;
