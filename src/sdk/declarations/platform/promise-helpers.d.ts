// biome-ignore-all lint: these files repeat what the packages declare
// Functions that wait for a promise, or call something that gives one.
declare module 'p-timeout' {
  interface Options {
    customTimers?: any;
    fallback?: () => any;
    message?: string | Error | false;
    milliseconds: number;
    signal?: AbortSignal;
  }
  export default function pTimeout<T>(promise: PromiseLike<T>, options: Options): Promise<T>;
  export default function pTimeout<T>(promise: PromiseLike<T>, ms: number, message?: any): Promise<T>;
}
declare module 'p-retry' {
  export default function pRetry<T>(
    input: (attempt: number) => PromiseLike<T> | T,
    options?: any,
  ): Promise<T>;
}
declare module 'p-limit' {
  export interface LimitFunction {
    <T>(run: () => PromiseLike<T> | T): Promise<T>;
    readonly activeCount: number;
    readonly pendingCount: number;
    clearQueue(): void;
  }
  export default function pLimit(concurrency: any): LimitFunction;
}
declare module 'p-defer' {
  export interface DeferredPromise<T> {
    promise: Promise<T>;
    reject(this: void, reason?: unknown): void;
    resolve(this: void, value: T | PromiseLike<T>): void;
  }
  export default function pDefer<T>(): DeferredPromise<T>;
}
