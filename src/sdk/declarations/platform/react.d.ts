// biome-ignore-all lint: these files repeat what the packages declare
// React: what a component keeps between two renders.
declare module 'react' {
  export * as default from 'react';
  export type Dispatch<A> = (value: A) => void;
  export type SetStateAction<S> = S | ((previous: S) => S);
  export interface RefObject<T> {
    current: T;
  }
  export interface MutableRefObject<T> {
    current: T;
  }
  export interface ProviderProps<T> {
    value: T;
    children?: any;
  }
  export interface Context<T> {
    Provider: (properties: ProviderProps<T>) => any;
    displayName?: string;
  }
  export function createContext<T>(initial: T): Context<T>;
  export function useContext<T>(context: Context<T>): T;
  export function useCallback<T extends Function>(callback: T, dependencies: readonly unknown[]): T;
  export function useMemo<T>(factory: () => T, dependencies: readonly unknown[]): T;
  export function useRef<T>(initial?: T): RefObject<T>;
  export function useState<S>(initial: S | (() => S)): [S, Dispatch<SetStateAction<S>>];
  export function useState<S = undefined>(): [S | undefined, Dispatch<SetStateAction<S | undefined>>];
}
