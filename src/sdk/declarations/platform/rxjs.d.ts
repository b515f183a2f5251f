// biome-ignore-all lint: these files repeat what the packages declare
// RxJS: who is told of a value, and who waits for the first one.
declare module 'rxjs' {
  export interface Unsubscribable {
    unsubscribe(): void;
  }
  export class Observable<T> {
    subscribe(next: (value: T) => void): Unsubscribable;
  }
  export class Subject<T> extends Observable<T> {
    readonly observed: boolean;
    asObservable(): Observable<T>;
    complete(): void;
    error(error: any): void;
    next(value: T): void;
    unsubscribe(): void;
  }
  export class BehaviorSubject<T> extends Subject<T> {
    constructor(value: T);
    readonly value: T;
    getValue(): T;
  }
  export class ReplaySubject<T> extends Subject<T> {
    constructor(size?: number, time?: number);
  }
  export class AsyncSubject<T> extends Subject<T> {}
  export function firstValueFrom<T>(source: Observable<T>): Promise<T>;
  export function lastValueFrom<T>(source: Observable<T>): Promise<T>;
}
