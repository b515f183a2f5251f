// biome-ignore-all lint: these files repeat what the packages declare
import { Transport } from '../shared/transport.js';
import { JSONRPCMessage } from '../types.js';
export class WebSocketClientTransport implements Transport {
  private _socket?;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  constructor(url: URL);
  start(): Promise<void>;
  close(): Promise<void>;
  send(message: JSONRPCMessage): Promise<void>;
}
