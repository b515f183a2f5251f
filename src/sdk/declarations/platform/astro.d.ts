// biome-ignore-all lint: these files repeat what the packages declare
// Astro: endpoints, middleware, and the frontmatter of pages.
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
  export interface AstroGlobal extends APIContext {
    props: any;
    response: any;
    slots: any;
  }
  export type APIRoute = (context: APIContext) => any;
  export type MiddlewareHandler = (context: APIContext, next: () => Promise<Response>) => any;
}
