// biome-ignore-all lint: these files repeat what the packages declare
// What the files of a Nuxt project use without an import. Only for projects that depend on nuxt.
declare function useRequestURL(options?: any): URL;
declare function useRoute(name?: any): import('vue-router').RouteLocationNormalizedLoaded;
declare function useRouter(): import('vue-router').Router;
declare function defineNuxtRouteMiddleware(
  middleware: (
    to: import('vue-router').RouteLocationNormalized,
    from: import('vue-router').RouteLocationNormalized,
  ) => any,
): any;
declare function defineEventHandler(handler: (event: import('h3').H3Event) => any): any;
declare function eventHandler(handler: (event: import('h3').H3Event) => any): any;
declare function getQuery<T = any>(event: import('h3').H3Event): T;
declare function getRequestURL(event: import('h3').H3Event, options?: any): URL;
