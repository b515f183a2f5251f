// biome-ignore-all lint: these files repeat what the packages declare
// effect: a description of work, which gives a value, or fails.
declare module 'effect' {
  export namespace Effect {
    interface Effect<A, E = never, R = never> {
      readonly success: A;
      readonly failure: E;
      readonly requirements: R;
      [Symbol.iterator](): Iterator<any, A, any>;
      pipe<T, B>(this: T, ab: (value: T) => B): B;
      pipe<T, B, C>(this: T, ab: (value: T) => B, bc: (value: B) => C): C;
      pipe<T, B, C, D>(this: T, ab: (value: T) => B, bc: (value: B) => C, cd: (value: C) => D): D;
      pipe<T, B, C, D, F>(
        this: T,
        ab: (value: T) => B,
        bc: (value: B) => C,
        cd: (value: C) => D,
        df: (value: D) => F,
      ): F;
    }
    interface Adapter {
      <A>(self: Effect<A, any, any>): Effect<A, any, any>;
    }
    interface Attempt<A> {
      readonly try: (signal: any) => A;
      readonly catch: (error: unknown) => any;
    }
    interface Named {
      <Args extends unknown[], A>(body: (...args: Args) => Generator<any, A, any>): (...args: Args) => Effect<A, any, any>;
    }
    function gen<A>(body: (resume: Adapter) => Generator<any, A, any>): Effect<A, any, any>;
    function fn(name: string, options?: any): Named;
    function fn<Args extends unknown[], A>(
      body: (...args: Args) => Generator<any, A, any>,
    ): (...args: Args) => Effect<A, any, any>;
    function fnUntraced<Args extends unknown[], A>(
      body: (...args: Args) => Generator<any, A, any>,
    ): (...args: Args) => Effect<A, any, any>;
    function succeed<A>(value: A): Effect<A>;
    function fail<E>(error: E): Effect<never, E>;
    function sync<A>(evaluate: () => A): Effect<A>;
    function suspend<A>(evaluate: () => Effect<A, any, any>): Effect<A, any, any>;
    function async<A>(register: (resume: (effect: Effect<A, any, any>) => void, signal: any) => any): Effect<A, any, any>;
    function promise<A>(evaluate: (signal: any) => PromiseLike<A>): Effect<A>;
    function tryPromise<A>(attempt: ((signal: any) => PromiseLike<A>) | Attempt<PromiseLike<A>>): Effect<A, any>;
    function runPromise<A>(effect: Effect<A, any, any>, options?: any): Promise<A>;
    function runSync<A>(effect: Effect<A, any, any>): A;
    function flatMap<A, B>(f: (value: A) => Effect<B, any, any>): (self: Effect<A, any, any>) => Effect<B, any, any>;
    function flatMap<A, B>(self: Effect<A, any, any>, f: (value: A) => Effect<B, any, any>): Effect<B, any, any>;
    function map<A, B>(f: (value: A) => B): (self: Effect<A, any, any>) => Effect<B, any, any>;
    function map<A, B>(self: Effect<A, any, any>, f: (value: A) => B): Effect<B, any, any>;
    function tap<A>(f: (value: A) => any): (self: Effect<A, any, any>) => Effect<A, any, any>;
    function tap<A>(self: Effect<A, any, any>, f: (value: A) => any): Effect<A, any, any>;
    function andThen<A, B>(f: (value: A) => Effect<B, any, any>): (self: Effect<A, any, any>) => Effect<B, any, any>;
    function andThen<A, B>(self: Effect<A, any, any>, f: (value: A) => Effect<B, any, any>): Effect<B, any, any>;
    function log(...message: any[]): Effect<void>;
  }
  export function pipe<A, B>(value: A, ab: (value: A) => B): B;
  export function pipe<A, B, C>(value: A, ab: (value: A) => B, bc: (value: B) => C): C;
  export function pipe<A, B, C, D>(value: A, ab: (value: A) => B, bc: (value: B) => C, cd: (value: C) => D): D;
  export function pipe<A, B, C, D, F>(
    value: A,
    ab: (value: A) => B,
    bc: (value: B) => C,
    cd: (value: C) => D,
    df: (value: D) => F,
  ): F;
}
