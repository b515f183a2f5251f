// biome-ignore-all lint: these files repeat what the packages declare
import { Transport } from '../shared/transport.js';
import { JSONRPCMessage } from '../types.js';
export type StdioServerParameters = {
  command: string;
  args?: string[];
  env?: Record<string, string>;
  stderr?: any;
  cwd?: string;
  maxBufferSize?: number;
};
export const DEFAULT_INHERITED_ENV_VARS: string[];
export function getDefaultEnvironment(): Record<string, string>;
export class StdioClientTransport implements Transport {
  private _process;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  constructor(server: StdioServerParameters);
  start(): Promise<void>;
  get stderr(): any;
  get pid(): number | null;
  close(): Promise<void>;
  send(message: JSONRPCMessage): Promise<void>;
}
