/** Parts that every shape is made of. In templates `$name` is a local of the program, `$$name` a name that other files see. */

/** Makes one choice after the other; the first choice is always the plainest, so that a failing program shrinks to it. */
export type Choose = <T>(...options: readonly T[]) => T;

/** Files by name, still with `$` names and in the plain style. */
export type Templates = Readonly<Record<string, string>>;

export const indent = (text: string, levels = 1): string => text.replace(/^(?=.)/gm, '  '.repeat(levels));

/** How a name of a package is imported: the import, and how it is written in code. */
export function imported(
  choose: Choose,
  module: string,
  names: readonly string[],
): { line: string; of: (name: string) => string } {
  return choose(
    { line: `import { ${names.join(', ')} } from '${module}';`, of: (name: string) => name },
    {
      line: `import { ${names.map((name) => `${name} as $Own${name}`).join(', ')} } from '${module}';`,
      of: (name: string) => `$Own${name}`,
    },
    { line: `import * as $mcp from '${module}';`, of: (name: string) => `$mcp.${name}` },
  );
}

/** Where the callback's query comes from: the parameter of the handler, its import, and the query. */
export interface Source {
  readonly line: string;
  readonly parameter: string;
  readonly before: string;
  readonly query: string;
}

export function source(choose: Choose): Source {
  return choose(
    {
      line: '',
      parameter: '$request: Request',
      before: 'const $url = new URL($request.url);\n',
      query: '$url.searchParams',
    },
    { line: '', parameter: '$url: URL', before: '', query: '$url.searchParams' },
    { line: '', parameter: '$query: URLSearchParams', before: '', query: '$query' },
    {
      line: "import type { IncomingMessage } from 'node:http';\n",
      parameter: '$req: IncomingMessage',
      before: "const $url = new URL($req.url ?? '/', 'http://localhost');\n",
      query: '$url.searchParams',
    },
    {
      line: '',
      parameter: '$href: string',
      before: 'const { searchParams: $params } = new URL($href);\n',
      query: '$params',
    },
  );
}

/** Reads the code into `$code`, or gives the expression itself. */
export function reading(choose: Choose, query: string): { before: string; code: string } {
  const get = `${query}.get('code')`;
  return choose(
    { before: `const $code = ${get};\nif (!$code) throw new Error('no code');\n`, code: '$code' },
    { before: `const $code = ${get} ?? '';\n`, code: '$code' },
    { before: `let $code = ${get};\nif ($code === null) {\n  return;\n}\n`, code: '$code' },
    { before: '', code: `${get}!` },
    { before: `const $code = ${get} as string;\nconsole.log('code of', $code.length);\n`, code: '$code' },
    { before: `if (!${query}.has('code')) return;\n`, code: `String(${get})` },
  );
}

export const stateCheck = (choose: Choose, query: string): string =>
  choose('', `if (${query}.get('state') !== $expected) throw new Error('state');\n`);

/** A statement inside others that run it once. */
export function nest(choose: Choose, body: string): string {
  return choose(
    body,
    `try {\n${indent(body)}\n} finally {\n  console.log('done');\n}`,
    `if (Date.now() > 0) {\n${indent(body)}\n}`,
    `{\n${indent(body)}\n}`,
    `switch (1 as number) {\n  case 1: {\n${indent(body, 2)}\n    break;\n  }\n  default:\n}`,
  );
}

/** A function with this body, as people hold functions. */
export function hold(choose: Choose, name: string, parameters: string, body: string): string {
  const inner = indent(body);
  return choose(
    `export async function ${name}(${parameters}): Promise<void> {\n${inner}\n}`,
    `export const ${name} = async (${parameters}): Promise<void> => {\n${inner}\n};`,
    `export class $$Host {\n  async ${name}(${parameters}): Promise<void> {\n${indent(inner)}\n  }\n}`,
    `export const $$hosts = {\n  async ${name}(${parameters}): Promise<void> {\n${indent(inner)}\n  },\n};`,
    `export namespace $$Inner {\n  export async function ${name}(${parameters}): Promise<void> {\n${indent(inner)}\n  }\n}`,
    `export function $$make() {\n  const $noise = 1;\n  return { $noise, run: async (${parameters}): Promise<void> => {\n${indent(inner, 2)}\n  } };\n}`,
    `export const ${name} = async function $self(${parameters}): Promise<void> {\n${inner}\n};`,
  );
}
