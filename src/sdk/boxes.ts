/**
 * What packages keep a value in, or pass it through, and give back as it is. Their declarations (declarations/platform) say by
 * which member, call or argument it goes in and comes out; this table says what the types do not. Adding one is a row here,
 * its type there, and a fixture.
 */
export interface Box {
  /** Where it is declared: `module#function` or `module#Class`. */
  readonly declared: string;
  /** The argument of its methods that is a key: what is equal counts there. */
  readonly key?: number;
  /** The argument that holds options, and those of them that neither read the value nor stand in for it. */
  readonly options?: { readonly at: number; readonly harmless: readonly string[] };
  /**
   * Who is told of a value that differs from the last one: two queries of one code differ, the codes did not. A render runs what
   * names no dependencies, watchers are those that the file imports; otherwise nobody knows.
   */
  readonly tells?: 'render' | 'watchers' | 'anybody';
}

/** Functions that make a new box at every call: what is written to one shows in no other. By package, with or without types. */
export const freshBoxes: Readonly<Record<string, readonly string[]>> = {
  vue: ['customRef', 'reactive', 'ref', 'shallowReactive', 'shallowRef'],
  '@vue/reactivity': ['customRef', 'reactive', 'ref', 'shallowReactive', 'shallowRef'],
  '@preact/signals': ['signal'],
  '@preact/signals-react': ['signal'],
  'svelte/store': ['writable'],
};

const cacheOptions: readonly string[] = [
  'allowStale',
  'max',
  'maxAge',
  'noUpdateTTL',
  'ttl',
  'ttlAutopurge',
  'ttlResolution',
  'updateAgeOnGet',
  'updateAgeOnHas',
];
const retryOptions: readonly string[] = [
  'factor',
  'forever',
  'maxRetryTime',
  'maxTimeout',
  'minTimeout',
  'onFailedAttempt',
  'randomize',
  'retries',
  'shouldRetry',
  'signal',
  'unref',
];

export const boxes: readonly Box[] = [
  { declared: 'react#createContext', tells: 'anybody' },
  { declared: 'react#useCallback' },
  { declared: 'react#useContext' },
  { declared: 'react#useMemo' },
  { declared: 'react#useRef' },
  { declared: 'react#useState', tells: 'render' },
  { declared: 'vue#computed', tells: 'watchers' },
  { declared: 'vue#ref', tells: 'watchers' },
  { declared: 'vue#shallowRef', tells: 'watchers' },
  { declared: 'vue#unref' },
  { declared: 'vue#watch', tells: 'anybody' },
  { declared: 'svelte/store#get' },
  { declared: 'svelte/store#writable', tells: 'anybody' },
  { declared: '@preact/signals-core#computed', tells: 'anybody' },
  { declared: '@preact/signals-core#signal', tells: 'anybody' },
  { declared: 'solid-js#createMemo', tells: 'anybody' },
  { declared: 'solid-js#createSignal', tells: 'anybody' },
  { declared: 'jotai#atom', tells: 'anybody' },
  { declared: 'jotai#useAtom' },
  { declared: 'jotai#useAtomValue' },
  { declared: 'jotai#useSetAtom' },
  { declared: 'rxjs#AsyncSubject' },
  { declared: 'rxjs#BehaviorSubject' },
  { declared: 'rxjs#ReplaySubject' },
  { declared: 'rxjs#Subject' },
  { declared: 'rxjs#firstValueFrom' },
  { declared: 'rxjs#lastValueFrom' },
  { declared: 'vscode#EventEmitter' },
  { declared: 'effect#Adapter.__call' },
  { declared: 'effect#Effect.pipe' },
  { declared: 'effect#Named.__call' },
  { declared: 'effect#andThen' },
  { declared: 'effect#fail' },
  { declared: 'effect#async' },
  { declared: 'effect#flatMap' },
  { declared: 'effect#fn' },
  { declared: 'effect#fnUntraced' },
  { declared: 'effect#gen' },
  { declared: 'effect#map' },
  { declared: 'effect#pipe' },
  { declared: 'effect#promise' },
  { declared: 'effect#runPromise' },
  { declared: 'effect#runSync' },
  { declared: 'effect#succeed' },
  { declared: 'effect#suspend' },
  { declared: 'effect#sync' },
  { declared: 'effect#tap' },
  { declared: 'effect#tryPromise' },
  { declared: 'neverthrow#err' },
  { declared: 'neverthrow#errAsync' },
  { declared: 'neverthrow#fromPromise' },
  { declared: 'neverthrow#fromSafePromise' },
  { declared: 'neverthrow#ok' },
  { declared: 'neverthrow#okAsync' },
  { declared: 'p-defer#default' },
  { declared: 'p-limit#LimitFunction.__call' },
  { declared: 'p-retry#default', options: { at: 1, harmless: retryOptions } },
  { declared: 'p-timeout#default', options: { at: 1, harmless: ['message', 'milliseconds', 'signal'] } },
  { declared: 'async_hooks#AsyncLocalStorage' },
  { declared: 'lru-cache#LRUCache', key: 0, options: { at: 0, harmless: cacheOptions } },
  { declared: 'quick-lru#default', key: 0, options: { at: 0, harmless: ['maxAge', 'maxSize'] } },
];
