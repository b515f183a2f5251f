// biome-ignore-all lint: these files repeat what the packages declare
// VS Code: an event tells its listeners what it is fired with.
declare module 'vscode' {
  export interface Disposable {
    dispose(): any;
  }
  export interface Event<T> {
    (listener: (e: T) => any, thisArgs?: any, disposables?: Disposable[]): Disposable;
  }
  export class EventEmitter<T> {
    /** A property of the type `Event<T>` in the package: as a method, its call is that of the emitter. */
    event(listener: (e: T) => any, thisArgs?: any, disposables?: Disposable[]): Disposable;
    fire(data: T): void;
    dispose(): void;
  }
}
