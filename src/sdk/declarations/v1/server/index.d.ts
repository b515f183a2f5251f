// biome-ignore-all lint: these files repeat what the packages declare
// The v1 Server; payloads are left `any`.
import { Protocol, type ProtocolOptions, type RequestOptions } from '../shared/protocol.js';
import type { Implementation } from '../types.js';

export type ServerOptions = ProtocolOptions & {
  capabilities?: any;
  instructions?: string;
  jsonSchemaValidator?: any;
};
export class Server<RequestT = any, NotificationT = any, ResultT = any> extends Protocol<any, any, any> {
  private _serverInfo;
  oninitialized?: () => void;
  constructor(_serverInfo: Implementation, options?: ServerOptions);
  registerCapabilities(capabilities: any): void;
  setRequestHandler(requestSchema: any, handler: (request: any, extra: any) => any): void;
  getClientCapabilities(): any;
  getClientVersion(): Implementation | undefined;
  ping(): Promise<any>;
  elicitInput(params: any, options?: RequestOptions): Promise<any>;
  listRoots(params?: any, options?: RequestOptions): Promise<any>;
}
