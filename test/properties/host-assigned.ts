import type { Part } from './host-parts.ts';

/** A code that is always a text, empty where it is missing. */
const filled = (code: string, type: string): string => (type === 'string' ? code : `${code} ?? ''`);

/** Ways of the code through variables and fields that are assigned later. */
export const assigned: Readonly<Record<string, Part>> = {
  beginsEmpty: ({ code, type, n }) => ({
    before: `let begins${n} = '';\nif (Date.now() > 0) begins${n} = ${filled(code, type)};\nif (!begins${n}) return 'no code yet';\n`,
    code: `begins${n}`,
    type: 'string',
  }),
  filledByCallback: ({ code, type, n }) => ({
    before: `let filled${n} = '';\nawait new Promise<void>((resolve) => {\n  setImmediate(() => {\n    filled${n} = ${filled(code, type)};\n    resolve();\n  });\n});\nif (filled${n} === '') throw new Error('no code came');\n`,
    code: `filled${n}`,
    type: 'string',
  }),
  emptyField: ({ code, type, n }) => ({
    top: `export class $$Waiting${n} {\n  code = '';\n  receive(code: string): void {\n    this.code = code;\n  }\n  get length(): number {\n    return this.code.length;\n  }\n}\n`,
    before: `const waiting${n} = new $$Waiting${n}();\nconsole.log('waiting', waiting${n}.length);\nwaiting${n}.receive(${filled(code, type)});\nif (!waiting${n}.code) return 'no code yet';\n`,
    code: `waiting${n}.code`,
    type: 'string',
  }),
  nullUntilCalled: ({ code, n }) => ({
    before: `let called${n}: string | null = null;\nawait new Promise<void>((resolve) => {\n  setImmediate(() => {\n    called${n} = ${code};\n    resolve();\n  });\n});\nif (!called${n}) return 'no code';\n`,
    code: `called${n}`,
    type: 'string',
  }),
  takenApart: ({ code, type, n }) => ({
    top: `export const $$apart${n} = (code: ${type}) => ({ code, at: 1 });\n`,
    before: `let apart${n}: ${type};\nlet at${n}: number;\n({ code: apart${n}, at: at${n} } = $$apart${n}(${code}));\nconsole.log(at${n});\n`,
    code: `apart${n}`,
  }),
  takenByPlace: ({ code, type, n }) => ({
    top: `export const $$places${n} = (code: ${type}): [${type}, number] => [code, 1];\n`,
    before: `let place${n}: ${type};\n[place${n}] = $$places${n}(${code});\n`,
    code: `place${n}`,
  }),
  spreadBeside: ({ code, type, n }) => ({
    top: `export const $$beside${n} = (login: { at: number; code: ${type} }) => login.code;\n`,
    before: `const base${n} = { at: 1 };\nconst beside${n} = $$beside${n}({ ...base${n}, code: ${code} });\n`,
    code: `beside${n}`,
  }),
};
