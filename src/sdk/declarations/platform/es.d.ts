// biome-ignore-all lint: these files repeat what the packages declare
// The part of the language's library that value flow and guards meet; the real lib.es2023 takes 200 ms.
// Types
interface Boolean {
  valueOf(): boolean;
}
interface Object {
  constructor: Function;
  toString(): string;
  valueOf(): Object;
  hasOwnProperty(key: PropertyKey): boolean;
}
interface Function {
  apply(this: Function, thisArg: any, args?: any): any;
  call(this: Function, thisArg: any, ...args: any[]): any;
  bind(this: Function, thisArg: any, ...args: any[]): any;
  toString(): string;
  prototype: any;
  readonly length: number;
  readonly name: string;
  [Symbol.hasInstance](value: any): boolean;
}
interface CallableFunction extends Function {
  apply<T, R>(this: (this: T) => R, thisArg: T): R;
  apply<T, A extends any[], R>(this: (this: T, ...args: A) => R, thisArg: T, args: A): R;
  call<T, A extends any[], R>(this: (this: T, ...args: A) => R, thisArg: T, ...args: A): R;
  bind<T>(this: T, thisArg: ThisParameterType<T>): OmitThisParameter<T>;
  bind<T, A extends any[], B extends any[], R>(
    this: (this: T, ...args: [...A, ...B]) => R,
    thisArg: T,
    ...args: A
  ): (...args: B) => R;
}
interface NewableFunction extends Function {
  apply<T, A extends any[]>(this: new (...args: A) => T, thisArg: T, args: A): void;
  call<T, A extends any[]>(this: new (...args: A) => T, thisArg: T, ...args: A): void;
  bind<T>(this: T, thisArg: any): T;
}
interface IArguments {
  [index: number]: any;
  length: number;
  callee: Function;
}
interface PropertyDescriptor {
  configurable?: boolean;
  enumerable?: boolean;
  value?: any;
  writable?: boolean;
  get?(): any;
  set?(v: any): void;
}
interface TypedPropertyDescriptor<T> {
  enumerable?: boolean;
  configurable?: boolean;
  writable?: boolean;
  value?: T;
  get?: () => T;
  set?: (value: T) => void;
}
interface TemplateStringsArray extends ReadonlyArray<string> {
  readonly raw: readonly string[];
}
interface ImportMeta {
  url: string;
  dirname: string;
  filename: string;
  env: any;
}
interface ImportCallOptions {
  with?: ImportAttributes;
}
interface ImportAttributes {
  [key: string]: string;
}
interface ThisType<T> {}
interface Disposable {
  [Symbol.dispose](): void;
}
interface AsyncDisposable {
  [Symbol.asyncDispose](): PromiseLike<void>;
}
type PropertyKey = string | number | symbol;
type ClassDecorator = <T extends Function>(target: T) => T | void;
type PropertyDecorator = (target: Object, key: string | symbol) => void;
type MethodDecorator = <T>(
  target: Object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<T>,
) => TypedPropertyDescriptor<T> | void;
type ParameterDecorator = (target: Object, key: string | symbol | undefined, index: number) => void;
type ThisParameterType<T> = T extends (this: infer U, ...args: never) => any ? U : unknown;
type OmitThisParameter<T> =
  unknown extends ThisParameterType<T> ? T : T extends (...args: infer A) => infer R ? (...args: A) => R : T;
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type NoInfer<T> = intrinsic;
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ConstructorParameters<T extends abstract new (...args: any) => any> = T extends abstract new (
  ...args: infer P
) => any
  ? P
  : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (
  ...args: any
) => infer R
  ? R
  : any;
type Awaited<T> = T extends null | undefined
  ? T
  : T extends object & { then(onfulfilled: infer F, ...args: infer _): any }
    ? F extends (value: infer V, ...args: infer _) => any
      ? Awaited<V>
      : never
    : T;

// Symbols and iteration
interface Symbol {
  readonly description: string | undefined;
  toString(): string;
}
interface SymbolConstructor {
  (description?: string | number): symbol;
  for(key: string): symbol;
  readonly iterator: unique symbol;
  readonly asyncIterator: unique symbol;
  readonly hasInstance: unique symbol;
  readonly toStringTag: unique symbol;
  readonly toPrimitive: unique symbol;
  readonly dispose: unique symbol;
  readonly asyncDispose: unique symbol;
}
declare var Symbol: SymbolConstructor;
interface IteratorYieldResult<T> {
  done?: false;
  value: T;
}
interface IteratorReturnResult<T> {
  done: true;
  value: T;
}
type IteratorResult<T, TReturn = any> = IteratorYieldResult<T> | IteratorReturnResult<TReturn>;
interface Iterator<T, TReturn = any, TNext = any> {
  next(...args: [] | [TNext]): IteratorResult<T, TReturn>;
  return?(value?: TReturn): IteratorResult<T, TReturn>;
  throw?(e?: any): IteratorResult<T, TReturn>;
}
interface Iterable<T, TReturn = any, TNext = any> {
  [Symbol.iterator](): Iterator<T, TReturn, TNext>;
}
interface IterableIterator<T, TReturn = any, TNext = any> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IterableIterator<T, TReturn, TNext>;
}
interface IteratorObject<T, TReturn = unknown, TNext = unknown> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IteratorObject<T, TReturn, TNext>;
  map<U>(callback: (value: T, index: number) => U): IteratorObject<U, undefined, unknown>;
  filter(predicate: (value: T, index: number) => unknown): IteratorObject<T, undefined, unknown>;
  find(predicate: (value: T, index: number) => unknown): T | undefined;
  forEach(callback: (value: T, index: number) => void): void;
  toArray(): T[];
}
type BuiltinIteratorReturn = intrinsic;
interface ArrayIterator<T> extends IteratorObject<T, BuiltinIteratorReturn, unknown> {
  [Symbol.iterator](): ArrayIterator<T>;
}
interface AsyncIterator<T, TReturn = any, TNext = any> {
  next(...args: [] | [TNext]): Promise<IteratorResult<T, TReturn>>;
  return?(value?: TReturn | PromiseLike<TReturn>): Promise<IteratorResult<T, TReturn>>;
  throw?(e?: any): Promise<IteratorResult<T, TReturn>>;
}
interface AsyncIterable<T, TReturn = any, TNext = any> {
  [Symbol.asyncIterator](): AsyncIterator<T, TReturn, TNext>;
}
interface AsyncIterableIterator<T, TReturn = any, TNext = any> extends AsyncIterator<T, TReturn, TNext> {
  [Symbol.asyncIterator](): AsyncIterableIterator<T, TReturn, TNext>;
}
interface AsyncIteratorObject<T, TReturn = unknown, TNext = unknown>
  extends AsyncIterator<T, TReturn, TNext> {
  [Symbol.asyncIterator](): AsyncIteratorObject<T, TReturn, TNext>;
}
interface Generator<T = unknown, TReturn = any, TNext = any> extends IteratorObject<T, TReturn, TNext> {
  next(...args: [] | [TNext]): IteratorResult<T, TReturn>;
  return(value: TReturn): IteratorResult<T, TReturn>;
  throw(e: any): IteratorResult<T, TReturn>;
  [Symbol.iterator](): Generator<T, TReturn, TNext>;
}
interface AsyncGenerator<T = unknown, TReturn = any, TNext = any>
  extends AsyncIteratorObject<T, TReturn, TNext> {
  next(...args: [] | [TNext]): Promise<IteratorResult<T, TReturn>>;
  return(value: TReturn | PromiseLike<TReturn>): Promise<IteratorResult<T, TReturn>>;
  throw(e: any): Promise<IteratorResult<T, TReturn>>;
  [Symbol.asyncIterator](): AsyncGenerator<T, TReturn, TNext>;
}

// Promises
interface PromiseLike<T> {
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null | undefined,
    onrejected?: ((reason: any) => B | PromiseLike<B>) | null | undefined,
  ): PromiseLike<A | B>;
}
interface Promise<T> {
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null | undefined,
    onrejected?: ((reason: any) => B | PromiseLike<B>) | null | undefined,
  ): Promise<A | B>;
  catch<B = never>(onrejected?: ((reason: any) => B | PromiseLike<B>) | null | undefined): Promise<T | B>;
  finally(onfinally?: (() => void) | null | undefined): Promise<T>;
  readonly [Symbol.toStringTag]: string;
}
interface PromiseFulfilledResult<T> {
  status: 'fulfilled';
  value: T;
}
interface PromiseRejectedResult {
  status: 'rejected';
  reason: any;
}
type PromiseSettledResult<T> = PromiseFulfilledResult<T> | PromiseRejectedResult;
interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: any) => void;
}
type PromiseConstructorLike = new <T>(
  executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void) => void,
) => PromiseLike<T>;
interface PromiseConstructor {
  readonly prototype: Promise<any>;
  new <T>(
    executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void) => void,
  ): Promise<T>;
  all<T extends readonly unknown[] | []>(values: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }>;
  all<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  allSettled<T extends readonly unknown[] | []>(
    values: T,
  ): Promise<{ -readonly [P in keyof T]: PromiseSettledResult<Awaited<T[P]>> }>;
  allSettled<T>(values: Iterable<T | PromiseLike<T>>): Promise<PromiseSettledResult<Awaited<T>>[]>;
  race<T extends readonly unknown[] | []>(values: T): Promise<Awaited<T[number]>>;
  race<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  any<T extends readonly unknown[] | []>(values: T): Promise<Awaited<T[number]>>;
  any<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  reject<T = never>(reason?: any): Promise<T>;
  resolve(): Promise<void>;
  resolve<T>(value: T): Promise<Awaited<T>>;
  resolve<T>(value: T | PromiseLike<T>): Promise<Awaited<T>>;
  withResolvers<T>(): PromiseWithResolvers<T>;
  try<T, A extends unknown[]>(callback: (...args: A) => T | PromiseLike<T>, ...args: A): Promise<Awaited<T>>;
}
declare var Promise: PromiseConstructor;

// Collections
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [n: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
  at(index: number): T | undefined;
  concat(...items: (T | ConcatArray<T>)[]): T[];
  entries(): ArrayIterator<[number, T]>;
  every<S extends T>(
    predicate: (value: T, index: number, array: readonly T[]) => value is S,
  ): this is readonly S[];
  every(predicate: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  filter<S extends T>(predicate: (value: T, index: number, array: readonly T[]) => value is S): S[];
  filter(predicate: (value: T, index: number, array: readonly T[]) => unknown): T[];
  find<S extends T>(predicate: (value: T, index: number, obj: readonly T[]) => value is S): S | undefined;
  find(predicate: (value: T, index: number, obj: readonly T[]) => unknown): T | undefined;
  findIndex(predicate: (value: T, index: number, obj: readonly T[]) => unknown): number;
  findLast(predicate: (value: T, index: number, obj: readonly T[]) => unknown): T | undefined;
  flat(depth?: number): any[];
  flatMap<U>(callback: (value: T, index: number, array: readonly T[]) => U | readonly U[]): U[];
  forEach(callback: (value: T, index: number, array: readonly T[]) => void, thisArg?: any): void;
  includes(value: T, fromIndex?: number): boolean;
  indexOf(value: T, fromIndex?: number): number;
  join(separator?: string): string;
  keys(): ArrayIterator<number>;
  lastIndexOf(value: T, fromIndex?: number): number;
  map<U>(callback: (value: T, index: number, array: readonly T[]) => U, thisArg?: any): U[];
  reduce(callback: (previous: T, current: T, index: number, array: readonly T[]) => T): T;
  reduce<U>(callback: (previous: U, current: T, index: number, array: readonly T[]) => U, initial: U): U;
  slice(start?: number, end?: number): T[];
  some(predicate: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  values(): ArrayIterator<T>;
}
interface ConcatArray<T> {
  readonly length: number;
  readonly [n: number]: T;
  join(separator?: string): string;
  slice(start?: number, end?: number): T[];
}
interface Array<T> {
  length: number;
  [n: number]: T;
  [Symbol.iterator](): ArrayIterator<T>;
  at(index: number): T | undefined;
  concat(...items: (T | ConcatArray<T>)[]): T[];
  entries(): ArrayIterator<[number, T]>;
  every<S extends T>(predicate: (value: T, index: number, array: T[]) => value is S): this is S[];
  every(predicate: (value: T, index: number, array: T[]) => unknown): boolean;
  fill(value: T, start?: number, end?: number): this;
  filter<S extends T>(predicate: (value: T, index: number, array: T[]) => value is S): S[];
  filter(predicate: (value: T, index: number, array: T[]) => unknown): T[];
  find<S extends T>(predicate: (value: T, index: number, obj: T[]) => value is S): S | undefined;
  find(predicate: (value: T, index: number, obj: T[]) => unknown): T | undefined;
  findIndex(predicate: (value: T, index: number, obj: T[]) => unknown): number;
  findLast(predicate: (value: T, index: number, obj: T[]) => unknown): T | undefined;
  flat(depth?: number): any[];
  flatMap<U>(callback: (value: T, index: number, array: T[]) => U | readonly U[]): U[];
  forEach(callback: (value: T, index: number, array: T[]) => void, thisArg?: any): void;
  includes(value: T, fromIndex?: number): boolean;
  indexOf(value: T, fromIndex?: number): number;
  join(separator?: string): string;
  keys(): ArrayIterator<number>;
  lastIndexOf(value: T, fromIndex?: number): number;
  map<U>(callback: (value: T, index: number, array: T[]) => U, thisArg?: any): U[];
  pop(): T | undefined;
  push(...items: T[]): number;
  reduce(callback: (previous: T, current: T, index: number, array: T[]) => T): T;
  reduce<U>(callback: (previous: U, current: T, index: number, array: T[]) => U, initial: U): U;
  reverse(): T[];
  shift(): T | undefined;
  slice(start?: number, end?: number): T[];
  some(predicate: (value: T, index: number, array: T[]) => unknown): boolean;
  sort(compare?: (a: T, b: T) => number): this;
  splice(start: number, deleteCount?: number, ...items: T[]): T[];
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  unshift(...items: T[]): number;
  values(): ArrayIterator<T>;
}
interface ArrayConstructor {
  new <T = any>(...items: T[]): T[];
  <T = any>(...items: T[]): T[];
  isArray(value: any): value is any[];
  from<T>(source: Iterable<T> | ArrayLike<T>): T[];
  from<T, U>(source: Iterable<T> | ArrayLike<T>, map: (value: T, index: number) => U): U[];
  of<T>(...items: T[]): T[];
  readonly prototype: any[];
}
declare var Array: ArrayConstructor;
interface ArrayLike<T> {
  readonly length: number;
  readonly [n: number]: T;
}
interface ReadonlyMap<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void;
  entries(): ArrayIterator<[K, V]>;
  keys(): ArrayIterator<K>;
  values(): ArrayIterator<V>;
  [Symbol.iterator](): ArrayIterator<[K, V]>;
}
interface Map<K, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): this;
  delete(key: K): boolean;
  clear(): void;
  forEach(callback: (value: V, key: K, map: Map<K, V>) => void): void;
  entries(): ArrayIterator<[K, V]>;
  keys(): ArrayIterator<K>;
  values(): ArrayIterator<V>;
  [Symbol.iterator](): ArrayIterator<[K, V]>;
}
declare var Map: {
  new <K = any, V = any>(entries?: Iterable<readonly [K, V]> | null): Map<K, V>;
  groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>;
  readonly prototype: Map<any, any>;
};
interface ReadonlySet<T> {
  readonly size: number;
  has(value: T): boolean;
  forEach(callback: (value: T, key: T, set: ReadonlySet<T>) => void): void;
  values(): ArrayIterator<T>;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface Set<T> {
  readonly size: number;
  has(value: T): boolean;
  add(value: T): this;
  delete(value: T): boolean;
  clear(): void;
  forEach(callback: (value: T, key: T, set: Set<T>) => void): void;
  entries(): ArrayIterator<[T, T]>;
  keys(): ArrayIterator<T>;
  values(): ArrayIterator<T>;
  [Symbol.iterator](): ArrayIterator<T>;
}
declare var Set: { new <T = any>(values?: Iterable<T> | null): Set<T>; readonly prototype: Set<any> };
interface WeakMap<K extends object, V> {
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): this;
  delete(key: K): boolean;
}
declare var WeakMap: {
  new <K extends object = object, V = any>(entries?: Iterable<readonly [K, V]> | null): WeakMap<K, V>;
};
interface WeakSet<T extends object> {
  has(value: T): boolean;
  add(value: T): this;
  delete(value: T): boolean;
}
declare var WeakSet: { new <T extends object = object>(values?: Iterable<T> | null): WeakSet<T> };
interface WeakRef<T extends object> {
  deref(): T | undefined;
}
declare var WeakRef: { new <T extends object>(target: T): WeakRef<T> };

// Values
interface String {
  readonly length: number;
  readonly [index: number]: string;
  [Symbol.iterator](): ArrayIterator<string>;
  at(index: number): string | undefined;
  charAt(index: number): string;
  charCodeAt(index: number): number;
  codePointAt(index: number): number | undefined;
  concat(...strings: string[]): string;
  endsWith(search: string, end?: number): boolean;
  includes(search: string, position?: number): boolean;
  indexOf(search: string, position?: number): number;
  lastIndexOf(search: string, position?: number): number;
  localeCompare(that: string): number;
  match(pattern: string | RegExp): RegExpMatchArray | null;
  matchAll(pattern: RegExp): ArrayIterator<RegExpExecArray>;
  normalize(form?: string): string;
  padEnd(length: number, fill?: string): string;
  padStart(length: number, fill?: string): string;
  repeat(count: number): string;
  replace(pattern: string | RegExp, value: string): string;
  replace(pattern: string | RegExp, replacer: (match: string, ...args: any[]) => string): string;
  replaceAll(pattern: string | RegExp, value: string): string;
  replaceAll(pattern: string | RegExp, replacer: (match: string, ...args: any[]) => string): string;
  search(pattern: string | RegExp): number;
  slice(start?: number, end?: number): string;
  split(separator: string | RegExp, limit?: number): string[];
  startsWith(search: string, position?: number): boolean;
  substr(from: number, length?: number): string;
  substring(start: number, end?: number): string;
  toLowerCase(): string;
  toString(): string;
  toUpperCase(): string;
  trim(): string;
  trimEnd(): string;
  trimStart(): string;
  valueOf(): string;
}
declare var String: {
  new (value?: any): String;
  (value?: any): string;
  fromCharCode(...codes: number[]): string;
  raw(template: { raw: readonly string[] }, ...values: any[]): string;
  readonly prototype: String;
};
interface Number {
  toFixed(digits?: number): string;
  toLocaleString(locales?: any, options?: any): string;
  toString(radix?: number): string;
  valueOf(): number;
}
declare var Number: {
  new (value?: any): Number;
  (value?: any): number;
  readonly MAX_SAFE_INTEGER: number;
  readonly MIN_SAFE_INTEGER: number;
  readonly MAX_VALUE: number;
  readonly EPSILON: number;
  readonly NaN: number;
  isFinite(value: unknown): boolean;
  isInteger(value: unknown): boolean;
  isNaN(value: unknown): boolean;
  isSafeInteger(value: unknown): boolean;
  parseFloat(text: string): number;
  parseInt(text: string, radix?: number): number;
};
declare var Boolean: { new (value?: any): Boolean; <T>(value?: T): boolean };
interface BigInt {
  toString(radix?: number): string;
}
declare var BigInt: (value: bigint | boolean | number | string) => bigint;
interface RegExpMatchArray extends Array<string> {
  index?: number;
  input?: string;
  0: string;
  groups?: { [key: string]: string };
}
interface RegExpExecArray extends Array<string> {
  index: number;
  input: string;
  0: string;
  groups?: { [key: string]: string };
}
interface RegExp {
  exec(text: string): RegExpExecArray | null;
  test(text: string): boolean;
  readonly source: string;
  readonly flags: string;
  readonly global: boolean;
  lastIndex: number;
}
declare var RegExp: {
  new (pattern: RegExp | string, flags?: string): RegExp;
  (pattern: RegExp | string, flags?: string): RegExp;
};
interface Date {
  getTime(): number;
  getFullYear(): number;
  getMonth(): number;
  getDate(): number;
  getHours(): number;
  getMinutes(): number;
  getSeconds(): number;
  toISOString(): string;
  toJSON(): string;
  toLocaleString(locales?: any, options?: any): string;
  toLocaleTimeString(locales?: any, options?: any): string;
  toString(): string;
  toUTCString(): string;
  valueOf(): number;
}
declare var Date: { new (...args: any[]): Date; (): string; now(): number; parse(text: string): number };
interface ErrorOptions {
  cause?: unknown;
}
interface Error {
  name: string;
  message: string;
  stack?: string;
  cause?: unknown;
}
interface ErrorConstructor {
  new (message?: string, options?: ErrorOptions): Error;
  (message?: string, options?: ErrorOptions): Error;
  readonly prototype: Error;
  captureStackTrace(target: object, constructor?: Function): void;
}
declare var Error: ErrorConstructor;
interface TypeError extends Error {}
declare var TypeError: ErrorConstructor;
interface RangeError extends Error {}
declare var RangeError: ErrorConstructor;
interface SyntaxError extends Error {}
declare var SyntaxError: ErrorConstructor;
interface AggregateError extends Error {
  errors: any[];
}
declare var AggregateError: {
  new (errors: Iterable<any>, message?: string, options?: ErrorOptions): AggregateError;
};
interface ArrayBuffer {
  readonly byteLength: number;
  slice(begin?: number, end?: number): ArrayBuffer;
}
declare var ArrayBuffer: { new (length: number): ArrayBuffer };
interface Uint8Array extends Iterable<number> {
  [index: number]: number;
  readonly length: number;
  readonly byteLength: number;
  readonly buffer: ArrayBuffer;
  set(source: ArrayLike<number>, offset?: number): void;
  slice(start?: number, end?: number): Uint8Array;
  subarray(start?: number, end?: number): Uint8Array;
  map(callback: (value: number, index: number) => number): Uint8Array;
}
declare var Uint8Array: {
  new (source?: number | ArrayLike<number> | ArrayBuffer | Iterable<number>): Uint8Array;
  from(source: Iterable<number> | ArrayLike<number>): Uint8Array;
  from<T>(source: Iterable<T> | ArrayLike<T>, map: (value: T, index: number) => number): Uint8Array;
};

// Namespaces and functions
interface ObjectConstructor {
  new (value?: any): Object;
  (value?: any): any;
  readonly prototype: Object;
  assign<T extends {}, U>(target: T, source: U): T & U;
  assign<T extends {}, U, V>(target: T, a: U, b: V): T & U & V;
  assign(target: object, ...sources: any[]): any;
  create(prototype: object | null, properties?: any): any;
  defineProperties<T>(target: T, descriptors: { [key: PropertyKey]: PropertyDescriptor }): T;
  defineProperty<T>(target: T, key: PropertyKey, descriptor: PropertyDescriptor): T;
  entries<T>(value: { [s: string]: T } | ArrayLike<T>): [string, T][];
  entries(value: {}): [string, any][];
  freeze<T>(value: T): Readonly<T>;
  fromEntries<T = any>(entries: Iterable<readonly [PropertyKey, T]>): { [k: string]: T };
  getOwnPropertyNames(value: any): string[];
  getPrototypeOf(value: any): any;
  hasOwn(value: object, key: PropertyKey): boolean;
  is(a: any, b: any): boolean;
  keys(value: {}): string[];
  setPrototypeOf(value: any, prototype: object | null): any;
  values<T>(value: { [s: string]: T } | ArrayLike<T>): T[];
  values(value: {}): any[];
}
declare var Object: ObjectConstructor;
declare var Function: {
  new (...args: string[]): Function;
  (...args: string[]): Function;
  readonly prototype: Function;
};
interface JSON {
  parse(text: string, reviver?: (this: any, key: string, value: any) => any): any;
  stringify(
    value: any,
    replacer?: ((this: any, key: string, value: any) => any) | (string | number)[] | null,
    space?: string | number,
  ): string;
}
declare var JSON: JSON;
declare var Math: {
  abs(x: number): number;
  ceil(x: number): number;
  floor(x: number): number;
  max(...values: number[]): number;
  min(...values: number[]): number;
  pow(x: number, y: number): number;
  random(): number;
  round(x: number): number;
  sqrt(x: number): number;
  trunc(x: number): number;
  readonly PI: number;
};
interface Reflect {
  apply(target: Function, thisArg: any, args: ArrayLike<any>): any;
  construct(target: Function, args: ArrayLike<any>): any;
  defineProperty(target: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean;
  get(target: object, key: PropertyKey, receiver?: any): any;
  set(target: object, key: PropertyKey, value: any, receiver?: any): boolean;
  has(target: object, key: PropertyKey): boolean;
  ownKeys(target: object): (string | symbol)[];
}
declare var Reflect: Reflect;
declare var Proxy: { new <T extends object>(target: T, handler: any): T };
declare var Intl: any;
declare var NaN: number;
declare var Infinity: number;
declare function parseInt(text: string, radix?: number): number;
declare function parseFloat(text: string): number;
declare function isNaN(value: number): boolean;
declare function isFinite(value: number): boolean;
declare function encodeURIComponent(value: string | number | boolean): string;
declare function decodeURIComponent(value: string): string;
declare function encodeURI(value: string): string;
declare function decodeURI(value: string): string;
