// biome-ignore-all lint: these files repeat what the packages declare
// h3: the handlers of Nitro and Nuxt.
declare module 'h3' {
  export interface H3Event {
    context: any;
    readonly headers: Headers;
    readonly method: string;
    node: any;
    readonly path: string;
  }
  export function defineEventHandler(handler: (event: H3Event) => any): any;
  export function eventHandler(handler: (event: H3Event) => any): any;
  export function getQuery<T = any>(event: H3Event): T;
  export function getRequestURL(event: H3Event, options?: any): URL;
  export function readBody<T = any>(event: H3Event): Promise<T>;
  export function sendRedirect(event: H3Event, location: string, status?: number): any;
}
