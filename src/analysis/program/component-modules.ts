import { ts } from '../../compiler.cjs';
import { type ComponentParts, componentLanguage, partsOf } from './script-blocks.ts';

/**
 * Which code is in a component file (.vue, .svelte, .astro), as modules that the compiler parses?
 * Asked wherever a file is parsed, searched for imports or changed.
 * A module has the length of its file: what is no code of it is blank, so every offset is one of the file. Names that the
 * component's own compiler provides are declared behind the end.
 */
export interface ComponentModule {
  /** The path of the file, or one that {@link fileOf} leads back to it. */
  readonly name: string;
  readonly text: string;
  readonly kind: ts.ScriptKind;
}

export const isComponent = (file: string): boolean => componentLanguage(file) !== undefined;

/** Each script of an Astro page has a scope of its own, so it is a module beside that of the file. */
const scriptName = /(?<=\.astro)\?script=(\d+)$/;

/** The file on the disk that a module is a part of. */
export function fileOf(name: string): string {
  return name.replace(scriptName, '');
}

/** The modules of a file: one with its own name, and further ones in an Astro page. None for a file that is no component. */
export function modulesOf(file: string, text: string): readonly ComponentModule[] {
  const parts = readParts(file, text);
  if (!parts) return [];
  const numbers = new Set([0, ...parts.blocks.map(({ module }) => module)]);
  return [...numbers].map((number) => moduleOf(file, text, parts, number));
}

/** The module of a name, which may be that of another script of its file. */
export function moduleNamed(name: string, text: string): ComponentModule | undefined {
  const file = fileOf(name);
  const parts = readParts(file, text);
  return parts && moduleOf(file, text, parts, Number(scriptName.exec(name)?.[1] ?? 0));
}

/** The names of the modules of a file; its own for a file that is no component. */
export function moduleNames(file: string, text: string | undefined): readonly string[] {
  if (componentLanguage(file) !== 'astro' || text === undefined) return [file];
  return modulesOf(file, text).map(({ name }) => name);
}

/** The code of a file: all scripts of a component, or the text itself. */
export function codeOf(file: string, text: string): string {
  const parts = readParts(file, text);
  return parts ? onlyCode(text, parts, () => true) + imported(parts) : text;
}

/** Whether an edit stays within one script. Nothing else of a component is changed. */
export function isInScript(
  file: string,
  text: string,
  { start, end }: { start: number; end: number },
): boolean {
  const parts = readParts(file, text);
  return !parts || parts.blocks.some((block) => block.start <= start && end <= block.end);
}

function moduleOf(file: string, text: string, parts: ComponentParts, number: number): ComponentModule {
  const [first] = parts.blocks.filter(({ module }) => module === number);
  const code = onlyCode(text, parts, (module) => module === number);
  const kind = first?.kind ?? ts.ScriptKind.TS;
  return number === 0
    ? { name: file, text: code + imported(parts) + provided(file, code, kind), kind }
    : { name: `${file}?script=${number}`, text: code, kind };
}

/** Blanks what is not code. A semicolon parts two scripts, so that no statement goes on in the next one. */
function onlyCode(text: string, { blocks }: ComponentParts, isWanted: (module: number) => boolean): string {
  let code = '';
  for (const { start, end, module } of blocks) {
    if (!isWanted(module)) continue;
    const before = blank(text.slice(code.length, start));
    code +=
      (code.length > 0 && before.startsWith(' ') ? `;${before.slice(1)}` : before) + text.slice(start, end);
  }
  return code + blank(text.slice(code.length));
}

const blank = (text: string): string => text.replace(/[^\r\n\u2028\u2029\ufeff]/g, ' ');

/** `<script src="./login.ts">`: what the file exports is the component's. */
const imported = ({ sources }: ComponentParts): string =>
  sources.map((each) => `\nexport * from ${JSON.stringify(each)};`).join('');

/** What the compiler of a language provides without an import. */
function provided(file: string, code: string, kind: ts.ScriptKind): string {
  const language = componentLanguage(file);
  if (language === 'astro') return "\ndeclare const Astro: import('astro').AstroGlobal;";
  const page =
    language === 'svelte' && /\bpage(?:\s+as\s+(\w+))?[^}]*\}\s*from\s*['"]\$app\/stores['"]/.exec(code);
  if (!page) return '';
  const [name, type] = [`$${page[1] ?? 'page'}`, "import('@sveltejs/kit').Page"];
  return kind === ts.ScriptKind.TS
    ? `\ndeclare const ${name}: ${type};`
    : `\n/** @type {${type}} */\nlet ${name};`;
}

/** A run asks for the parts of the same text again and again. */
const known = new Map<string, { readonly text: string; readonly parts: ComponentParts }>();

/** undefined for a file that is no component. */
export function readParts(file: string, text: string): ComponentParts | undefined {
  const language = componentLanguage(file);
  if (!language) return undefined;
  const last = known.get(file);
  if (last?.text === text) return last.parts;
  const parts = partsOf(language, text);
  known.set(file, { text, parts });
  return parts;
}
