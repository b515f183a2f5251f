// biome-ignore-all lint: these files repeat what the packages declare
// Maps that forget: what is put in by a key comes out by that key, or not at all.
declare module 'lru-cache' {
  export class LRUCache<K, V> {
    constructor(options?: any);
    readonly size: number;
    clear(): void;
    delete(key: K): boolean;
    get(key: K): V | undefined;
    has(key: K): boolean;
    peek(key: K): V | undefined;
    set(key: K, value: V): this;
  }
  export default LRUCache;
}
declare module 'quick-lru' {
  export default class QuickLRU<K, V> {
    constructor(options: any);
    readonly size: number;
    clear(): void;
    delete(key: K): boolean;
    get(key: K): V | undefined;
    has(key: K): boolean;
    peek(key: K): V | undefined;
    set(key: K, value: V): this;
  }
}
