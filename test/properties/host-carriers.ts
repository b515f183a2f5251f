import { assigned } from './host-assigned.ts';
import { forms } from './host-forms.ts';
import type { Part } from './host-parts.ts';

/** Ways of the code from where it is read to where it is redeemed. */
export const carriers: Readonly<Record<string, Part>> = {
  restTuple: ({ code, type, n }) => ({
    top: `export const $$rest${n} = (...values: [value: ${type}, at: number]): ${type} => {\n  const [value, at] = values;\n  console.log(at, values.length);\n  return value;\n};\n`,
    before: `const rested${n} = $$rest${n}(${code}, 1);\n`,
    code: `rested${n}`,
  }),
  forwarded: ({ code, type, n }) => ({
    top: `export const $$forward${n} = <A extends unknown[], R>(fn: (...args: A) => R) => (...args: A): R => fn(...args);\nexport const $$second${n} = $$forward${n}((at: number, value: ${type}) => (at > 0 ? value : value));\n`,
    before: `const forwarded${n} = $$second${n}(1, ${code});\n`,
    code: `forwarded${n}`,
  }),
  likeFunction: ({ code, type, n }) => ({
    top: `export function $$like${n}<F extends (...args: never[]) => unknown>(fn: F): F {\n  return ((...args: Parameters<F>) => fn(...args)) as F;\n}\nexport const $$liked${n} = $$like${n}((value: ${type}): ${type} => value);\n`,
    before: `const liked${n} = $$liked${n}(${code});\n`,
    code: `liked${n}`,
  }),
  indirect: ({ code, type, n }) => ({
    top: `export const $$direct${n} = (at: number, value: ${type}): ${type} => (at > 0 ? value : value);\n`,
    before: `const bound${n} = $$direct${n}.bind(undefined, 1);\nconst indirect${n} = bound${n}.call(undefined, ${code});\n`,
    code: `indirect${n}`,
  }),
  pageEvent: ({ code, type, n }) => ({
    top: `export const $$page${n} = new EventTarget();\nexport interface $$Heard${n} {\n  code: ${type};\n}\n`,
    before: `let heard${n}: ${type} | undefined;\n$$page${n}.addEventListener('$$event${n}', (event) => {\n  heard${n} = (event as CustomEvent<$$Heard${n}>).detail.code;\n});\n$$page${n}.dispatchEvent(new CustomEvent('$$event${n}', { detail: { code: ${code} } }));\n`,
    code: `heard${n}!`,
  }),
  variable: ({ code, n }) => ({ before: `const held${n} = ${code};\n`, code: `held${n}` }),
  late: ({ code, type, n }) => ({
    before: `let late${n}: ${type};\nif (Date.now() > 0) late${n} = ${code};\nelse late${n} = ${code};\n`,
    code: `late${n}`,
  }),
  choice: ({ code, n }) => ({
    before: `const chosen${n} = Date.now() > 0 ? ${code} : ${code};\n`,
    code: `chosen${n}`,
  }),
  prefilled: ({ code, n }) => ({
    before: `const filled${n} = process.env.LOGIN_CODE ?? ${code};\n`,
    code: `filled${n}`,
  }),
  passed: ({ code, type, n }) => ({
    top: `export function $$pass${n}(value: ${type}): ${type} {\n  return value;\n}\n`,
    before: `const passed${n} = $$pass${n}(${code});\n`,
    code: `passed${n}`,
  }),
  byOptions: ({ code, type, n }) => ({
    top: `export const $$open${n} = ({ code }: { code: ${type} }) => code;\n`,
    before: `const opened${n} = $$open${n}({ code: ${code} });\n`,
    code: `opened${n}`,
  }),
  closure: ({ code, n }) => ({ before: `const read${n} = () => ${code};\n`, code: `read${n}()` }),
  record: ({ code, type, n }) => ({
    top: `export interface $$Login${n} {\n  code: ${type};\n  at: number;\n}\n`,
    before: `const login${n}: $$Login${n} = { code: ${code}, at: 1 };\n`,
    code: `login${n}.code`,
    record: `login${n}`,
  }),
  inferred: ({ code, n }) => ({
    before: `const result${n} = { code: ${code}, at: 1 };\n`,
    code: `result${n}.code`,
    record: `result${n}`,
  }),
  madeElsewhere: ({ code, type, n }) => ({
    top: `export const $$make${n} = (code: ${type}, at = 1) => ({ code, at });\n`,
    before: `const made${n} = $$make${n}(${code});\n`,
    code: `made${n}.code`,
    record: `made${n}`,
  }),
  parts: ({ code, n }) => ({
    before: `const { code: part${n}, at: at${n} } = { code: ${code}, at: 1 };\nconsole.log(at${n});\n`,
    code: `part${n}`,
  }),
  optionalMember: ({ code, type, n }) => ({
    top: `export interface $$State${n} {\n  code?: ${type} | undefined;\n}\n`,
    before: `const state${n}: $$State${n} = {};\nstate${n}.code = ${code};\n`,
    code: `state${n}.code!`,
    record: `state${n}`,
  }),
  nested: ({ code, n }) => ({
    before: `const outer${n} = { login: { code: ${code} }, at: 1 };\n`,
    code: `outer${n}.login.code`,
    record: `outer${n}.login`,
  }),
  labelledTuple: ({ code, type, n }) => ({
    top: `export const $$pair${n} = (value: ${type}): [at: number, value: ${type}] => [1, value];\n`,
    before: `const [at${n}, second${n}] = $$pair${n}(${code});\nconsole.log(at${n});\n`,
    code: `second${n}`,
  }),
  indexed: ({ code, type, n }) => ({
    before: `const both${n}: readonly [${type}, number] = [${code}, 1];\n`,
    code: `both${n}[0]`,
  }),
  result: ({ code, type, n }) => ({
    top: `export type $$Result${n}<T> = { ok: true; value: T } | { ok: false; reason: string };\nexport const $$answer${n} = (value: ${type}): $$Result${n}<${type}> =>\n  value === 'none' ? { ok: false, reason: 'none' } : { ok: true, value };\n`,
    before: `const result${n} = $$answer${n}(${code});\nif (!result${n}.ok) throw new Error(result${n}.reason);\n`,
    code: `result${n}.value`,
  }),
  chained: ({ code, n }) => ({
    before: `const chained${n} = await Promise.resolve({ code: ${code}, at: 1 }).then((each) => each.code);\n`,
    code: `chained${n}`,
  }),
  inlineMap: ({ code, type, n }) => ({
    before: `const kept${n} = new Map<string, { code: ${type}; at: number }>();\nkept${n}.set('login', { code: ${code}, at: 1 });\n`,
    code: `kept${n}.get('login')!.code`,
  }),
  spread: ({ code, n }) => ({
    before: `const base${n} = { code: ${code} };\nconst more${n} = { ...base${n}, at: 1 };\n`,
    code: `more${n}.code`,
    record: `more${n}`,
  }),
  field: ({ code, type, n }) => ({
    top: `export class $$Session${n} {\n  code: ${type};\n  constructor(code: ${type}) {\n    this.code = code;\n  }\n}\n`,
    before: `const session${n} = new $$Session${n}(${code});\n`,
    code: `session${n}.code`,
    record: `session${n}`,
  }),
  getter: ({ code, type, n }) => ({
    top: `export class $$Store${n} {\n  #code: ${type};\n  constructor(code: ${type}) {\n    this.#code = code;\n  }\n  get code(): ${type} {\n    return this.#code;\n  }\n}\n`,
    before: `const store${n} = new $$Store${n}(${code});\n`,
    code: `store${n}.code`,
    record: `store${n}`,
  }),
  moduleVariable: ({ code, type, n }) => ({
    top: `let last${n}: ${type} | undefined;\nexport const $$keep${n} = (value: ${type}): void => {\n  last${n} = value;\n};\nexport const $$kept${n} = () => last${n};\n`,
    before: `$$keep${n}(${code});\n`,
    code: `$$kept${n}()!`,
  }),
  promise: ({ code, type, n }) => ({
    before: `const arrived${n} = await new Promise<${type}>((resolve) => {\n  setImmediate(() => resolve(${code}));\n});\n`,
    code: `arrived${n}`,
  }),
  settled: ({ code, n }) => ({
    before: `const [settled${n}] = await Promise.all([Promise.resolve(${code}), Promise.resolve(1)]);\n`,
    code: `settled${n}`,
  }),
  deferred: ({ code, type, n }) => ({
    before: `let resolve${n}!: (value: ${type}) => void;\nconst waiting${n} = new Promise<${type}>((done) => {\n  resolve${n} = done;\n});\nresolve${n}(${code});\nconst awaited${n} = await waiting${n};\n`,
    code: `awaited${n}`,
  }),
  asynchronous: ({ code, type, n }) => ({
    top: `export async function $$later${n}(value: ${type}): Promise<${type}> {\n  await Promise.resolve();\n  return value;\n}\n`,
    before: `const later${n} = await $$later${n}(${code});\n`,
    code: `later${n}`,
  }),
  callback: ({ code, type, n }) => ({
    top: `export async function $$deliver${n}(value: ${type}, done: (value: ${type}) => Promise<unknown>): Promise<unknown> {\n  return await done(value);\n}\n`,
    before: `return $$deliver${n}(${code}, async (given${n}) => {\n`,
    after: '});\n',
    code: `given${n}`,
  }),
  map: ({ code, type, n }) => ({
    before: `const pending${n} = new Map<string, ${type}>();\npending${n}.set('login', ${code});\n`,
    code: `pending${n}.get('login')!`,
  }),
  mayMiss: ({ code, n }) => ({
    before: `const found${n} = new Map<string, string>();\nif (${code}) found${n}.set('login', ${code});\n`,
    code: `found${n}.get('login')`,
    type: 'string | undefined',
  }),
  laterSet: ({ code, n }) => ({
    before: `let set${n}: string | undefined;\nif (${code}) set${n} = ${code};\n`,
    code: `set${n}`,
    type: 'string | undefined',
  }),
  nulled: ({ code, n }) => ({
    top: `export class $$Kept${n} {\n  code: string | null = null;\n}\n`,
    before: `const kept${n} = new $$Kept${n}();\nif (${code}) kept${n}.code = ${code};\n`,
    code: `kept${n}.code`,
    record: `kept${n}`,
    type: 'string | null',
  }),
  list: ({ code, n }) => ({ before: `const list${n} = [${code}];\n`, code: `list${n}[0]!` }),
  tuple: ({ code, type, n }) => ({
    top: `export const $$both${n} = (value: ${type}): [${type}, number] => [value, 1];\n`,
    before: `const [first${n}] = $$both${n}(${code});\n`,
    code: `first${n}`,
  }),
  emitter: ({ code, type, n }) => ({
    before: `const bus${n} = new EventEmitter();\nconst heard${n} = new Promise<${type}>((resolve) => {\n  bus${n}.once('$$login${n}', (value: ${type}) => resolve(value));\n});\nbus${n}.emit('$$login${n}', ${code});\nconst event${n} = await heard${n};\n`,
    code: `event${n}`,
  }),
  listened: ({ code, type, n }) => ({
    before: `const wire${n} = new EventEmitter();\nconst values${n} = on(wire${n}, '$$login${n}');\nconst told${n} = new Promise<${type}>((resolve) => {\n  wire${n}.on('$$login${n}', (value: ${type}) => resolve(value));\n});\nwire${n}.emit('$$login${n}', ${code});\nconst event${n} = await told${n};\nconsole.log((await values${n}.next()).value);\n`,
    code: `event${n}`,
  }),
  cell: ({ code, n }) => ({
    top: `export class $$Cell${n}<T> {\n  constructor(readonly value: T) {}\n}\n`,
    before: `const cell${n} = new $$Cell${n}(${code});\n`,
    code: `cell${n}.value`,
  }),
  tellingCell: ({ code, n }) => ({
    top: `export class $$Telling${n}<T> {\n  constructor(readonly value: T) {\n    console.log('holds', JSON.stringify({ value }));\n  }\n}\n`,
    before: `const telling${n} = new $$Telling${n}(${code});\n`,
    code: `telling${n}.value`,
  }),
  generic: ({ code, n }) => ({
    top: `export function $$same${n}<T>(value: T): T {\n  return value;\n}\n`,
    before: `const same${n} = $$same${n}(${code});\n`,
    code: `same${n}`,
  }),
  boxed: ({ code, type, n }) => ({
    top: `export interface $$Boxed${n} {\n  code: ${type};\n}\nexport const $$boxes${n}: Record<string, any> = {};\n`,
    before: `const direct${n}: $$Boxed${n} = { code: ${code} };\n$$boxes${n}.login = { code: String(direct${n}.code) };\nconst boxed${n}: $$Boxed${n} = $$boxes${n}.login;\n`,
    code: `boxed${n}.code`,
    record: `boxed${n}`,
  }),
  json: ({ code, type, n }) => ({
    before: `const parsed${n} = JSON.parse(JSON.stringify({ code: ${code} })) as { code: ${type} };\n`,
    code: `parsed${n}.code`,
    record: `parsed${n}`,
  }),
  stored: ({ code, type, n }) => ({
    before: `localStorage.setItem('code', ${type === 'string' ? code : `${code} ?? ''`});\nconst stored${n} = localStorage.getItem('code')!;\n`,
    code: `stored${n}`,
  }),
  yielded: ({ code, type, n }) => ({
    top: `export function* $$codes${n}(value: ${type}) {\n  yield value;\n}\n`,
    before: `for (const yielded${n} of $$codes${n}(${code})) {\n`,
    after: "}\nreturn 'none';\n",
    code: `yielded${n}`,
  }),
  ...assigned,
  ...forms,
};
