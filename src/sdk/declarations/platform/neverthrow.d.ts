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
    _unsafeUnwrap(): T;
  }
  export type Result<T, E> = Ok<T, E> | Err<T, E>;
  export function ok<T, E = never>(value: T): Ok<T, E>;
  export function err<T = never, E = unknown>(error: E): Err<T, E>;
}
