import fc from 'fast-check';
import { inJavaScript, type JavaScript, javaScripts } from './language.ts';
import type { Choose } from './parts.ts';
import { shapes } from './shapes.ts';
import { plain, restyle, type Style } from './style.ts';

/** A program as data: what fast-check makes, shrinks and prints. */
export interface Program {
  readonly shape: string;
  /** One number for each choice the shape makes. */
  readonly choices: readonly number[];
  readonly style: Style;
  /** TypeScript when there is none. */
  readonly javaScript: JavaScript | null;
}

export const styles: fc.Arbitrary<Style> = fc.record({
  quote: fc.constantFrom("'" as const, '"' as const),
  semicolons: fc.boolean().map((value) => !value),
  indent: fc.constantFrom('  ', '    ', '\t'),
  eol: fc.constantFrom('\n' as const, '\r\n' as const),
  bom: fc.boolean(),
  finalNewline: fc.boolean().map((value) => !value),
  comments: fc.constantFrom(0, 5, 20, 100),
  breaks: fc.constantFrom(0, 15),
  seed: fc.nat(0xffff),
});

/** Programs of these shapes. */
export const programs = (names: readonly string[]): fc.Arbitrary<Program> =>
  fc.record({
    shape: fc.constantFrom(...names),
    choices: fc.array(fc.nat(255), { minLength: 14, maxLength: 14 }),
    style: fc.oneof({ weight: 3, arbitrary: styles }, { weight: 1, arbitrary: fc.constant(plain) }),
    javaScript: fc.option(fc.constantFrom(...javaScripts), { freq: 2 }),
  });

/** How the names of a program are spelled. */
export type Naming = (name: string) => string;

export const asWritten: Naming = (name) => name;
/** Names that a fix might want for itself are among them. */
export const renamed: Naming = (name) =>
  ({ expected: 'callbackParams', noise: 'iss', url: 'params', error: 'InsufficientScope', count: 'query' })[
    name
  ] ?? `${name}${name.length}x`;

/** The files of a program. `id` keeps what it exports apart from the programs beside it. */
export function render(
  { shape, choices, style, javaScript }: Program,
  id: string,
  naming: Naming = asWritten,
): Record<string, string> {
  let next = 0;
  const choose: Choose = (...options) => {
    const choice = choices[next++ % choices.length] ?? 0;
    return options[choice % options.length] as (typeof options)[number];
  };
  const templates = shapes[shape]?.(choose) ?? {};
  const typed = Object.fromEntries(
    Object.entries(templates).map(([file, text]) => {
      const named = text
        .replace(/\$\$(\w+)/g, (_, name: string) => `${name}${id}`)
        .replace(/\$([a-zA-Z]\w*)/g, (_, name: string) => naming(name));
      return [file, named];
    }),
  );
  const files = javaScript ? inJavaScript(typed, javaScript) : typed;
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, restyle(text, style)]));
}
