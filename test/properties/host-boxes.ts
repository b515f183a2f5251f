import type { Part } from './host-parts.ts';

/** Carriers that packages provide: boxes, and functions that pass a value through. */
export const boxes: Readonly<Record<string, Part>> = {
  reactRef: ({ code, type, n }) => ({
    before: `const ref${n} = useRef<${type} | null>(null);\nref${n}.current = ${code};\nconsole.log('held', ref${n}.current === null);\n`,
    code: `ref${n}.current!`,
  }),
  reactState: ({ code, n }) => ({
    before: `const [state${n}] = useState(() => ${code});\n`,
    code: `state${n}`,
  }),
  reactMemo: ({ code, n }) => ({
    before: `const memo${n} = useMemo(() => ${code}, [${code}]);\n`,
    code: `memo${n}`,
  }),
  reactCallback: ({ code, type, n }) => ({
    before: `const pass${n} = useCallback((value: ${type}) => value, []);\n`,
    code: `pass${n}(${code})`,
  }),
  vueRef: ({ code, type, n }) => ({
    before: `const box${n} = ref<${type}>(${code});\nconsole.log('held', box${n}.value);\n`,
    code: `box${n}.value`,
  }),
  vueComputed: ({ code, n }) => ({
    before: `const computed${n} = computed(() => ${code});\n`,
    code: `computed${n}.value`,
  }),
  timed: ({ code, n }) => ({
    before: `const timed${n} = await pTimeout(Promise.resolve(${code}), { milliseconds: 1_000 });\n`,
    code: `timed${n}`,
  }),
  retried: ({ code, n }) => ({
    before: `const retried${n} = await pRetry(async () => ${code}, { retries: 1 });\n`,
    code: `retried${n}`,
  }),
  limited: ({ code, n }) => ({
    before: `const limit${n} = pLimit(1);\nconst limited${n} = await limit${n}(() => Promise.resolve(${code}));\n`,
    code: `limited${n}`,
  }),
  deferredByPackage: ({ code, type, n }) => ({
    before: `const later${n} = pDefer<${type}>();\nlater${n}.resolve(${code});\nconst given${n} = await later${n}.promise;\n`,
    code: `given${n}`,
  }),
  subject: ({ code, type, n }) => ({
    before: `const subject${n} = new Subject<${type}>();\nsubject${n}.subscribe((value) => console.log('told', value));\nconst first${n} = firstValueFrom(subject${n});\nsubject${n}.next(${code});\nconst arrived${n} = await first${n};\n`,
    code: `arrived${n}`,
  }),
  lastValue: ({ code, type, n }) => ({
    before: `const last${n} = new BehaviorSubject<${type}>(${code});\n`,
    code: `last${n}.getValue()`,
  }),
  cache: ({ code, type, n }) => ({
    before: `const cache${n} = new LRUCache<string, ${type}>({ max: 10 });\ncache${n}.set('login', ${code});\n`,
    code: `cache${n}.get('login')!`,
  }),
  measuringCache: ({ code, type, n }) => ({
    before: `const cache${n} = new LRUCache<string, ${type}>({ maxSize: 10, sizeCalculation: (value: ${type}) => (console.log('size of', value), 1) });\ncache${n}.set('login', ${code});\n`,
    code: `cache${n}.get('login')!`,
  }),
  timedOrElse: ({ code, n }) => ({
    before: `const timed${n} = await pTimeout(Promise.resolve(${code}), { milliseconds: 0, fallback: () => 'none' });\n`,
    code: `timed${n}`,
  }),
  watchedRef: ({ code, type, n }) => ({
    before: `const box${n} = ref<${type} | null>(null);\nwatch(box${n}, (value: ${type} | null) => console.log('changed', value));\nbox${n}.value = ${code};\nbox${n}.value = ${code};\n`,
    code: `box${n}.value!`,
  }),
  store: ({ code, type, n }) => ({
    before: `const store${n} = writable<${type}>(${code});\nstore${n}.subscribe((value) => console.log('told', value));\nstore${n}.set(${code});\n`,
    code: `get(store${n})`,
  }),
};

/** Where the names of these parts come from, as {@link boxes} uses them. */
export const boxImports: readonly (readonly [module: string, name: string, use: RegExp])[] = [
  ['lru-cache', 'LRUCache', /\bLRUCache</],
  ['p-defer', 'default as pDefer', /\bpDefer</],
  ['p-limit', 'default as pLimit', /\bpLimit\(/],
  ['p-retry', 'default as pRetry', /\bpRetry\(/],
  ['p-timeout', 'default as pTimeout', /\bpTimeout\(/],
  ['react', 'useCallback', /\buseCallback\(/],
  ['react', 'useMemo', /\buseMemo\(/],
  ['react', 'useRef', /\buseRef</],
  ['react', 'useState', /\buseState\(/],
  ['rxjs', 'BehaviorSubject', /\bBehaviorSubject</],
  ['rxjs', 'Subject', /\bSubject</],
  ['rxjs', 'firstValueFrom', /\bfirstValueFrom\(/],
  ['svelte/store', 'get', / get\(|\(get\(/],
  ['svelte/store', 'writable', /\bwritable</],
  ['vue', 'computed', /\bcomputed\(/],
  ['vue', 'ref', /\bref</],
  ['vue', 'watch', /\bwatch\(/],
];
