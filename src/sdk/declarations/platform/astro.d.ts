// biome-ignore-all lint: these files repeat what the packages declare
// Astro: endpoints and middleware.
declare module 'astro' {
  export interface APIContext {
    cookies: any;
    locals: any;
    params: Record<string, string | undefined>;
    redirect(path: string, status?: number): Response;
    request: Request;
    session: any;
    site: URL | undefined;
    url: URL;
  }
  export type APIRoute = (context: APIContext) => any;
  export type MiddlewareHandler = (context: APIContext, next: () => Promise<Response>) => any;
}
