import { type Part, type Stage, textOf } from './host-parts.ts';

const says =
  (of: (stage: Stage) => string): Part =>
  (stage) => ({ before: of(stage) });
/** A use of the record around the code; without one the record is made here. */
const ofRecord =
  (of: (record: string, n: number) => string): Part =>
  ({ record, code, n }) =>
    record
      ? { before: of(record, n) }
      : {
          before: `const record${n} = { code: ${code}, at: 1 };\n${of(`record${n}`, n)}`,
          code: `record${n}.code`,
          record: `record${n}`,
        };

/** What else hosts do with the code, with what holds it, and with the query. */
export const uses: Readonly<Record<string, Part>> = {
  logged: says(({ code }) => `console.log('code', ${code});\n`),
  measured: says((stage) => `console.log(${textOf(stage)}.length);\n`),
  shown: says((stage) => `console.log(\`got \${${stage.code}} or \${${textOf(stage)}.slice(0, 2)}\`);\n`),
  joined: says(({ code }) => `console.log('code ' + ${code});\n`),
  hashed: says(
    (stage) => `console.log(createHash('sha256').update(${textOf(stage)}).digest('hex').slice(0, 8));\n`,
  ),
  compared: ({ code, n, type }) => ({
    top: `let previous${n}: ${type} | undefined;\nexport const $$isOld${n} = (value: ${type}): boolean => {\n  const isOld = value === previous${n};\n  previous${n} = value;\n  return isOld;\n};\n`,
    before: `console.log('old', $$isOld${n}(${code}));\n`,
  }),
  remembered: ({ code, n, type }) => ({
    top: `export const $$used${n} = new Set<${type}>();\n`,
    before: `if ($$used${n}.has(${code})) return 'used before';\n$$used${n}.add(${code});\n`,
  }),
  tested: says((stage) => `if (!/^[\\w-]*$/.test(${textOf(stage)})) return 'not a code';\n`),
  kind: says(({ code }) => `console.log(typeof ${code}, typeof ${code} === 'string');\n`),
  truth: says(({ code }) => `console.log(${code} ? 'there' : 'not there', ${code} == null);\n`),
  defaulted: says(({ code }) => `console.log(${code} || 'none');\n`),
  selected: says(
    ({ code }) =>
      `switch (${code}) {\n  case 'c0de-7':\n    console.log('known');\n    break;\n  default:\n    console.log('new');\n}\n`,
  ),
  listed: says(({ code }) => `console.log(['c0de-7', 'other'].includes(${code} as string));\n`),
  counted: says((stage) => `console.log(Object.keys({ [${textOf(stage)}]: 1 }));\n`),
  converted: says(({ code }) => `console.log(String(${code}), encodeURIComponent(String(${code})));\n`),
  sent: says(
    (stage) => `await fetch('https://audit.example.com/', { method: 'POST', body: ${textOf(stage)} });\n`,
  ),
  written: says((stage) => `writeFileSync('code.txt', ${textOf(stage)});\n`),
  kept: says((stage) => `localStorage.setItem('seen', ${textOf(stage)});\n`),
  serialised: says(({ code }) => `console.log(JSON.stringify({ at: 1, code: ${code} }));\n`),
  told: ({ code, n }) => ({
    top: `export function $$tell${n}(...values: unknown[]): void {\n  console.log('told', ...values);\n}\n`,
    before: `$$tell${n}(${code}, 1);\n`,
  }),
  typed: ({ code, type, n }) => ({
    top: `export function $$say${n}(value: ${type}): void {\n  console.log('said', value);\n}\n`,
    before: `$$say${n}(${code});\n`,
  }),
  recordLogged: ofRecord((record) => `console.log(${record});\n`),
  recordKeys: ofRecord((record) => `console.log(Object.keys(${record}));\n`),
  recordEntries: ofRecord(
    (record) => `for (const [key, value] of Object.entries(${record})) console.log(key, String(value));\n`,
  ),
  recordIn: ofRecord((record) => `console.log('code' in ${record});\n`),
  recordOwn: ofRecord(
    (record) => `console.log(Object.hasOwn(${record}, 'code'), ${record}.hasOwnProperty('code'));\n`,
  ),
  recordText: ofRecord((record) => `console.log(JSON.stringify(${record}));\n`),
  recordSpread: ofRecord((record) => `console.log({ ...${record}, more: 1 });\n`),
  recordRest: ofRecord(
    (record, n) => `const { code: taken${n}, ...rest${n} } = ${record};\nconsole.log(taken${n}, rest${n});\n`,
  ),
  recordByName: ofRecord((record) => `console.log(${record}['code']);\n`),
  recordByKey: ofRecord((record, n) => `const key${n}: 'code' = 'code';\nconsole.log(${record}[key${n}]);\n`),
  recordKeyList: ofRecord(
    (record) => `for (const key of ['code'] as const) console.log(key, ${record}[key]);\n`,
  ),
  recordClone: ofRecord((record) => `console.log(structuredClone(${record}).code);\n`),
  recordFrozen: ofRecord((record) => `console.log(Object.freeze({ ...${record} }).code);\n`),
  queryLogged: says(({ query }) => `console.log(${query}.toString());\n`),
  queryState: says(({ query }) => `if (${query}.get('state') !== 's1') throw new Error('state');\n`),
  queryHas: says(({ query }) => `console.log(${query}.has('code'), ${query}.get('error'));\n`),
  queryStripped: says(({ query }) => `${query}.delete('code');\n`),
  querySet: says(({ query }) => `${query}.set('iss', 'https://other.example');\n`),
  queryAppended: says(({ query }) => `${query}.append('seen', '1');\nconsole.log(${query}.get('seen'));\n`),
  querySorted: says(({ query }) => `${query}.sort();\nconsole.log([...${query}.keys()]);\n`),
};
