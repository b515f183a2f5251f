// biome-ignore-all lint: these files repeat what the packages declare
// Web platform: what callbacks, fetch and pages hand around.
interface URLSearchParams {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  forEach(callback: (value: string, key: string, parent: URLSearchParams) => void, thisArg?: any): void;
  entries(): ArrayIterator<[string, string]>;
  keys(): ArrayIterator<string>;
  values(): ArrayIterator<string>;
  [Symbol.iterator](): ArrayIterator<[string, string]>;
}
declare var URLSearchParams: {
  new (
    init?: string[][] | Iterable<[string, string]> | Record<string, string> | string | URLSearchParams,
  ): URLSearchParams;
  readonly prototype: URLSearchParams;
};
interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toJSON(): string;
  toString(): string;
}
declare var URL: {
  new (url: string | URL, base?: string | URL): URL;
  canParse(url: string | URL, base?: string | URL): boolean;
  parse(url: string | URL, base?: string | URL): URL | null;
  createObjectURL(value: any): string;
  readonly prototype: URL;
};
interface EventListener {
  (event: any): void;
}
interface EventTarget {
  addEventListener(type: string, listener: (event: any) => any, options?: any): void;
  removeEventListener(type: string, listener: (event: any) => any, options?: any): void;
  dispatchEvent(event: Event): boolean;
}
declare var EventTarget: { new (): EventTarget };
interface Event {
  readonly type: string;
  readonly target: any;
  readonly currentTarget: any;
  preventDefault(): void;
  stopPropagation(): void;
}
declare var Event: { new (type: string, init?: any): Event };
interface CustomEvent<T = any> extends Event {
  readonly detail: T;
}
declare var CustomEvent: { new <T>(type: string, init?: { detail?: T }): CustomEvent<T> };
interface MessageEvent<T = any> extends Event {
  readonly data: T;
  readonly origin: string;
  readonly source: any;
}
interface StorageEvent extends Event {
  readonly key: string | null;
  readonly newValue: string | null;
}
interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
}
declare var AbortSignal: {
  timeout(ms: number): AbortSignal;
  abort(reason?: any): AbortSignal;
  any(signals: Iterable<AbortSignal>): AbortSignal;
};
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}
declare var AbortController: { new (): AbortController };
type HeadersInit = [string, string][] | Record<string, string> | Headers;
interface Headers {
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, key: string, parent: Headers) => void): void;
  entries(): ArrayIterator<[string, string]>;
  keys(): ArrayIterator<string>;
  values(): ArrayIterator<string>;
  [Symbol.iterator](): ArrayIterator<[string, string]>;
}
declare var Headers: { new (init?: HeadersInit): Headers };
type FormDataEntryValue = File | string;
interface FormData {
  append(name: string, value: any, filename?: string): void;
  delete(name: string): void;
  get(name: string): FormDataEntryValue | null;
  getAll(name: string): FormDataEntryValue[];
  has(name: string): boolean;
  set(name: string, value: any, filename?: string): void;
  entries(): ArrayIterator<[string, FormDataEntryValue]>;
  [Symbol.iterator](): ArrayIterator<[string, FormDataEntryValue]>;
}
declare var FormData: { new (form?: any): FormData };
interface Blob {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
}
declare var Blob: { new (parts?: any[], options?: any): Blob };
interface File extends Blob {
  readonly name: string;
}
interface ReadableStream<R = any> {
  getReader(): any;
  pipeTo(destination: any): Promise<void>;
  pipeThrough(transform: any): ReadableStream<any>;
  cancel(reason?: any): Promise<void>;
  [Symbol.asyncIterator](): AsyncIterableIterator<R>;
}
declare var ReadableStream: { new <R = any>(source?: any): ReadableStream<R> };
type BodyInit = any;
interface Body {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  formData(): Promise<FormData>;
  json(): Promise<any>;
  text(): Promise<string>;
}
interface RequestInit {
  body?: BodyInit | null;
  cache?: any;
  credentials?: any;
  headers?: HeadersInit;
  keepalive?: boolean;
  method?: string;
  mode?: any;
  redirect?: 'follow' | 'error' | 'manual';
  referrer?: string;
  signal?: AbortSignal | null;
}
interface Request extends Body {
  readonly headers: Headers;
  readonly method: string;
  readonly redirect: 'follow' | 'error' | 'manual';
  readonly signal: AbortSignal;
  readonly url: string;
  clone(): Request;
}
type RequestInfo = Request | string;
declare var Request: {
  new (input: RequestInfo | URL, init?: RequestInit): Request;
  readonly prototype: Request;
};
interface ResponseInit {
  headers?: HeadersInit;
  status?: number;
  statusText?: string;
}
interface Response extends Body {
  readonly headers: Headers;
  readonly ok: boolean;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly type: string;
  readonly url: string;
  clone(): Response;
}
declare var Response: {
  new (body?: BodyInit | null, init?: ResponseInit): Response;
  error(): Response;
  json(data: any, init?: ResponseInit): Response;
  redirect(url: string | URL, status?: number): Response;
  readonly prototype: Response;
};
declare function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
interface Location {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  assign(url: string | URL): void;
  reload(): void;
  replace(url: string | URL): void;
  toString(): string;
}
interface History {
  readonly state: any;
  back(): void;
  pushState(data: any, unused: string, url?: string | URL | null): void;
  replaceState(data: any, unused: string, url?: string | URL | null): void;
}
interface Storage {
  readonly length: number;
  clear(): void;
  getItem(key: string): string | null;
  removeItem(key: string): void;
  setItem(key: string, value: string): void;
  [name: string]: any;
}
interface Element extends EventTarget {
  innerHTML: string;
  textContent: string | null;
  append(...nodes: any[]): void;
  querySelector(selector: string): any;
  setAttribute(name: string, value: string): void;
  [member: string]: any;
}
interface HTMLElement extends Element {}
interface Document extends EventTarget {
  readonly body: HTMLElement;
  cookie: string;
  location: Location;
  readonly referrer: string;
  title: string;
  readonly URL: string;
  createElement(tag: string): any;
  getElementById(id: string): any;
  querySelector(selector: string): any;
  querySelectorAll(selector: string): any;
  write(...text: string[]): void;
}
interface Window extends EventTarget {
  readonly window: Window & typeof globalThis;
  readonly document: Document;
  readonly history: History;
  readonly localStorage: Storage;
  readonly sessionStorage: Storage;
  location: Location;
  name: string;
  readonly opener: any;
  readonly parent: any;
  alert(message?: any): void;
  close(): void;
  open(url?: string | URL, target?: string, features?: string): Window | null;
  postMessage(message: any, target?: any, transfer?: any): void;
  prompt(message?: string, initial?: string): string | null;
}
declare var window: Window & typeof globalThis;
declare var self: Window & typeof globalThis;
declare var document: Document;
declare var location: Location;
declare var history: History;
declare var localStorage: Storage;
declare var sessionStorage: Storage;
declare var navigator: any;
declare function alert(message?: any): void;
declare function prompt(message?: string, initial?: string): string | null;
declare function addEventListener(type: string, listener: (event: any) => any, options?: any): void;
declare function removeEventListener(type: string, listener: (event: any) => any, options?: any): void;
interface BroadcastChannel extends EventTarget {
  onmessage: ((event: MessageEvent) => any) | null;
  postMessage(message: any): void;
  close(): void;
}
declare var BroadcastChannel: { new (name: string): BroadcastChannel };
interface TextEncoder {
  encode(text?: string): Uint8Array;
}
declare var TextEncoder: { new (): TextEncoder };
interface TextDecoder {
  decode(bytes?: any, options?: any): string;
}
declare var TextDecoder: { new (label?: string, options?: any): TextDecoder };
interface Console {
  assert(condition?: boolean, ...data: any[]): void;
  debug(...data: any[]): void;
  dir(item?: any, options?: any): void;
  error(...data: any[]): void;
  group(...data: any[]): void;
  groupEnd(): void;
  info(...data: any[]): void;
  log(...data: any[]): void;
  table(data?: any): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  trace(...data: any[]): void;
  warn(...data: any[]): void;
}
declare var console: Console;
declare var crypto: any;
declare var performance: any;
declare function setTimeout<A extends any[]>(callback: (...args: A) => void, ms?: number, ...args: A): any;
declare function clearTimeout(id: any): void;
declare function setInterval<A extends any[]>(callback: (...args: A) => void, ms?: number, ...args: A): any;
declare function clearInterval(id: any): void;
declare function setImmediate<A extends any[]>(callback: (...args: A) => void, ...args: A): any;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T, options?: any): T;
declare function atob(text: string): string;
declare function btoa(text: string): string;
