// biome-ignore-all lint: these files repeat what the packages declare
// The v1 base of Client and Server; schemas and payloads are left `any`.
import type { RequestId } from '../types.js';
import type { Transport, TransportSendOptions } from './transport.js';

export type ProtocolOptions = {
  enforceStrictCapabilities?: boolean;
  debouncedNotificationMethods?: string[];
  taskStore?: any;
  taskMessageQueue?: any;
  defaultTaskPollInterval?: number;
  maxTaskQueueSize?: number;
};
export const DEFAULT_REQUEST_TIMEOUT_MSEC = 60000;
export type RequestOptions = {
  onprogress?: (progress: any) => void;
  signal?: AbortSignal;
  timeout?: number;
  resetTimeoutOnProgress?: boolean;
  maxTotalTimeout?: number;
  task?: any;
  relatedTask?: any;
} & TransportSendOptions;
export type NotificationOptions = {
  relatedRequestId?: RequestId;
  relatedTask?: any;
};
export abstract class Protocol<SendRequestT = any, SendNotificationT = any, SendResultT = any> {
  constructor(_options?: ProtocolOptions | undefined);
  onclose?: () => void;
  onerror?: (error: Error) => void;
  fallbackRequestHandler?: (request: any, extra: any) => Promise<SendResultT>;
  fallbackNotificationHandler?: (notification: any) => Promise<void>;
  connect(transport: Transport): Promise<void>;
  get transport(): Transport | undefined;
  close(): Promise<void>;
  request(request: SendRequestT, resultSchema: any, options?: RequestOptions): Promise<any>;
  notification(notification: SendNotificationT, options?: NotificationOptions): Promise<void>;
  setRequestHandler(requestSchema: any, handler: (request: any, extra: any) => any): void;
  removeRequestHandler(method: string): void;
  setNotificationHandler(notificationSchema: any, handler: (notification: any) => void | Promise<void>): void;
  removeNotificationHandler(method: string): void;
}
