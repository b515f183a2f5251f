// biome-ignore-all lint: these files repeat what the packages declare
// The v1 Client; payloads are left `any`.
import { Protocol, type ProtocolOptions, type RequestOptions } from '../shared/protocol.js';
import type { Transport } from '../shared/transport.js';
import type { Implementation } from '../types.js';

export type ClientOptions = ProtocolOptions & {
  capabilities?: any;
  jsonSchemaValidator?: any;
  listChanged?: any;
};
export class Client<RequestT = any, NotificationT = any, ResultT = any> extends Protocol<any, any, any> {
  private _clientInfo;
  constructor(_clientInfo: Implementation, options?: ClientOptions);
  registerCapabilities(capabilities: any): void;
  connect(transport: Transport, options?: RequestOptions): Promise<void>;
  getServerCapabilities(): any;
  getServerVersion(): Implementation | undefined;
  getInstructions(): string | undefined;
  ping(options?: RequestOptions): Promise<any>;
  complete(params: any, options?: RequestOptions): Promise<any>;
  setLoggingLevel(level: any, options?: RequestOptions): Promise<any>;
  getPrompt(params: any, options?: RequestOptions): Promise<any>;
  listPrompts(params?: any, options?: RequestOptions): Promise<any>;
  listResources(params?: any, options?: RequestOptions): Promise<any>;
  listResourceTemplates(params?: any, options?: RequestOptions): Promise<any>;
  readResource(params: any, options?: RequestOptions): Promise<any>;
  subscribeResource(params: any, options?: RequestOptions): Promise<any>;
  unsubscribeResource(params: any, options?: RequestOptions): Promise<any>;
  callTool(params: any, resultSchema?: any, options?: RequestOptions): Promise<any>;
  listTools(params?: any, options?: RequestOptions): Promise<any>;
  sendRootsListChanged(): Promise<void>;
}
