import { isComponent, readParts } from './component-modules.ts';
import { escaped } from './escaped.ts';
import { type ComponentParts, componentLanguage } from './script-blocks.ts';

/** A name in the template of a component. */
export interface TemplateMention {
  readonly line: number;
  /** False where it may be something else: a part of a text, or the key of an object. */
  readonly isCertain: boolean;
}

/**
 * Where does the template of a component use a name of its script?
 * Asked of every name whose meaning changes: templates are not rewritten.
 * Gives the first use in an expression of the template, as a name of its own and not as a member.
 */
export function templateMention(file: string, text: string, name: string): TemplateMention | undefined {
  if (!isComponent(file) || !text.includes(name)) return undefined;
  const code = templateCode(file, text);
  const word = new RegExp(`(?<![\\w.])\\$?(?<!\\.\\$)${escaped(name)}(?![\\w$])`, 'g');
  const found = [...code.matchAll(word)].map(({ index, 0: { length } }) => {
    const [before, after] = [code.slice(0, index), code.slice(index + length)];
    return {
      line: before.split('\n').length,
      isCertain: !/[-'`]$|['"][^'"]*\.$/.test(before) && !/^(?:[-'`]|\s*:(?!:))/.test(after),
    };
  });
  return found.find(({ isCertain }) => isCertain) ?? found[0];
}

/** The template of a component with only the code in it: everything else is blank, and every offset is one of the file. */
export function templateCode(file: string, text: string): string {
  const parts = readParts(file, text);
  const language = componentLanguage(file);
  if (!parts || !language) return text;
  const markup = withoutScripts(text, parts);
  if (language === 'vue') return isHtml(text) ? only(markup, vueCode(markup)) : markup;
  const kept = only(markup, braces(markup));
  return language === 'svelte' ? withStores(kept, text, parts) : kept;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Another template language, such as pug, marks its expressions in ways of its own. */
const isHtml = (text: string): boolean => !/<template\b[^>]{0,400}\blang\s*=\s*["']?(?!html\b)\w/.test(text);

/** Of a style only `v-bind(…)` is left, which no other language has. */
function withoutScripts(text: string, { blocks, comments, styles }: ComponentParts): string {
  const bare = [...blocks, ...comments].reduce(
    (rest, { start, end }) => rest.slice(0, start) + blank(rest.slice(start, end)) + rest.slice(end),
    text,
  );
  return styles.reduce((rest, { start, end }) => {
    const style = rest.slice(start, end);
    return rest.slice(0, start) + only(style, spansOf(style, bound)) + rest.slice(end);
  }, bare);
}

const bound = /v-bind\([^)]{0,400}\)/g;

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

function only(text: string, spans: readonly Span[]): string {
  let kept = '';
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= kept.length) continue;
    const from = Math.max(start, kept.length);
    kept += blank(text.slice(kept.length, from)) + text.slice(from, end);
  }
  return kept + blank(text.slice(kept.length));
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));

/** `{{ … }}`, and attributes whose name begins with `v-`, `:`, `@`, `#` or `.`; in a style `v-bind(…)`. */
function vueCode(markup: string): Span[] {
  const attributes = [...markup.matchAll(directive)].flatMap(
    ({ index, 0: found, 1: name = '', 2: kind = '' }) => {
      // `@code="…"` names an event, `:code="…"` a property of another component. `:code` and `:[code]` use the variable.
      const isName = found.length > name.length && !name.includes('[');
      const value = { start: isName ? index + name.length : index, end: index + found.length };
      return [{ start: index, end: index + kind.length }, value];
    },
  );
  return [...mustaches(markup), ...attributes, ...spansOf(markup, bound)];
}

const directive = /(?<=[\s"'])((v-[\w-]*:?|[:@#.])[^\s=>"']*)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?/g;

/** From one pair of braces to the end of it, or to the end of the text. */
function mustaches(markup: string): Span[] {
  const spans: Span[] = [];
  for (let start = markup.indexOf('{{'); start >= 0; ) {
    const closing = markup.indexOf('}}', start);
    const end = closing < 0 ? markup.length : closing + 2;
    spans.push({ start, end });
    start = markup.indexOf('{{', end);
  }
  return spans;
}

/** What is between braces, and `bind:name` or `use:name`. All of it where the braces do not match. */
function braces(markup: string): Span[] {
  // `on:code={…}` names an event, `bind:code={…}` a property. `use:code` and `bind:code` use the variable.
  const spans = spansOf(
    markup,
    /(?<=\s)(?:(?:use|transition|in|out|animate):[\w$]+|(?:bind|class|style):[\w$]+(?=[\s/>]))/g,
  );
  let depth = 0;
  let opened = 0;
  for (const { index, 0: brace } of markup.matchAll(/[{}]/g)) {
    if (brace === '{' && depth++ === 0) opened = index;
    if (brace === '}' && --depth === 0) spans.push({ start: opened, end: index + 1 });
    if (depth < 0) break;
  }
  return depth === 0 ? spans : [{ start: 0, end: markup.length }];
}

/** `$name` reads or writes a Svelte store, also in the script, where the compiler sees no variable of that name. */
function withStores(kept: string, text: string, { blocks }: ComponentParts): string {
  const stores = spansOf(text, /(?<![\w$.'"`])\$[A-Za-z_]\w*/g).filter(({ start }) =>
    blocks.some((block) => block.start <= start && start < block.end),
  );
  return stores.reduce(
    (code, { start, end }) => code.slice(0, start) + text.slice(start, end) + code.slice(end),
    kept,
  );
}
