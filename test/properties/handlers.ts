/** Handlers of SDK errors as people write them; what they do can be watched from outside. */
import { assemble, carriers, helperTexts } from './handler-parts.ts';
import { type Choose, indent } from './parts.ts';

/** What a place of a handler may use. */
interface Scope {
  /** The name of the error. */
  readonly error: string;
  /** The compiler knows that it is an SdkHttpError. */
  readonly typed: boolean;
  /** Constants in sight that hold its status. */
  readonly statuses: readonly string[];
  /** How deep statements may still nest. */
  readonly depth: number;
  /** Whether a `return` may stand here. */
  readonly leaves: boolean;
  /** It is typed `any`, and given by a request of the SDK. */
  readonly any?: boolean;
  /** The handler stands in a loop. */
  readonly loops?: boolean;
}

/** Makes one part after another; parts of the program that stand outside of the handler gather in `helpers`. */
class Writer {
  readonly helpers = new Set<string>();
  private count = 0;
  constructor(readonly choose: Choose) {}

  name(stem: string): string {
    this.count++;
    return `${stem}${this.count}`;
  }
  need(helper: string): void {
    this.helpers.add(helper);
  }
  text(): string {
    this.count++;
    return `'${this.choose('denied', 'failed', 'again', 'login', 'gone')} ${this.count}'`;
  }
}

const statuses = [403, 401, 404, 500] as const;
const codes = [
  'ClientHttpForbidden',
  'ClientHttpNotImplemented',
  'ClientHttpFailedToOpenStream',
  'ClientHttpAuthentication',
] as const;

const statusOf = ({ error, statuses: known }: Scope, choose: Choose): string =>
  choose(`${error}.status`, ...known, `${error}.data.status`);

/** A truth value about the error. */
function condition(writer: Writer, scope: Scope, depth = 1): string {
  const { choose } = writer;
  const { error, typed } = scope;
  const wide = (): string =>
    choose(
      () => `${error} instanceof SdkHttpError && ${error}.status === ${choose(...statuses)}`,
      () => `${error} instanceof SdkHttpError`,
      () => `${error} instanceof SdkError`,
      () => `SdkHttpError.isInstance(${error}) && ${error}.status === ${choose(...statuses)}`,
      () => `${error} instanceof SdkError && ${error}.code === SdkErrorCode.${choose(...codes)}`,
      () => `${error} instanceof SdkHttpError && FORBIDDEN.includes(${error}.status)`,
      () => `${error} instanceof SdkError && CODES.has(${error}.code)`,
      () => `${error} instanceof SdkError && ${error}.code in HINTS`,
      () => `${error} instanceof SdkError && Object.hasOwn(HINTS, ${error}.code)`,
      () => `${error} instanceof SdkHttpError && LABELS.has(${error}.status)`,
      () => `${error} instanceof SdkHttpError && (${error}.status === 401 || ${error}.status === 403)`,
      () => `${error} instanceof SdkHttpError && ${error}.status >= 400 && ${error}.status < 500`,
      () => helper(writer, choose('isHttp', 'isForbidden', 'isDenied', 'isMissing'), error),
      () => `${helper(writer, 'statusOf', error)} === ${choose(...statuses)}`,
      () => `${error} instanceof Error && ${error}.name === 'SdkHttpError'`,
      () => `${error} instanceof Error && ${error}.constructor === SdkHttpError`,
      () => `(${error} as SdkHttpError | undefined)?.status === ${choose(...statuses)}`,
      () => `${error} instanceof UnauthorizedError`,
      () => `${error} instanceof Error`,
      () => 'verbose',
      () => 'touch()',
    )();
  const loose = (): string =>
    choose(
      () => `${error}.status === ${choose(...statuses)}`,
      () => `${error}?.status === ${choose(...statuses)}`,
      () => `FORBIDDEN.includes(${error}?.status)`,
      () => `${error} instanceof Error && 'status' in ${error} && ${error}.status === ${choose(...statuses)}`,
      () => `${error} instanceof Error && ${error}['status'] === ${choose(...statuses)}`,
      wide,
    )();
  const narrow = (): string =>
    choose(
      () => `${statusOf(scope, choose)} === ${choose(...statuses)}`,
      () => `${statusOf(scope, choose)} !== ${choose(...statuses)}`,
      () => `FORBIDDEN.includes(${error}.status)`,
      () => `${error}.code === SdkErrorCode.${choose(...codes)}`,
      () => `${statusOf(scope, choose)} >= ${choose(400, 500)}`,
      () => `${error}.status === 401 || ${error}.status === 403`,
      () => 'verbose',
    )();
  const plain = () => (typed && choose(true, true, true, false) ? narrow() : scope.any ? loose() : wide());
  if (depth === 0) return plain();
  return choose(
    plain,
    plain,
    plain,
    () => `!(${condition(writer, scope, depth - 1)})`,
    () =>
      `(${condition(writer, scope, depth - 1)}) && (${condition(writer, { ...scope, typed: false }, depth - 1)})`,
    () =>
      `(${condition(writer, { ...scope, typed: false }, depth - 1)}) || (${condition(writer, { ...scope, typed: false }, depth - 1)})`,
  )();
}

function helper(writer: Writer, name: string, error: string): string {
  const text = writer.choose(...(helperTexts[name] as readonly [string, ...string[]]));
  if (text.includes('isHttp(value)')) helper(writer, 'isHttp', error);
  if (![...writer.helpers].some((each) => each.includes(` ${name}`))) writer.need(text);
  return `${name}(${error})`;
}

/** A value that a handler gives. */
function value(writer: Writer, scope: Scope, depth = 1): string {
  const { choose } = writer;
  const { error, typed } = scope;
  return choose(
    () => writer.text(),
    () => choose('Outcome.Denied', 'Outcome.Failed', 'EXIT_DENIED', 'EXIT_FAILED'),
    () => (depth > 0 ? conditional(writer, scope, depth - 1) : writer.text()),
    () => (typed ? `\`HTTP \${${statusOf(scope, choose)}}\`` : `String(${error})`),
    () => helper(writer, 'explain', error),
    () =>
      typed ? `{ status: ${statusOf(scope, choose)}, text: ${writer.text()} }` : `{ text: ${writer.text()} }`,
    () => (typed ? `TEXTS[${statusOf(scope, choose)}] ?? ${writer.text()}` : writer.text()),
    () => (typed ? `LABELS.get(${statusOf(scope, choose)}) ?? ${writer.text()}` : writer.text()),
    () => (typed ? `HINTS[${error}.code] ?? ${writer.text()}` : writer.text()),
    () => (typed ? `${error}.message` : error),
    () => (typed ? `${error}.statusText` : error),
    () => `${helper(writer, 'statusOf', error)} ?? ${writer.text()}`,
    () => (depth > 0 ? condition(writer, scope) : 'verbose'),
  )();
}

function conditional(writer: Writer, scope: Scope, depth: number): string {
  const asked = condition(writer, scope);
  return `${asked} ? ${value(writer, within(scope, asked), depth)} : ${value(writer, scope, 0)}`;
}

/** Whether a condition that holds tells the compiler the class. */
const tells = (asked: string, error: string): boolean =>
  new RegExp(
    `^(${error} instanceof SdkHttpError|SdkHttpError\\.isInstance\\(${error}\\)|isHttp\\(${error}\\))( &&|$)`,
  ).test(asked) && !/\|\|(?![^(]*\))/.test(asked);

const within = (scope: Scope, asked: string): Scope =>
  tells(asked, scope.error) ? { ...scope, typed: true } : scope;

/** What ends a handler. */
function leave(writer: Writer, scope: Scope): string {
  const { choose } = writer;
  const { error, typed } = scope;
  if (!scope.leaves) return `note(${value(writer, scope)});`;
  return choose(
    () => `return ${value(writer, scope)};`,
    () => `throw new AppError(${writer.text()}${typed ? `, ${statusOf(scope, choose)}` : ''});`,
    () => `throw ${error};`,
    () => `throw new Error(${writer.text()}, { cause: ${error} });`,
    () => 'return;',
    () => 'return retry();',
    () => `throw ${helper(writer, 'mapped', error)};`,
    () => (scope.loops ? 'continue;' : 'return;'),
    () => (scope.loops ? 'break;' : 'return;'),
  )();
}

/** Statements of a handler; the last one may leave. */
function statements(writer: Writer, given: Scope): string {
  const { choose } = writer;
  let scope = given;
  const written: string[] = [];
  const add = (text: string): void => void written.push(text);
  const inner = (asked: string): string => block(writer, { ...within(scope, asked), depth: scope.depth - 1 });
  const kinds: Record<string, () => void> = {
    if: () => {
      const asked = condition(writer, scope);
      add(`if (${asked}) ${inner(asked)}`);
    },
    else: () => {
      const asked = condition(writer, scope);
      add(`if (${asked}) ${inner(asked)} else ${inner('')}`);
    },
    chain: () => {
      const [first, second] = [condition(writer, scope), condition(writer, scope)];
      const last = choose('', ` else ${inner('')}`);
      add(`if (${first}) ${inner(first)} else if (${second}) ${inner(second)}${last}`);
    },
    base: () => {
      const { error } = scope;
      const asked = `${error} instanceof SdkHttpError && ${error}.status === ${choose(403, 401)}`;
      add(`if (${asked}) ${inner('')} else if (${error} instanceof OAuthClientFlowError) ${inner('')}`);
    },
    unless: () => {
      const { error } = scope;
      const asked = choose(`${error} instanceof SdkHttpError`, `SdkHttpError.isInstance(${error})`);
      add(
        `if (!${asked.includes('instanceof') ? `(${asked})` : asked}) ${choose(`return ${writer.text()};`, `throw ${error};`, `{\n  note(${writer.text()});\n  return;\n}`)}`,
      );
      scope = { ...scope, typed: true };
    },
    note: () => add(`note(${value(writer, scope)});`),
    status: () => {
      const name = writer.name('status');
      const { error } = scope;
      if (scope.typed)
        add(
          choose(
            `const ${name} = ${error}.status;`,
            `const { status: ${name} } = ${error};`,
            `const { data: { status: ${name} }, message: said${name} } = ${error};\nnote(said${name});`,
          ),
        );
      else
        add(
          `const ${name} = ${choose(`${error} instanceof SdkHttpError ? ${error}.status : undefined`, `(${error} as Partial<SdkHttpError>).status`, helper(writer, 'statusOf', error))};`,
        );
      if (scope.typed) scope = { ...scope, statuses: [...scope.statuses, name] };
      else add(`if (${name} === ${choose(...statuses)}) ${inner('')}`);
    },
    flag: () => {
      const name = writer.name('flag');
      add(`const ${name} = ${condition(writer, scope)};`);
      add(
        choose(
          `if (${name}) ${inner('')}`,
          `if (!${name}) ${inner('')}`,
          `note(${name} ? ${writer.text()} : ${writer.text()});`,
        ),
      );
    },
    let: () => {
      const name = writer.name('text');
      add(`let ${name} = ${writer.text()};`);
      const asked = condition(writer, scope);
      const other = condition(writer, scope);
      const set = (at: Scope) =>
        `${name} = ${choose(writer.text(), at.typed ? `\`\${${at.error}.status}\`` : writer.text())};`;
      add(
        choose(
          `if (${asked}) ${set(within(scope, asked))}`,
          `if (${asked}) {\n  ${set(within(scope, asked))}\n} else if (${other}) {\n  ${set(within(scope, other))}\n}`,
          `if (${asked}) {\n  if (${other}) ${set(scope)}\n  else ${set(within(scope, asked))}\n}`,
        ),
      );
      add(
        scope.leaves
          ? choose(`return ${name};`, `note(${name});`, `throw new AppError(${name});`)
          : `note(${name});`,
      );
    },
    const: () => {
      const name = writer.name('text');
      add(`const ${name} = ${conditional(writer, scope, 1)};`);
      add(`note(${name});`);
    },
    switch: () => {
      const end = scope.leaves ? () => choose('return', 'note') : () => 'note' as const;
      const arm = () => {
        const how = end();
        return how === 'return' ? `return ${writer.text()};` : `note(${writer.text()});\nbreak;`;
      };
      const cases = choose(['403', '401'], ['401', '404'], ['401', '403', '404'], ['403']);
      const fall = choose(false, true);
      const read = scope.typed ? statusOf(scope, choose) : helper(writer, 'statusOf', scope.error);
      const arms = cases.map((each, index) =>
        fall && index === 0 && cases.length > 1 ? `case ${each}:` : `case ${each}:\n${indent(arm())}`,
      );
      add(
        `switch (${read}) {\n${indent([...arms, ...choose([], [`default:\n${indent(arm())}`])].join('\n'))}\n}`,
      );
    },
    codes: () => {
      const { error } = scope;
      const own = `switch (${error}.code) {\n  case SdkErrorCode.${choose(...codes)}:\n    note(${writer.text()});\n    break;\n  default:\n    note(${writer.text()});\n}`;
      add(scope.typed ? own : `if (${error} instanceof SdkError) {\n${indent(own)}\n}`);
    },
    true: () =>
      add(
        `switch (true) {\n  case ${condition(writer, scope, 0)}:\n    ${leave(writer, scope)}\n    break;\n  default:\n    note(${writer.text()});\n}`,
      ),
    try: () => {
      const tail = choose('', ` finally {\n  note(${writer.text()});\n}`);
      add(`try {\n  note(${value(writer, scope)});\n} catch {\n  note(${writer.text()});\n}${tail}`);
    },
    finally: () =>
      add(
        `try {\n${indent(statements(writer, { ...scope, depth: scope.depth - 1 }))}\n} finally {\n  note(${writer.text()});\n}`,
      ),
    loop: () =>
      add(
        `for (const each of [1, 2]) ${block(writer, { ...scope, depth: 0, leaves: false }, `note(each);`)}`,
      ),
    and: () =>
      add(`${condition(writer, scope, 0).replace(/^(.*\|\|.*)$/s, '($1)')} && note(${writer.text()});`),
  };
  const flat = ['note', 'status', 'const', 'and', 'flag'] as const;
  const deep = [
    'if',
    'base',
    'else',
    'chain',
    'unless',
    'let',
    'switch',
    'codes',
    'true',
    'try',
    'finally',
    'loop',
  ] as const;
  const count = choose(1, 2, 1, 3, 0);
  for (let index = 0; index < count; index++) {
    const kind =
      scope.depth > 0
        ? choose('if', ...deep, ...flat, 'if', 'chain', 'unless', 'switch')
        : choose('note', 'note', 'const', 'and');
    if (kind === 'unless' && (!scope.leaves || scope.typed)) continue;
    kinds[kind]?.();
    if (written.at(-1)?.startsWith('return') || written.at(-1)?.startsWith('throw'))
      return written.join('\n');
  }
  if (count === 0 || choose(true, false)) add(leave(writer, scope));
  return written.join('\n');
}

function block(writer: Writer, scope: Scope, first = ''): string {
  const body = [first, statements(writer, scope)].filter(Boolean).join('\n');
  if (body === '') return '{}';
  const lines = body.split('\n');
  const isOne = lines.length === 1 && !/^(const|let)\b/.test(body);
  if (isOne) return writer.choose(`{\n${indent(body)}\n}`, body, `{ ${body} }`);
  return `{\n${indent(body)}\n}`;
}

/** A module whose `handle(error, verbose)` handles an error, and whose `trace` tells what it did meanwhile. */
export function handlerModule(choose: Choose): string {
  const writer = new Writer(choose);
  const error = choose('error', 'e', 'err', 'cause');
  const scope: Scope = { error, typed: false, statuses: [], depth: 2, leaves: true };
  const body = () => statements(writer, scope);
  const handler = choose(
    () => `export function handle(${error}: unknown, verbose = false): unknown {\n${indent(body())}\n}`,
    () =>
      `export async function handle(given: unknown, verbose = false): Promise<unknown> {\n  try {\n    return await fail(given);\n  } catch (${error}) {\n${indent(body(), 2)}\n  }\n  return 'after';\n}`,
    () =>
      `export async function handle(given: unknown, verbose = false): Promise<unknown> {\n  try {\n    await fail(given);\n  } catch (${error}: unknown) {\n${indent(body(), 2)}\n  } finally {\n    note('done');\n  }\n}`,
    () =>
      `export function handle(given: unknown, verbose = false): Promise<unknown> {\n  return fail(given).catch((${error}: unknown) => {\n${indent(body(), 2)}\n  });\n}`,
    () => {
      const loop = choose('for (let left = 3; left > 0; left--)', 'while (rounds++ < 3)');
      const written = statements(writer, { ...scope, loops: true });
      const pause = choose('', "    note('pause');\n");
      return `export async function handle(given: unknown, verbose = false): Promise<unknown> {\n  let rounds = 0;\n  ${loop} {\n    try {\n      return await attempt(given);\n    } catch (${error}) {\n${indent(written, 3)}\n    }\n${pause}  }\n  return rounds;\n}`;
    },
    // A timer tries again what the handler runs through.
    () =>
      `export async function handle(given: unknown, verbose = false): Promise<unknown> {\n  const run = async (left: number): Promise<unknown> => {\n    try {\n      return await attempt(given);\n    } catch (${error}) {\n${indent(body(), 3)}\n    }\n    if (left === 0) return 'given up';\n    return await new Promise((done) => setTimeout(() => done(run(left - 1)), 0));\n  };\n  return await run(2);\n}`,
    // A queue does so until a job says that it is done.
    () =>
      `export async function handle(given: unknown, verbose = false): Promise<unknown> {\n  const due = [1, 2, 3];\n  const work = async (): Promise<unknown> => {\n    try {\n      return await attempt(given);\n    } catch (${error}) {\n${indent(body(), 3)}\n    }\n    return undefined;\n  };\n  let answer: unknown;\n  while (answer === undefined && due.pop() !== undefined) answer = await work();\n  return answer;\n}`,
    () =>
      `export async function handle(given: unknown, verbose = false): Promise<unknown> {\n  const client = clientOf(given);\n  try {\n    return await client.listTools();\n  } catch (${error}: any) {\n${indent(statements(writer, { ...scope, any: true }), 2)}\n  }\n}`,
    () =>
      `export function handle(given: unknown, verbose = false): Promise<unknown> {\n  return clientOf(given)\n    .listTools()\n    .catch((${error}: any) => ${arrow(value(writer, { ...scope, any: true }, 2))});\n}`,
    () =>
      `export const handle = (${error}: unknown, verbose = false): unknown => ${arrow(value(writer, scope, 2))};`,
    () =>
      `export function handle(given: unknown, verbose = false): Promise<unknown> {\n  return fail(given).then(\n    () => 'fine',\n    (${error}) => ${arrow(conditional(writer, scope, 1))},\n  );\n}`,
    () =>
      `class Mapper {\n  static map(${error}: unknown, verbose: boolean): unknown {\n${indent(body(), 2)}\n  }\n}\nexport const handle = (given: unknown, verbose = false): unknown => Mapper.map(given, verbose);`,
    () =>
      `export function handle(given: unknown, verbose = false): Promise<unknown> {\n  return clientOf(given)\n    .listTools()\n    .catch(({ status = ${choose('500', '404')} }: any) => (status === ${choose(...statuses)} ? ${writer.text()} : ${writer.text()}));\n}`,
    () => {
      const { made, set, read } = choose(...(carriers as [(typeof carriers)[number]]));
      const [denied, failed] = [writer.text(), writer.text()];
      const asked = condition(writer, scope);
      const again = choose(denied, failed, "'another'");
      const then = choose('return await attempt(given).catch(() => undefined);', `note(${writer.text()});`);
      const marks = choose(
        set(`${asked} ? ${denied} : ${failed}`),
        `if (${asked}) ${set(denied)}\nelse ${set(failed)}`,
      );
      return `${made}\n\nexport async function handle(given: unknown, verbose = false): Promise<unknown> {\n  try {\n    return await attempt(given);\n  } catch (${error}) {\n${indent(marks, 2)}\n  }\n  if (${read} === ${again}) {\n    ${then}\n  }\n  return ${read};\n}`;
    },
  )();
  return assemble(handler, [...writer.helpers]);
}

const arrow = (text: string): string => (text.startsWith('{') ? `(${text})` : text);
