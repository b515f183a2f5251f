// biome-ignore-all lint: these files repeat what the packages declare
import { FetchLike, Transport } from '../shared/transport.js';
import { JSONRPCMessage } from '../types.js';
import { OAuthClientProvider } from './auth.js';
export class SseError extends Error {
  readonly code: number | undefined;
  readonly event: any;
  constructor(code: number | undefined, message: string | undefined, event: any);
}
export type SSEClientTransportOptions = {
  authProvider?: OAuthClientProvider;
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
  finishAuth(authorizationCode: string): Promise<void>;
  close(): Promise<void>;
  send(message: JSONRPCMessage): Promise<void>;
  setProtocolVersion(version: string): void;
}
