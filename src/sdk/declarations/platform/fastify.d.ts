// biome-ignore-all lint: these files repeat what the packages declare
// Fastify: requests, replies and routes.
declare module 'fastify' {
  import * as http from 'http';
  export interface RouteGenericInterface {
    Body?: unknown;
    Headers?: unknown;
    Params?: unknown;
    Querystring?: unknown;
    Reply?: unknown;
  }
  export interface FastifyRequest<T extends RouteGenericInterface = RouteGenericInterface> {
    body: T['Body'];
    headers: http.IncomingHttpHeaders;
    readonly hostname: string;
    log: any;
    readonly method: string;
    readonly originalUrl: string;
    params: T['Params'];
    readonly protocol: string;
    query: T['Querystring'];
    readonly raw: http.IncomingMessage;
    readonly url: string;
    [member: string]: any;
  }
  export interface FastifyReply<T extends RouteGenericInterface = RouteGenericInterface> {
    readonly raw: http.ServerResponse;
    readonly sent: boolean;
    statusCode: number;
    code(status: number): this;
    header(name: string, value?: any): this;
    headers(values: Record<string, any>): this;
    hijack(): this;
    redirect(url: string, status?: number): this;
    redirect(status: number, url: string): this;
    send(payload?: any): this;
    status(status: number): this;
    type(contentType: string): this;
    [member: string]: any;
  }
  export type RouteHandlerMethod<T extends RouteGenericInterface = RouteGenericInterface> = (
    this: FastifyInstance,
    request: FastifyRequest<T>,
    reply: FastifyReply<T>,
  ) => any;
  interface RouteShorthand {
    <T extends RouteGenericInterface = RouteGenericInterface>(
      path: string,
      handler: RouteHandlerMethod<T>,
    ): FastifyInstance;
    <T extends RouteGenericInterface = RouteGenericInterface>(
      path: string,
      options: any,
      handler: RouteHandlerMethod<T>,
    ): FastifyInstance;
  }
  export interface FastifyInstance {
    all: RouteShorthand;
    delete: RouteShorthand;
    get: RouteShorthand;
    patch: RouteShorthand;
    post: RouteShorthand;
    put: RouteShorthand;
    readonly server: http.Server;
    addHook(name: string, hook: (request: FastifyRequest, reply: FastifyReply, ...rest: any[]) => any): this;
    close(): Promise<void>;
    listen(options?: any, callback?: any): Promise<string>;
    register(plugin: (instance: FastifyInstance, options: any, done: any) => any, options?: any): this;
    route<T extends RouteGenericInterface = RouteGenericInterface>(options: {
      handler: RouteHandlerMethod<T>;
      method: string | string[];
      url: string;
      [option: string]: any;
    }): this;
    setErrorHandler(handler: (error: any, request: FastifyRequest, reply: FastifyReply) => any): this;
    [member: string]: any;
  }
  export type FastifyPluginCallback<Options = any, Server = any, Types = any, Log = any> = (
    instance: FastifyInstance,
    options: Options,
    done: (error?: Error) => void,
  ) => void;
  export type FastifyPluginAsync<Options = any, Server = any, Types = any, Log = any> = (
    instance: FastifyInstance,
    options: Options,
  ) => Promise<void>;
  export function fastify(options?: any): FastifyInstance;
  export { fastify as default };
}
