// biome-ignore-all lint: these files repeat what the packages declare
// Vue Router, and Nuxt, which exports it again: the route and its query.
declare module 'vue-router' {
  export type LocationQueryValue = string | null;
  export type LocationQuery = Record<string, LocationQueryValue | LocationQueryValue[]>;
  export interface RouteLocationNormalized {
    fullPath: string;
    hash: string;
    matched: any[];
    meta: any;
    name: any;
    params: any;
    path: string;
    query: LocationQuery;
    redirectedFrom: any;
  }
  export interface RouteLocationNormalizedLoaded extends RouteLocationNormalized {}
  export interface NavigationGuardNext {
    (to?: any): void;
  }
  export type NavigationGuard = (
    to: RouteLocationNormalized,
    from: RouteLocationNormalized,
    next: NavigationGuardNext,
  ) => any;
  export interface Router {
    readonly currentRoute: { readonly value: RouteLocationNormalizedLoaded };
    afterEach(guard: (to: RouteLocationNormalized, from: RouteLocationNormalized) => any): () => void;
    back(): void;
    beforeEach(guard: NavigationGuard): () => void;
    beforeResolve(guard: NavigationGuard): () => void;
    isReady(): Promise<void>;
    push(to: any): Promise<any>;
    replace(to: any): Promise<any>;
    resolve(to: any): any;
  }
  export interface RouteRecordRaw {
    beforeEnter?: NavigationGuard;
    children?: RouteRecordRaw[];
    component?: any;
    meta?: any;
    name?: any;
    path: string;
    props?: any;
    redirect?: any;
  }
  export function createRouter(options: { history: any; routes: readonly RouteRecordRaw[] }): Router;
  export function createMemoryHistory(base?: string): any;
  export function createWebHashHistory(base?: string): any;
  export function createWebHistory(base?: string): any;
  export function onBeforeRouteLeave(guard: NavigationGuard): void;
  export function onBeforeRouteUpdate(guard: NavigationGuard): void;
  export function useRoute(name?: any): RouteLocationNormalizedLoaded;
  export function useRouter(): Router;
}
declare module '#imports' {
  export { useRoute, useRouter } from 'vue-router';
  export function useRequestURL(options?: any): URL;
}
declare module '#app' {
  export { useRoute, useRouter } from 'vue-router';
  export function useRequestURL(options?: any): URL;
}
declare module 'nuxt/app' {
  export { useRoute, useRouter } from 'vue-router';
  export function useRequestURL(options?: any): URL;
}
