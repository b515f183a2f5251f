/** What the packages of host-boxes.ts do, as far as a host can tell: they are not installed here. */

type Told<T> = (value: T) => void;

class Subject<T> {
  readonly #told = new Set<Told<T>>();
  subscribe(told: Told<T>) {
    this.#told.add(told);
    return { unsubscribe: () => this.#told.delete(told) };
  }
  next(value: T): void {
    for (const told of this.#told) told(value);
  }
}

class BehaviorSubject<T> extends Subject<T> {
  #value: T;
  constructor(value: T) {
    super();
    this.#value = value;
  }
  override next(value: T): void {
    this.#value = value;
    super.next(value);
  }
  getValue(): T {
    return this.#value;
  }
}

class LRUCache<K, V> extends Map<K, V> {
  readonly #size: ((value: V) => number) | undefined;
  constructor(options: { sizeCalculation?: (value: V) => number } = {}) {
    super();
    this.#size = options.sizeCalculation;
  }
  override set(key: K, value: V): this {
    this.#size?.(value);
    return super.set(key, value);
  }
}

/** Tells of a value that differs from the last one. */
class Ref<T> {
  readonly watchers = new Set<Told<T>>();
  #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  get value(): T {
    return this.#value;
  }
  set value(value: T) {
    if (Object.is(this.#value, value)) return;
    this.#value = value;
    for (const told of this.watchers) told(value);
  }
}

interface TimeoutOptions<T> {
  readonly milliseconds: number;
  readonly fallback?: () => T;
}

function writable<T>(first: T) {
  const told = new Set<Told<T>>();
  let value = first;
  return {
    set(next: T): void {
      const isSame = typeof next !== 'object' && next === value;
      value = next;
      if (!isSame) for (const each of told) each(value);
    },
    subscribe(run: Told<T>) {
      told.add(run);
      run(value);
      return () => told.delete(run);
    },
    get: () => value,
  };
}

const asDefault = (value: unknown) => ({ __esModule: true, default: value });

export const packages: Readonly<Record<string, unknown>> = {
  'lru-cache': { LRUCache },
  'p-defer': asDefault(deferred),
  'p-limit': asDefault(
    () =>
      async <T>(run: () => T) =>
        await run(),
  ),
  'p-retry': asDefault(async <T>(run: () => T) => await run()),
  'p-timeout': asDefault(async <T>(promise: Promise<T>, { milliseconds, fallback }: TimeoutOptions<T>) =>
    milliseconds === 0 && fallback ? fallback() : await promise,
  ),
  react: {
    useCallback: <T>(callback: T) => callback,
    useMemo: <T>(make: () => T) => make(),
    useRef: <T>(current: T) => ({ current }),
    useState: <T>(first: () => T) => [first(), () => {}],
  },
  rxjs: {
    BehaviorSubject,
    Subject,
    firstValueFrom: <T>(source: Subject<T>) => new Promise<T>((resolve) => source.subscribe(resolve)),
  },
  'svelte/store': { get: <T>(store: { get: () => T }) => store.get(), writable },
  vue: {
    computed: <T>(make: () => T) => ({
      get value() {
        return make();
      },
    }),
    ref: <T>(value: T) => new Ref(value),
    watch: <T>(source: Ref<T>, run: Told<T>) => void source.watchers.add(run),
  },
};

function deferred() {
  let settle: Told<unknown> = () => {};
  const promise = new Promise((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: settle };
}
