// biome-ignore-all lint: these files repeat what the packages declare
// neverthrow: a value, or the error that stands for it.
declare module 'neverthrow' {
  export class Ok<T, E> {
    readonly value: T;
    constructor(value: T);
    isOk(): this is Ok<T, E>;
    isErr(): this is Err<T, E>;
    match<A, B = A>(ok: (value: T) => A, err: (error: E) => B): A | B;
    map<A>(f: (value: T) => A): Result<A, E>;
    andThen<R>(f: (value: T) => R): R;
    asyncMap<A>(f: (value: T) => Promise<A>): ResultAsync<A, E>;
    asyncAndThen<R>(f: (value: T) => R): R;
    _unsafeUnwrap(): T;
  }
  export class Err<T, E> {
    readonly error: E;
    constructor(error: E);
    isOk(): this is Ok<T, E>;
    isErr(): this is Err<T, E>;
    match<A, B = A>(ok: (value: T) => A, err: (error: E) => B): A | B;
    map<A>(f: (value: T) => A): Result<A, E>;
    andThen<R>(f: (value: T) => R): R;
    asyncMap<A>(f: (value: T) => Promise<A>): ResultAsync<A, E>;
    asyncAndThen<R>(f: (value: T) => R): R;
    _unsafeUnwrap(): T;
  }
  export type Result<T, E> = Ok<T, E> | Err<T, E>;
  export class ResultAsync<T, E> {
    static fromPromise<T, E>(promise: PromiseLike<T>, f: (reason: unknown) => E): ResultAsync<T, E>;
    static fromSafePromise<T, E = never>(promise: PromiseLike<T>): ResultAsync<T, E>;
    map<A>(f: (value: T) => A | Promise<A>): ResultAsync<A, E>;
    andThen<R>(f: (value: T) => R): R;
    match<A, B = A>(ok: (value: T) => A, err: (error: E) => B): Promise<A | B>;
    then<A, B>(done?: (result: Result<T, E>) => A | PromiseLike<A>, failed?: (reason: unknown) => B | PromiseLike<B>): PromiseLike<A | B>;
  }
  export function okAsync<T, E = never>(value: T): ResultAsync<T, E>;
  export function errAsync<T = never, E = unknown>(error: E): ResultAsync<T, E>;
  export function ok<T, E = never>(value: T): Ok<T, E>;
  export function err<T = never, E = unknown>(error: E): Err<T, E>;
}
