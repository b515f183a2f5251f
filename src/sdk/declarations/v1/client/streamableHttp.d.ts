// biome-ignore-all lint: these files repeat what the packages declare
import { FetchLike, Transport } from '../shared/transport.js';
import { JSONRPCMessage } from '../types.js';
import { OAuthClientProvider } from './auth.js';
export class StreamableHTTPError extends Error {
  readonly code: number | undefined;
  constructor(code: number | undefined, message: string | undefined);
}
export interface StartSSEOptions {
  resumptionToken?: string;
  onresumptiontoken?: (token: string) => void;
  replayMessageId?: string | number;
}
export interface StreamableHTTPReconnectionOptions {
  maxReconnectionDelay: number;
  initialReconnectionDelay: number;
  reconnectionDelayGrowFactor: number;
  maxRetries: number;
}
export type StreamableHTTPClientTransportOptions = {
  authProvider?: OAuthClientProvider;
  requestInit?: RequestInit;
  fetch?: FetchLike;
  redirectPolicy?: 'same-origin' | 'follow';
  reconnectionOptions?: StreamableHTTPReconnectionOptions;
  sessionId?: string;
};
export class StreamableHTTPClientTransport implements Transport {
  private _url;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  constructor(url: URL, opts?: StreamableHTTPClientTransportOptions);
  start(): Promise<void>;
  finishAuth(authorizationCode: string): Promise<void>;
  close(): Promise<void>;
  send(
    message: JSONRPCMessage | JSONRPCMessage[],
    options?: {
      resumptionToken?: string;
      onresumptiontoken?: (token: string) => void;
    },
  ): Promise<void>;
  get sessionId(): string | undefined;
  terminateSession(): Promise<void>;
  setProtocolVersion(version: string): void;
  get protocolVersion(): string | undefined;
  resumeStream(
    lastEventId: string,
    options?: {
      onresumptiontoken?: (token: string) => void;
    },
  ): Promise<void>;
}
