// biome-ignore-all lint: these files repeat what the packages declare
// React Router and Remix: loaders, and the hooks that read the query.
declare module 'react-router' {
  interface DataFunctionArgs {
    context: any;
    params: Record<string, string | undefined>;
    request: Request;
  }
  export interface LoaderFunctionArgs extends DataFunctionArgs {}
  export interface ActionFunctionArgs extends DataFunctionArgs {}
  export interface ClientLoaderFunctionArgs extends DataFunctionArgs {}
  export type LoaderFunction = (args: LoaderFunctionArgs, handlerCtx?: any) => any;
  export type ActionFunction = (args: ActionFunctionArgs, handlerCtx?: any) => any;
  export interface Location<State = any> {
    hash: string;
    key: string;
    pathname: string;
    search: string;
    state: State;
  }
  export function redirect(url: string, init?: any): Response;
  export function useLocation(): Location;
  export function useNavigate(): any;
  export function useParams<T = any>(): T;
  export function useSearchParams(init?: any): [URLSearchParams, (next: any, options?: any) => void];
}
declare module 'react-router-dom' {
  export * from 'react-router';
}
declare module '@remix-run/react' {
  export * from 'react-router';
}
declare module '@remix-run/server-runtime' {
  export * from 'react-router';
}
declare module '@remix-run/node' {
  export * from 'react-router';
}
declare module '@remix-run/cloudflare' {
  export * from 'react-router';
}
