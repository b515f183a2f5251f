// biome-ignore-all lint: these files repeat what the packages declare
// Vue: the boxes that components and composables share.
declare module 'vue' {
  export interface Ref<T> {
    value: T;
  }
  export interface ShallowRef<T> extends Ref<T> {}
  export interface ComputedRef<T> {
    readonly value: T;
  }
  export function computed<T>(getter: () => T): ComputedRef<T>;
  export function ref<T>(value: T): Ref<T>;
  export function ref<T>(): Ref<T | undefined>;
  export function shallowRef<T>(value: T): ShallowRef<T>;
  export function shallowRef<T>(): ShallowRef<T | undefined>;
  export function unref<T>(ref: Ref<T> | ComputedRef<T>): T;
  export function watch<T>(
    source: Ref<T> | ComputedRef<T> | (() => T),
    run: (value: T, previous: T | undefined, onCleanup: any) => any,
    options?: any,
  ): () => void;
}
declare module '@vue/reactivity' {
  export { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef, unref } from 'vue';
}
