// biome-ignore-all lint: these files repeat what the packages declare
// The v1 McpServer; schemas, payloads and handlers are left `any`.
import type { Transport } from '../shared/transport.js';
import type { Implementation } from '../types.js';
import { Server } from './index.js';

export class McpServer {
  readonly server: Server;
  private _registeredTools;
  constructor(serverInfo: Implementation, options?: any);
  connect(transport: Transport): Promise<void>;
  close(): Promise<void>;
  resource(name: string, uri: string, readCallback: any): any;
  resource(name: string, uri: string, metadata: any, readCallback: any): any;
  resource(name: string, template: ResourceTemplate, readCallback: any): any;
  resource(name: string, template: ResourceTemplate, metadata: any, readCallback: any): any;
  registerResource(name: string, uriOrTemplate: string, config: any, readCallback: any): any;
  registerResource(name: string, uriOrTemplate: ResourceTemplate, config: any, readCallback: any): any;
  tool(name: string, cb: any): any;
  tool(name: string, description: string, cb: any): any;
  tool(name: string, paramsSchemaOrAnnotations: any, cb: any): any;
  tool(name: string, description: string, paramsSchemaOrAnnotations: any, cb: any): any;
  tool(name: string, paramsSchema: any, annotations: any, cb: any): any;
  tool(name: string, description: string, paramsSchema: any, annotations: any, cb: any): any;
  registerTool(name: string, config: any, cb: any): any;
  prompt(name: string, cb: any): any;
  prompt(name: string, description: string, cb: any): any;
  prompt(name: string, argsSchema: any, cb: any): any;
  prompt(name: string, description: string, argsSchema: any, cb: any): any;
  registerPrompt(name: string, config: any, cb: any): any;
  isConnected(): boolean;
  sendLoggingMessage(params: any, sessionId?: string): Promise<void>;
  sendResourceListChanged(): void;
  sendToolListChanged(): void;
  sendPromptListChanged(): void;
}
export class ResourceTemplate {
  private _callbacks;
  constructor(uriTemplate: any, _callbacks: any);
}
