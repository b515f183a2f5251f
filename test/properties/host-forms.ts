import type { Part } from './host-parts.ts';

/** Ways of the code through forms of the language that functions and promises have. */
export const forms: Readonly<Record<string, Part>> = {
  overloaded: ({ code, type, n }) => ({
    top: `export function $$over${n}(value: ${type}): ${type};\nexport function $$over${n}(value: ${type}, note: string): ${type};\nexport function $$over${n}(value: ${type}, note = 'none'): ${type} {\n  console.log(note);\n  return value;\n}\n`,
    before: `const over${n} = $$over${n}(${code}, 'note');\n`,
    code: `over${n}`,
  }),
  overloadedMethod: ({ code, type, n }) => ({
    top: `export class $$Over${n} {\n  keep(value: ${type}): ${type};\n  keep(value: ${type}, note: string): ${type};\n  keep(value: ${type}, note = 'none'): ${type} {\n    console.log(note);\n    return value;\n  }\n}\n`,
    before: `const over${n} = new $$Over${n}().keep(${code});\n`,
    code: `over${n}`,
  }),
  yieldedLater: ({ code, type, n }) => ({
    top: `export async function* $$one${n}(value: ${type}): AsyncGenerator<${type}> {\n  yield await Promise.resolve(value);\n}\nexport async function* $$all${n}(value: ${type}) {\n  yield* $$one${n}(value);\n}\n`,
    before: `for await (const yielded${n} of $$all${n}(${code})) {\n`,
    after: "}\nreturn 'none';\n",
    code: `yielded${n}`,
  }),
  settledTogether: ({ code, n }) => ({
    before: `const [other${n}, result${n}] = await Promise.allSettled([Promise.resolve(1), Promise.resolve(${code})]);\nif (other${n}.status === 'rejected' || result${n}.status === 'rejected') throw new Error('rejected');\n`,
    code: `result${n}.value`,
  }),
  allAtPlaces: ({ code, n }) => ({
    before: `const all${n} = await Promise.all([Promise.resolve(1), Promise.resolve(${code})]);\nconsole.log(all${n}[0]);\n`,
    code: `all${n}[1]`,
  }),
  derived: ({ code, type, n }) => ({
    top: `export const $$give${n} = async (value: ${type}): Promise<${type}> => value;\n`,
    before: `const derived${n}: Awaited<ReturnType<typeof $$give${n}>> = await $$give${n}(${code});\n`,
    code: `derived${n}`,
  }),
};
