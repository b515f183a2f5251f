// biome-ignore-all lint: these files repeat what the packages declare
// Node: globals, servers, emitters and the edges where a value leaves the program. Modules answer with and without `node:`.
interface Buffer extends Uint8Array {
  toString(encoding?: string, start?: number, end?: number): string;
  equals(other: Uint8Array): boolean;
}
declare var Buffer: {
  from(value: any, encoding?: string): Buffer;
  alloc(size: number): Buffer;
  concat(list: readonly Uint8Array[]): Buffer;
  byteLength(value: any): number;
  isBuffer(value: any): value is Buffer;
};
declare namespace NodeJS {
  interface ErrnoException extends Error {
    code?: string;
  }
  interface ProcessEnv {
    [key: string]: string | undefined;
  }
  type Timeout = any;
  interface Process {
    argv: string[];
    env: NodeJS.ProcessEnv;
    exitCode: any;
    platform: string;
    pid: number;
    stdin: any;
    stdout: any;
    stderr: any;
    versions: any;
    cwd(): string;
    exit(code?: any): never;
    nextTick(callback: (...args: any[]) => void, ...args: any[]): void;
    on(event: string, listener: (...args: any[]) => void): any;
    once(event: string, listener: (...args: any[]) => void): any;
    [member: string]: any;
  }
}
declare var process: NodeJS.Process;
declare var require: { (id: string): any; resolve(id: string): string; main: any; cache: any };
declare var module: { exports: any };
declare var exports: any;
declare var global: typeof globalThis;
declare var __dirname: string;
declare var __filename: string;

declare module 'events' {
  import internal = require('node:events');
  class EventEmitter<T = any> {
    constructor(options?: any);
    static on(emitter: any, event: string | symbol, options?: any): AsyncIterableIterator<any[]>;
    static once(emitter: any, event: string | symbol, options?: any): Promise<any[]>;
    addListener(event: string | symbol, listener: (...args: any[]) => void): this;
    emit(event: string | symbol, ...args: any[]): boolean;
    eventNames(): (string | symbol)[];
    listenerCount(event: string | symbol): number;
    listeners(event: string | symbol): any[];
    off(event: string | symbol, listener: (...args: any[]) => void): this;
    on(event: string | symbol, listener: (...args: any[]) => void): this;
    prependListener(event: string | symbol, listener: (...args: any[]) => void): this;
    prependOnceListener(event: string | symbol, listener: (...args: any[]) => void): this;
    once(event: string | symbol, listener: (...args: any[]) => void): this;
    rawListeners(event: string | symbol): any[];
    removeAllListeners(event?: string | symbol): this;
    removeListener(event: string | symbol, listener: (...args: any[]) => void): this;
  }
  namespace EventEmitter {
    export { internal as EventEmitter };
  }
  export = EventEmitter;
}
declare module 'node:events' {
  import EventEmitter = require('events');
  export = EventEmitter;
}
declare module 'http' {
  import EventEmitter = require('events');
  export interface IncomingHttpHeaders {
    [header: string]: string | string[] | undefined;
    authorization?: string;
    cookie?: string;
    host?: string;
    location?: string;
    origin?: string;
    referer?: string;
  }
  export type OutgoingHttpHeader = number | string | string[];
  export interface OutgoingHttpHeaders {
    [header: string]: OutgoingHttpHeader | undefined;
  }
  export class IncomingMessage extends EventEmitter {
    headers: IncomingHttpHeaders;
    method?: string;
    rawHeaders: string[];
    socket: any;
    statusCode?: number;
    statusMessage?: string;
    url?: string;
    destroy(error?: Error): this;
    pipe(destination: any): any;
    resume(): this;
    setEncoding(encoding: string): this;
    [Symbol.asyncIterator](): AsyncIterableIterator<any>;
  }
  export class OutgoingMessage extends EventEmitter {
    readonly headersSent: boolean;
    readonly writableEnded: boolean;
    appendHeader(name: string, value: string | readonly string[]): this;
    end(callback?: () => void): this;
    end(chunk: any, callback?: () => void): this;
    end(chunk: any, encoding: string, callback?: () => void): this;
    flushHeaders(): void;
    getHeader(name: string): OutgoingHttpHeader | undefined;
    getHeaders(): OutgoingHttpHeaders;
    hasHeader(name: string): boolean;
    removeHeader(name: string): void;
    setHeader(name: string, value: number | string | readonly string[]): this;
    setHeaders(headers: Headers | Map<string, number | string | readonly string[]>): this;
    write(chunk: any, encoding?: any, callback?: any): boolean;
  }
  export class ServerResponse<R extends IncomingMessage = IncomingMessage> extends OutgoingMessage {
    readonly req: R;
    statusCode: number;
    statusMessage: string;
    writeHead(status: number, message?: string, headers?: OutgoingHttpHeaders | OutgoingHttpHeader[]): this;
    writeHead(status: number, headers?: OutgoingHttpHeaders | OutgoingHttpHeader[]): this;
  }
  export class ClientRequest extends OutgoingMessage {}
  export type RequestListener = (req: IncomingMessage, res: ServerResponse) => any;
  export class Server extends EventEmitter {
    readonly listening: boolean;
    address(): any;
    close(callback?: (error?: Error) => void): this;
    closeAllConnections(): void;
    listen(...args: any[]): this;
    on(event: 'request', listener: RequestListener): this;
    on(event: string | symbol, listener: (...args: any[]) => void): this;
    prependListener(event: string | symbol, listener: (...args: any[]) => void): this;
    prependOnceListener(event: string | symbol, listener: (...args: any[]) => void): this;
    once(event: 'request', listener: RequestListener): this;
    once(event: string | symbol, listener: (...args: any[]) => void): this;
    unref(): this;
  }
  export function createServer(listener?: RequestListener): Server;
  export function createServer(options: any, listener?: RequestListener): Server;
  export function request(url: any, options?: any, callback?: (res: IncomingMessage) => void): ClientRequest;
  export function get(url: any, options?: any, callback?: (res: IncomingMessage) => void): ClientRequest;
  export const STATUS_CODES: { [code: string]: string | undefined };
}
declare module 'node:http' {
  export * from 'http';
}
declare module 'https' {
  import * as http from 'http';
  export class Server extends http.Server {}
  export function createServer(listener?: http.RequestListener): Server;
  export function createServer(options: any, listener?: http.RequestListener): Server;
  export function request(
    url: any,
    options?: any,
    callback?: (res: http.IncomingMessage) => void,
  ): http.ClientRequest;
  export function get(
    url: any,
    options?: any,
    callback?: (res: http.IncomingMessage) => void,
  ): http.ClientRequest;
}
declare module 'node:https' {
  export * from 'https';
}
declare module 'querystring' {
  export interface ParsedUrlQuery {
    [key: string]: string | string[] | undefined;
  }
  export function parse(text: string, separator?: string, equals?: string, options?: any): ParsedUrlQuery;
  export function stringify(value?: any, separator?: string, equals?: string, options?: any): string;
}
declare module 'node:querystring' {
  export * from 'querystring';
}
declare module 'url' {
  import type { ParsedUrlQuery } from 'querystring';

  interface UrlParts {
    auth: string | null;
    hash: string | null;
    host: string | null;
    hostname: string | null;
    href: string;
    pathname: string | null;
    port: string | null;
    protocol: string | null;
    search: string | null;
  }
  export interface UrlWithParsedQuery extends UrlParts {
    query: ParsedUrlQuery;
  }
  export interface UrlWithStringQuery extends UrlParts {
    query: string | null;
  }
  export function parse(url: string, parseQueryString?: false): UrlWithStringQuery;
  export function parse(url: string, parseQueryString: true, slashes?: boolean): UrlWithParsedQuery;
  export function format(url: any, options?: any): string;
  export function fileURLToPath(url: string | globalThis.URL): string;
  export function pathToFileURL(path: string): globalThis.URL;
  export import URL = globalThis.URL;
  export import URLSearchParams = globalThis.URLSearchParams;
}
declare module 'node:url' {
  export * from 'url';
}
declare module 'readline' {
  import EventEmitter = require('events');
  export class Interface extends EventEmitter {
    close(): void;
    prompt(preserveCursor?: boolean): void;
    question(query: string, callback: (answer: string) => void): void;
    question(query: string, options: any, callback: (answer: string) => void): void;
    setPrompt(prompt: string): void;
    [Symbol.asyncIterator](): AsyncIterableIterator<string>;
  }
  export function createInterface(options: any, output?: any): Interface;
  export * as promises from 'readline/promises';
}
declare module 'node:readline' {
  export * from 'readline';
}
declare module 'readline/promises' {
  import EventEmitter = require('events');
  export class Interface extends EventEmitter {
    close(): void;
    question(query: string, options?: any): Promise<string>;
    [Symbol.asyncIterator](): AsyncIterableIterator<string>;
  }
  export function createInterface(options: any, output?: any): Interface;
}
declare module 'node:readline/promises' {
  export * from 'readline/promises';
}
declare module 'crypto' {
  export function createHash(algorithm: string, options?: any): any;
  export function createHmac(algorithm: string, key: any, options?: any): any;
  export function randomBytes(size: number): Buffer;
  export function randomInt(max: number, min?: number): number;
  export function randomUUID(options?: any): string;
  export function timingSafeEqual(a: any, b: any): boolean;
  export const webcrypto: any;
  const rest: any;
  export default rest;
}
declare module 'node:crypto' {
  export * from 'crypto';
  export { default } from 'crypto';
}
declare module 'fs' {
  export function existsSync(path: any): boolean;
  export function readFileSync(path: any, options?: null): Buffer;
  export function readFileSync(path: any, options: any): string;
  export function writeFileSync(path: any, data: any, options?: any): void;
  export function mkdirSync(path: any, options?: any): any;
  export function readFile(path: any, options: any, callback?: any): void;
  export function writeFile(path: any, data: any, options: any, callback?: any): void;
  export * as promises from 'fs/promises';

  const rest: any;
  export default rest;
}
declare module 'node:fs' {
  export * from 'fs';
  export { default } from 'fs';
}
declare module 'fs/promises' {
  export function readFile(path: any): Promise<Buffer>;
  export function readFile(path: any, options: any): Promise<string>;
  export function writeFile(path: any, data: any, options?: any): Promise<void>;
  export function mkdir(path: any, options?: any): Promise<any>;
  export function rm(path: any, options?: any): Promise<void>;
  export function unlink(path: any): Promise<void>;
  const rest: any;
  export default rest;
}
declare module 'node:fs/promises' {
  export * from 'fs/promises';
  export { default } from 'fs/promises';
}
declare module 'path' {
  export function basename(path: string, suffix?: string): string;
  export function dirname(path: string): string;
  export function extname(path: string): string;
  export function join(...paths: string[]): string;
  export function resolve(...paths: string[]): string;
  export const sep: string;
}
declare module 'node:path' {
  export * from 'path';
}
declare module 'os' {
  export function homedir(): string;
  export function platform(): string;
  export function tmpdir(): string;
  export function hostname(): string;
}
declare module 'node:os' {
  export * from 'os';
}
declare module 'child_process' {
  export function exec(command: string, ...args: any[]): any;
  export function execFile(file: string, ...args: any[]): any;
  export function execSync(command: string, options?: any): any;
  export function fork(path: any, ...args: any[]): any;
  export function spawn(command: string, ...args: any[]): any;
}
declare module 'node:child_process' {
  export * from 'child_process';
}
declare module 'timers/promises' {
  export function setTimeout<T = void>(ms?: number, value?: T, options?: any): Promise<T>;
}
declare module 'node:timers/promises' {
  export * from 'timers/promises';
}
declare module 'async_hooks' {
  export class AsyncLocalStorage<T> {
    disable(): void;
    enterWith(store: T): void;
    exit<R>(callback: () => R): R;
    getStore(): T | undefined;
    run<R>(store: T, callback: () => R): R;
  }
}
declare module 'node:async_hooks' {
  export * from 'async_hooks';
}
