/** Handlers that take the `code` of an error for the HTTP status, as people write them; what they do can be watched. */
import { type Choose, indent } from './parts.ts';

const statuses = [401, 404, 403, 500] as const;

/** Makes one part after another; functions that stand outside of the handler gather in `helpers`. */
class Writer {
  readonly helpers = new Map<string, string>();
  private count = 0;
  constructor(readonly choose: Choose) {}

  text(): string {
    this.count++;
    return `'${this.choose('denied', 'gone', 'again', 'failed')} ${this.count}'`;
  }
  need(name: string, text: string): string {
    this.helpers.set(name, text);
    return name;
  }
}

/** A truth value about the code of an error. */
function condition(writer: Writer, error: string): string {
  const { choose } = writer;
  const one = choose(...statuses);
  const direct = (): string =>
    choose(
      `${error}.code === ${one}`,
      `${error}?.code === ${one}`,
      `${one} === ${error}.code`,
      `Number(${error}.code) === ${one}`,
      `String(${error}.code) === '${one}'`,
      `(${error}.code ?? 0) === ${one}`,
      `${error}['code'] === ${one}`,
      `[401, ${one}].includes(${error}.code)`,
      `new Set([${one}, 405]).has(${error}.code)`,
      `${error}.code === ${one} || ${error}.code === 405`,
      `${error} instanceof Error && 'code' in ${error} && ${error}.code === ${one}`,
      `${error} instanceof Error && (${error} as { code?: unknown }).code === ${one}`,
      `typeof ${error}.code === 'number' && ${error}.code === ${one}`,
      `${error}.code >= 400 && ${error}.code < 500`,
      `(${error} instanceof SdkHttpError || ${error} instanceof SseError) && (${error} as any).code === ${one}`,
      `${error}.code === ${one} || ${error}.status === ${one}`,
      `${error}.code === -32000`,
      `${error}.code === 'ECONNREFUSED'`,
    );
  return choose(
    direct,
    () => `!(${direct()})`,
    () => `${error}.code !== ${one}`,
    () => `${error} && ${direct()}`,
    () =>
      `${writer.need('isRefused', `const isRefused = (value: any): boolean => value.code === ${one};`)}(${error})`,
    () =>
      `${writer.need('hasStatus', `function hasStatus(value: unknown, status: number): boolean {\n  return value instanceof Error && (value as any).code === ${one} && status > 0;\n}`)}(${error}, 1)`,
    () =>
      `${writer.need('statusOf', "const statusOf = (value: any): number | undefined =>\n  typeof value.code === 'number' ? value.code : undefined;")}(${error}) === ${one}`,
  )();
}

/** What a branch does with the error. */
function branch(writer: Writer, error: string): string {
  const { choose } = writer;
  return choose(
    () => `return ${writer.text()};`,
    () => `note(${writer.text()});\nreturn ${writer.text()};`,
    () => `throw new Error(${writer.text()});`,
    () => 'return await client.listTools();',
    () => `return ${writer.text()} + ' ' + ${error}.code;`,
    () => `note(${error}.code);\nreturn ${writer.text()};`,
  )();
}

function statement(writer: Writer, error: string): string {
  const { choose } = writer;
  const decides = (): string => `if (${condition(writer, error)}) {\n${indent(branch(writer, error))}\n}`;
  // Behind a test for a number, a code of JSON-RPC alone says nothing about statuses.
  const asks = (): string => {
    const text = decides();
    return /-32000|ECONNREFUSED/.test(text) ? `if (${error}.code === 401) return ${writer.text()};` : text;
  };
  return choose(
    decides,
    () => `if (${condition(writer, error)}) return ${writer.text()};`,
    () => `if (${condition(writer, error)}) return ${writer.text()}; else note(${writer.text()});`,
    () => `const isMeant = ${condition(writer, error)};\nif (isMeant) return ${writer.text()};`,
    () =>
      `switch (${error}.code) {\n  case ${choose(...statuses)}:\n    return ${writer.text()};\n  case 405:\n    return ${writer.text()};\n}`,
    () => `const status = ${error}.code;\nif (status === ${choose(...statuses)}) return ${writer.text()};`,
    () => `const { code } = ${error};\nif (code === ${choose(...statuses)}) return ${writer.text()};`,
    () => `note(${writer.text()});`,
    () => `note(${error}.code === ${choose(...statuses)} ? ${writer.text()} : ${writer.text()});`,
    () => `note(TEXTS[${error}.code] ?? ${writer.text()});`,
    () => `if (${condition(writer, error)}) throw ${error};`,
    () => `if (${number(writer, error)}) {\n${indent(asks())}\n${indent(asks())}\n}`,
    () => `if (${number(writer, error)}) {\n${indent(asks())}\n} else note(${writer.text()});`,
    () => `if (!(${number(writer, error)})) return ${writer.text()};\n${asks()}`,
    () => `if (!${error} || typeof ${error}.code !== 'number') return ${writer.text()};\n${asks()}`,
  )();
}

/** A test that lets only numbers pass. */
const number = (writer: Writer, error: string): string =>
  writer.choose(
    () => `typeof ${error}.code === 'number'`,
    () => `${error} instanceof Error && 'code' in ${error} && typeof ${error}.code === 'number'`,
    () =>
      `${writer.need('hasCode', "const hasCode = (value: unknown): value is Error & { code: number } =>\n  value instanceof Error && 'code' in value && typeof (value as any).code === 'number';")}(${error})`,
  )();

/** Everything around a handler: how it gets its error. */
function program(writer: Writer): string {
  const { choose } = writer;
  const count = choose(1, 2, 3);
  const body = (error: string): string => {
    const lines = Array.from({ length: count }, (_, index) =>
      // Constants of one scope have one name.
      index === 0 ? statement(writer, error) : `{\n${indent(statement(writer, error))}\n}`,
    );
    return [...lines, `return ${writer.text()};`].join('\n');
  };
  const attempt = choose('client.listTools()', "client.callTool({ name: 'note' })", 'client.listTools()');
  return choose(
    () =>
      `export async function handle(client: Client): Promise<unknown> {\n  try {\n    return await ${attempt};\n  } catch (error: any) {\n${indent(body('error'), 2)}\n  }\n}`,
    () =>
      `export const handle = async (client: Client): Promise<unknown> =>\n  ${attempt}.catch(async (problem: any) => {\n${indent(body('problem'), 2)}\n  });`,
    () =>
      `async function tried(client: Client): Promise<{ error?: any }> {\n  try {\n    await ${attempt};\n    return {};\n  } catch (error) {\n    return { error };\n  }\n}\nexport async function handle(client: Client): Promise<unknown> {\n  const { error } = await tried(client);\n  if (!error) return 'done';\n${indent(body('error'))}\n}`,
    () =>
      `let last: any;\nexport async function handle(client: Client): Promise<unknown> {\n  try {\n    return await ${attempt};\n  } catch (error) {\n    last = error;\n  }\n${indent(body('last'))}\n}`,
    () =>
      `export const handle = (client: Client): Promise<unknown> =>\n  ${attempt}.then((result): unknown => result, (reason) => explain(reason, client));\nasync function explain(reason: any, client: Client): Promise<unknown> {\n${indent(body('reason'))}\n}`,
  )();
}

/** The text of a module that exports `handle` and `trace`. */
export function statusModule(choose: Choose): string {
  const writer = new Writer(choose);
  const main = program(writer);
  const own = [...writer.helpers.values(), main].join('\n\n');
  const names = ['Client', 'SdkHttpError', 'SseError'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(own),
  );
  return [
    `import { ${names.join(', ')} } from '@modelcontextprotocol/client';`,
    '',
    'export const trace: unknown[] = [];',
    'const note = (value: unknown): void => void trace.push(value);',
    ...(own.includes('TEXTS[')
      ? ["const TEXTS: Record<number, string> = { 401: 'text A', 404: 'text B' };"]
      : []),
    '',
    own,
    '',
  ].join('\n');
}
