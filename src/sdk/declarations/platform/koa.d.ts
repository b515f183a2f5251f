// biome-ignore-all lint: these files repeat what the packages declare
// Koa and its router.
declare module 'koa' {
  import * as http from 'http';
  import type { ParsedUrlQuery } from 'querystring';

  class Koa {
    constructor(options?: any);
    callback(): http.RequestListener;
    listen(...args: any[]): http.Server;
    on(event: string, listener: (...args: any[]) => void): this;
    use(middleware: Koa.Middleware): this;
  }
  namespace Koa {
    interface Request {
      body: any;
      readonly header: http.IncomingHttpHeaders;
      readonly headers: http.IncomingHttpHeaders;
      readonly href: string;
      method: string;
      originalUrl: string;
      path: string;
      query: ParsedUrlQuery;
      querystring: string;
      req: http.IncomingMessage;
      search: string;
      readonly URL: URL;
      url: string;
      [member: string]: any;
    }
    interface Response {
      body: any;
      res: http.ServerResponse;
      status: number;
      redirect(url: string, alt?: string): void;
      set(field: string, value: string | string[]): void;
      [member: string]: any;
    }
    interface Context {
      body: any;
      cookies: any;
      readonly headers: http.IncomingHttpHeaders;
      readonly host: string;
      readonly href: string;
      method: string;
      readonly origin: string;
      originalUrl: string;
      params: any;
      path: string;
      query: ParsedUrlQuery;
      querystring: string;
      req: http.IncomingMessage;
      request: Request;
      res: http.ServerResponse;
      response: Response;
      search: string;
      session: any;
      state: any;
      status: number;
      type: string;
      readonly URL: URL;
      url: string;
      append(field: string, value: string | string[]): void;
      get(field: string): string;
      redirect(url: string, alt?: string): void;
      set(field: string, value: string | string[]): void;
      set(fields: Record<string, string | string[]>): void;
      throw(...args: any[]): never;
      [member: string]: any;
    }
    type Next = () => Promise<any>;
    type Middleware = (ctx: Context, next: Next) => any;
    type ParameterizedContext<State = any, Own = any, Body = any> = Context;
  }
  export = Koa;
}
declare module '@koa/router' {
  import Koa = require('koa');
  class Router {
    constructor(options?: any);
    all(path: string | RegExp, ...middleware: Koa.Middleware[]): this;
    delete(path: string | RegExp, ...middleware: Koa.Middleware[]): this;
    get(path: string | RegExp, ...middleware: Koa.Middleware[]): this;
    post(path: string | RegExp, ...middleware: Koa.Middleware[]): this;
    put(path: string | RegExp, ...middleware: Koa.Middleware[]): this;
    allowedMethods(options?: any): Koa.Middleware;
    routes(): Koa.Middleware;
    use(...middleware: any[]): this;
  }
  namespace Router {
    type Middleware = Koa.Middleware;
    type RouterContext = Koa.Context;
  }
  export = Router;
}
declare module 'koa-router' {
  import Router = require('@koa/router');
  export = Router;
}
