// biome-ignore-all lint: these files repeat what the packages declare
// SvelteKit: what endpoints and load functions are given.
declare module '@sveltejs/kit' {
  export interface RequestEvent<Params = any, Route = any> {
    cookies: any;
    fetch: typeof fetch;
    locals: any;
    params: any;
    platform: any;
    request: Request;
    route: any;
    setHeaders(headers: Record<string, string>): void;
    url: URL;
  }
  export interface LoadEvent {
    data: any;
    fetch: typeof fetch;
    params: any;
    parent(): Promise<any>;
    route: any;
    url: URL;
  }
  export interface ServerLoadEvent extends RequestEvent {
    parent(): Promise<any>;
  }
  export interface Page {
    data: any;
    error: any;
    form: any;
    params: Record<string, string>;
    route: any;
    state: any;
    status: number;
    url: URL;
  }
  export type RequestHandler<Params = any, Route = any> = (event: RequestEvent) => any;
  export type Handle = (input: { event: RequestEvent; resolve: any }) => any;
  export type Load = (event: LoadEvent) => any;
  export type ServerLoad = (event: ServerLoadEvent) => any;
  export type Action = (event: RequestEvent) => any;
  export type Actions = Record<string, Action>;
  export function error(status: number, body?: any): never;
  export function fail(status: number, data?: any): any;
  export function json(data: any, init?: ResponseInit): Response;
  export function redirect(status: number, location: string | URL): never;
  export function text(body: string, init?: ResponseInit): Response;
}
