import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';

/** What a program is given instead of the real thing, by the name of its import, and the globals it sees. */
export interface Outside {
  readonly modules: Readonly<Record<string, unknown>>;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** A program that is compiled once and started many times, each time with fresh modules. */
export type Start = (entry: string, outside: Outside) => Record<string, unknown>;

type Module = (
  module: { exports: Record<string, unknown> },
  require: (name: string) => unknown,
  globals: Outside['globals'],
) => void;

const load = createRequire(import.meta.url);
const endings = ['', '.ts', '.js', '.mjs', '.cjs', '.vue', '.svelte', '.astro', '.html'];
const globalNames = ['console', 'fetch', 'localStorage'];

/** Compiles the files of a program: name → text. They import each other, and what the outside gives them. */
export function compiled(files: Readonly<Record<string, string>>): Start {
  const modules = new Map(
    Object.entries(files)
      .filter(([name]) => /\.(?:[cm]?[jt]s|vue|svelte|astro|html)$/.test(name))
      .map(([name, text]) => [name, compile(name, text)]),
  );
  return (entry, { modules: given, globals }) => {
    const loaded = new Map<string, { exports: Record<string, unknown> }>();
    const start = (name: string): Record<string, unknown> => {
      const before = loaded.get(name);
      if (before) return before.exports;
      const module = { exports: {} };
      loaded.set(name, module);
      modules.get(name)?.(module, (asked) => resolve(name, asked), globals);
      return module.exports;
    };
    const resolve = (from: string, asked: string): unknown => {
      if (!asked.startsWith('.')) return given[asked] ?? load(asked);
      const found = endings
        .map((each) => join(dirname(from), asked) + each)
        .find((each) => modules.has(each));
      if (found === undefined) throw new Error(`${from} imports ${asked}, which is not there`);
      return start(found);
    };
    return start(endings.map((each) => entry + each).find((each) => modules.has(each)) ?? entry);
  };
}

function compile(name: string, text: string): Module {
  const fence = name.endsWith('.astro') ? /^---\n([\s\S]*)\n---/ : /<script[^>]*>([\s\S]*)<\/script>/;
  const script = /\.[cm]?[jt]s$/.test(name) ? text : (fence.exec(text)?.[1] ?? '');
  const { outputText } = ts.transpileModule(script, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
    },
  });
  const run = new Function('module', 'exports', 'require', ...globalNames, outputText);
  return (module, require, globals) =>
    run(module, module.exports, require, ...globalNames.map((each) => globals[each]));
}

/** What stands for the class of an error where it is seen, if it is not to be its own. */
export const shownAs = Symbol('shown as');

/** A value as it can be seen from outside: a text is not an object that holds the same one. */
export function seen(value: unknown): unknown {
  if (value === undefined) return '<nothing>';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Error)
    return { error: Reflect.get(value, shownAs) ?? value.constructor.name, message: value.message };
  if (value instanceof Map) return { map: [...value].map(seen) };
  if (value instanceof Set) return { set: [...value].map(seen) };
  if (Array.isArray(value)) return value.map(seen);
  if (value instanceof URLSearchParams || value instanceof URL)
    return { [value.constructor.name]: value.toString() };
  if (typeof value !== 'object') return `<${typeof value}>`;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, seen(member)]));
}

/** What a promise comes to; one that settles only when a person acts is not waited for. */
export async function outcomeOf(run: () => unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const waits = new Promise((resolve) => {
    timer = setTimeout(() => resolve('<waits>'), 5_000);
  });
  try {
    return await Promise.race([(async () => ({ returned: seen(await run()) }))(), waits]);
  } catch (thrown) {
    return { thrown: seen(thrown) };
  } finally {
    clearTimeout(timer);
  }
}
