// biome-ignore-all lint: these files repeat what the packages declare
// Next: route handlers, API routes and what pages read the query from.
declare module 'next' {
  import * as http from 'http';
  export interface NextApiRequest extends http.IncomingMessage {
    body: any;
    cookies: Partial<Record<string, string>>;
    query: Partial<Record<string, string | string[]>>;
  }
  export interface NextApiResponse<T = any> extends http.ServerResponse {
    json(body: T): void;
    redirect(url: string): this;
    redirect(status: number, url: string): this;
    send(body: T): void;
    status(code: number): this;
  }
  export type NextApiHandler<T = any> = (req: NextApiRequest, res: NextApiResponse<T>) => unknown;
  export interface GetServerSidePropsContext {
    params?: any;
    query: Partial<Record<string, string | string[]>>;
    req: http.IncomingMessage;
    res: http.ServerResponse;
    resolvedUrl: string;
  }
  export type GetServerSideProps = (context: GetServerSidePropsContext) => Promise<any>;
}
declare module 'next/server' {
  export interface NextURL extends URL {
    basePath: string;
    locale: string;
    clone(): NextURL;
  }
  export class NextRequest implements Request {
    constructor(input: RequestInfo | URL, init?: any);
    readonly cookies: any;
    readonly nextUrl: NextURL;
  }
  export interface NextRequest extends Request {}
  export class NextResponse<T = unknown> {
    constructor(body?: any, init?: ResponseInit);
    readonly cookies: any;
    static json(body: any, init?: ResponseInit): NextResponse;
    static next(init?: any): NextResponse;
    static redirect(url: string | URL, init?: number | ResponseInit): NextResponse;
    static rewrite(url: string | URL, init?: any): NextResponse;
  }
  export interface NextResponse<T = unknown> extends Response {}
}
declare module 'next/navigation' {
  export interface ReadonlyURLSearchParams extends URLSearchParams {}
  export function notFound(): never;
  export function permanentRedirect(url: string, type?: any): never;
  export function redirect(url: string, type?: any): never;
  export function useParams<T = any>(): T;
  export function usePathname(): string;
  export function useRouter(): any;
  export function useSearchParams(): ReadonlyURLSearchParams;
}
declare module 'next/router' {
  export interface NextRouter {
    readonly asPath: string;
    events: any;
    readonly isReady: boolean;
    readonly pathname: string;
    readonly query: Partial<Record<string, string | string[]>>;
    back(): void;
    push(url: any, as?: any, options?: any): Promise<boolean>;
    reload(): void;
    replace(url: any, as?: any, options?: any): Promise<boolean>;
    readonly route: string;
  }
  export function useRouter(): NextRouter;
}
declare module 'next/headers' {
  export function cookies(): any;
  export function headers(): any;
}
