// biome-ignore-all lint: these files repeat what the packages declare
// Stores, signals and atoms: one value that others are told of.
declare module 'svelte/store' {
  export interface Readable<T> {
    subscribe(run: (value: T) => void, invalidate?: () => void): () => void;
  }
  export interface Writable<T> extends Readable<T> {
    set(value: T): void;
    update(updater: (value: T) => T): void;
  }
  export function get<T>(store: Readable<T>): T;
  export function writable<T>(value: T): Writable<T>;
  export function writable<T>(): Writable<T | undefined>;
}
declare module '@preact/signals-core' {
  export interface ReadonlySignal<T> {
    readonly value: T;
    peek(): T;
    subscribe(run: (value: T) => void): () => void;
  }
  export interface Signal<T> {
    value: T;
    peek(): T;
    subscribe(run: (value: T) => void): () => void;
  }
  export function computed<T>(compute: () => T): ReadonlySignal<T>;
  export function signal<T>(value: T): Signal<T>;
  export function signal<T>(): Signal<T | undefined>;
}
declare module '@preact/signals' {
  export * from '@preact/signals-core';
}
declare module '@preact/signals-react' {
  export * from '@preact/signals-core';
}
declare module 'solid-js' {
  export type Accessor<T> = () => T;
  export type Setter<T> = (value: T | ((previous: T) => T)) => void;
  export type Signal<T> = [Accessor<T>, Setter<T>];
  export function createMemo<T>(compute: () => T): Accessor<T>;
  export function createSignal<T>(value: T): [Accessor<T>, Setter<T>];
  export function createSignal<T>(): [Accessor<T | undefined>, Setter<T | undefined>];
}
declare module 'jotai' {
  export interface PrimitiveAtom<T> {
    init: T;
  }
  export type Update<T> = (value: T | ((previous: T) => T)) => void;
  export function atom<T>(value: T): PrimitiveAtom<T>;
  export function useAtom<T>(atom: PrimitiveAtom<T>): [T, Update<T>];
  export function useAtomValue<T>(atom: PrimitiveAtom<T>): T;
  export function useSetAtom<T>(atom: PrimitiveAtom<T>): Update<T>;
}
