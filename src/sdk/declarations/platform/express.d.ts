// biome-ignore-all lint: these files repeat what the packages declare
// Express 4 and 5 as far as requests, responses and routes go.
/** Where projects and middleware add members of their own. */
declare namespace Express {
  interface Request {}
  interface Response {}
  interface Locals {}
  interface Application {}
}
declare module 'qs' {
  export interface ParsedQs {
    [key: string]: undefined | string | ParsedQs | (string | ParsedQs)[];
  }
  export function parse(text: string, options?: any): ParsedQs;
  export function stringify(value: any, options?: any): string;
}
declare module 'express-serve-static-core' {
  import * as http from 'http';
  import type { ParsedQs } from 'qs';

  export interface ParamsDictionary {
    [key: string]: string;
  }
  export type Query = ParsedQs;
  export interface CookieOptions {
    [option: string]: any;
  }
  export interface NextFunction {
    (error?: any): void;
    (deferToNext: 'router' | 'route'): void;
  }
  export interface Request<
    P = ParamsDictionary,
    ResBody = any,
    ReqBody = any,
    ReqQuery = ParsedQs,
    Locals extends Record<string, any> = Record<string, any>,
  > extends http.IncomingMessage, Express.Request {
    app: Application;
    /** The SDK's requireBearerAuth and authenticateClient add these two. */
    auth?: any;
    client?: any;
    baseUrl: string;
    body: ReqBody;
    cookies: any;
    headers: http.IncomingHttpHeaders;
    readonly host: string;
    readonly hostname: string;
    readonly ip: string | undefined;
    method: string;
    originalUrl: string;
    params: P;
    readonly path: string;
    readonly protocol: string;
    query: ReqQuery;
    res?: Response<ResBody, Locals>;
    route: any;
    readonly secure: boolean;
    signedCookies: any;
    url: string;
    accepts(...types: any[]): any;
    get(name: 'set-cookie'): string[] | undefined;
    get(name: string): string | undefined;
    header(name: 'set-cookie'): string[] | undefined;
    header(name: string): string | undefined;
    is(type: string | string[]): string | false | null;
  }
  export interface Response<ResBody = any, Locals extends Record<string, any> = Record<string, any>>
    extends http.ServerResponse, Express.Response {
    app: Application;
    locals: Locals;
    req: Request;
    append(field: string, value?: string[] | string): this;
    attachment(filename?: string): this;
    clearCookie(name: string, options?: CookieOptions): this;
    contentType(type: string): this;
    cookie(name: string, value: any, options?: CookieOptions): this;
    format(object: any): this;
    get(field: string): string | undefined;
    header(field: any): this;
    header(field: string, value?: string | string[]): this;
    json(body?: ResBody): this;
    jsonp(body?: ResBody): this;
    links(links: any): this;
    location(url: string): this;
    redirect(url: string): void;
    redirect(status: number, url: string): void;
    redirect(url: string, status: number): void;
    render(view: string, options?: object, callback?: (error: Error, html: string) => void): void;
    render(view: string, callback?: (error: Error, html: string) => void): void;
    send(body?: ResBody): this;
    sendFile(path: string, ...args: any[]): void;
    sendStatus(code: number): this;
    set(field: any): this;
    set(field: string, value?: string | string[]): this;
    status(code: number): this;
    type(type: string): this;
    vary(field: string): this;
  }
  export interface RequestHandler<
    P = ParamsDictionary,
    ResBody = any,
    ReqBody = any,
    ReqQuery = ParsedQs,
    Locals extends Record<string, any> = Record<string, any>,
  > {
    (
      req: Request<P, ResBody, ReqBody, ReqQuery, Locals>,
      res: Response<ResBody, Locals>,
      next: NextFunction,
    ): unknown;
  }
  export type ErrorRequestHandler<
    P = ParamsDictionary,
    ResBody = any,
    ReqBody = any,
    ReqQuery = ParsedQs,
    Locals extends Record<string, any> = Record<string, any>,
  > = (
    error: any,
    req: Request<P, ResBody, ReqBody, ReqQuery, Locals>,
    res: Response<ResBody, Locals>,
    next: NextFunction,
  ) => unknown;
  export type RequestHandlerParams =
    | RequestHandler<any, any, any, any>
    | ErrorRequestHandler<any, any, any, any>;
  export type PathParams = string | RegExp | (string | RegExp)[];
  export interface RouterMatcher<T> {
    <P = ParamsDictionary, ResBody = any, ReqBody = any, ReqQuery = ParsedQs>(
      path: PathParams,
      ...handlers: RequestHandler<P, ResBody, ReqBody, ReqQuery>[]
    ): T;
    (path: PathParams, ...handlers: (RequestHandlerParams | RequestHandlerParams[])[]): T;
  }
  export interface MiddlewareMatcher<T> {
    (...handlers: RequestHandler[]): T;
    (...handlers: (RequestHandlerParams | RequestHandlerParams[])[]): T;
    (path: PathParams, ...handlers: RequestHandler[]): T;
    (path: PathParams, ...handlers: (RequestHandlerParams | RequestHandlerParams[])[]): T;
  }
  interface RouteMatcher<T> {
    (...handlers: RequestHandler[]): T;
    (...handlers: (RequestHandlerParams | RequestHandlerParams[])[]): T;
  }
  export interface IRoute {
    all: RouteMatcher<this>;
    delete: RouteMatcher<this>;
    get: RouteMatcher<this>;
    post: RouteMatcher<this>;
    put: RouteMatcher<this>;
  }
  export interface IRouter extends RequestHandler {
    all: RouterMatcher<this>;
    delete: RouterMatcher<this>;
    get: RouterMatcher<this>;
    head: RouterMatcher<this>;
    options: RouterMatcher<this>;
    patch: RouterMatcher<this>;
    post: RouterMatcher<this>;
    put: RouterMatcher<this>;
    use: MiddlewareMatcher<this>;
    param(
      name: string,
      handler: (req: Request, res: Response, next: NextFunction, value: any, name: string) => any,
    ): this;
    route(path: PathParams): IRoute;
    stack: any[];
  }
  export interface Router extends IRouter {}
  export interface Application extends IRouter {
    get: ((name: string) => any) & RouterMatcher<this>;
    locals: Record<string, any>;
    disable(setting: string): this;
    enable(setting: string): this;
    engine(extension: string, fn: Function): this;
    listen(...args: any[]): http.Server;
    set(setting: string, value: any): this;
  }
  export interface Express extends Application {
    request: Request;
    response: Response;
  }
}
declare module 'express' {
  import * as core from 'express-serve-static-core';

  function e(): core.Express;
  namespace e {
    export import Application = core.Application;
    export import CookieOptions = core.CookieOptions;
    export import ErrorRequestHandler = core.ErrorRequestHandler;
    export import Express = core.Express;
    export import IRoute = core.IRoute;
    export import IRouter = core.IRouter;
    export import NextFunction = core.NextFunction;
    export import Request = core.Request;
    export import RequestHandler = core.RequestHandler;
    export import Response = core.Response;
    interface Router extends core.Router {}
    function Router(options?: any): core.Router;
    function json(options?: any): core.RequestHandler;
    function raw(options?: any): core.RequestHandler;
    function text(options?: any): core.RequestHandler;
    function urlencoded(options?: any): core.RequestHandler;
    var static: (root: string, options?: any) => core.RequestHandler;
    var application: core.Application;
  }
  export = e;
}
declare module 'body-parser' {
  import * as core from 'express-serve-static-core';
  export function json(options?: any): core.RequestHandler;
  export function raw(options?: any): core.RequestHandler;
  export function text(options?: any): core.RequestHandler;
  export function urlencoded(options?: any): core.RequestHandler;
}
