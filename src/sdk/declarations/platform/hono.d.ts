// biome-ignore-all lint: these files repeat what the packages declare
// Hono: the context of a handler.
declare module 'hono' {
  export interface HonoRequest {
    readonly method: string;
    readonly path: string;
    readonly raw: Request;
    readonly url: string;
    formData(): Promise<FormData>;
    header(name: string): string | undefined;
    header(): Record<string, string>;
    json(): Promise<any>;
    param(name: string): string;
    param(): Record<string, string>;
    parseBody(options?: any): Promise<Record<string, any>>;
    queries(name: string): string[] | undefined;
    queries(): Record<string, string[]>;
    query(name: string): string | undefined;
    query(): Record<string, string>;
    text(): Promise<string>;
    valid(target: string): any;
  }
  export interface Context<E = any> {
    env: any;
    readonly req: HonoRequest;
    res: Response;
    var: any;
    body(data: any, status?: any, headers?: any): Response;
    get(key: string): any;
    header(name: string, value?: string, options?: any): void;
    html(html: any, status?: any, headers?: any): Response;
    json(value: any, status?: any, headers?: any): Response;
    newResponse(data: any, status?: any, headers?: any): Response;
    notFound(): Response;
    redirect(location: string | URL, status?: number): Response;
    set(key: string, value: any): void;
    status(status: number): void;
    text(text: string, status?: any, headers?: any): Response;
  }
  export type Next = () => Promise<void>;
  export type Handler = (c: Context, next: Next) => any;
  export type MiddlewareHandler = (c: Context, next: Next) => Promise<Response | void>;
  export class Hono<E = any> {
    constructor(options?: any);
    all(path: string, ...handlers: Handler[]): this;
    delete(path: string, ...handlers: Handler[]): this;
    get(path: string, ...handlers: Handler[]): this;
    on(method: string | string[], path: string | string[], ...handlers: Handler[]): this;
    post(path: string, ...handlers: Handler[]): this;
    put(path: string, ...handlers: Handler[]): this;
    use(path: string, ...handlers: Handler[]): this;
    use(...handlers: Handler[]): this;
    basePath(path: string): Hono;
    fetch(request: Request, env?: any, context?: any): Response | Promise<Response>;
    onError(handler: (error: Error, c: Context) => any): this;
    request(input: any, init?: RequestInit): Response | Promise<Response>;
    route(path: string, app: any): this;
  }
}
