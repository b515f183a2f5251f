import { createRequire } from 'node:module';
import { ts } from '../../compiler.cjs';
import { maxNesting } from './limits.ts';

/** A part of a component file that holds code. Everything outside of such parts is template, style or text. */
export interface ScriptBlock {
  readonly start: number;
  readonly end: number;
  readonly kind: ts.ScriptKind;
  /** Blocks of the same number share one scope. 0 is the component; each script of an Astro page has its own. */
  readonly module: number;
  /** The script runs once for each use of the component, and what it exports belongs to the component around. */
  readonly isInstance: boolean;
}

/** What the tags of a component file say. */
export interface ComponentParts {
  readonly blocks: readonly ScriptBlock[];
  /** The modules that `<script src="…">` loads. */
  readonly sources: readonly string[];
  /** Comments: no browser and no compiler reads them. */
  readonly comments: readonly Span[];
  readonly styles: readonly Span[];
  /** Elements lie in each other deeper than {@link maxNesting}: nothing of the file is read. */
  readonly isTooDeep: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export type ComponentLanguage = 'vue' | 'svelte' | 'astro';

/** The language of a component file, by its name; undefined for every other file. */
export function componentLanguage(file: string): ComponentLanguage | undefined {
  return /\.(vue|svelte|astro)$/.exec(file)?.[1] as ComponentLanguage | undefined;
}

/** Finds the scripts of a component file. Nothing of the project's own compiler runs for it. */
export function partsOf(language: ComponentLanguage, text: string): ComponentParts {
  const fences = language === 'astro' ? frontmatter(text) : undefined;
  const tags = readTags(text, fences?.end ?? 0);
  const isScript = language === 'astro' ? isModuleScript : isComponentScript;
  const scripts = tags.raw.filter((each) => each.name === 'script' && isScript(each));
  const found: ScriptBlock[] = fences
    ? [{ ...fences, kind: ts.ScriptKind.TS, module: 0, isInstance: true }]
    : [];
  for (const { start, end, attributes } of scripts) {
    const kind = language === 'astro' ? ts.ScriptKind.TS : kinds[attributes.lang ?? 'js'];
    if (kind === undefined || start === end) continue;
    const module = language === 'astro' ? found.filter((each) => each.module > 0).length + 1 : 0;
    const isShared = 'module' in attributes || attributes.context === 'module';
    found.push({ start, end, kind, module, isInstance: !isShared });
  }
  // The blocks of a component are in one language. Where they are not, its compiler refuses the file.
  const isOneLanguage = language === 'astro' || new Set(found.map(({ kind }) => kind)).size <= 1;
  return {
    blocks: isOneLanguage ? found : [],
    sources: scripts.flatMap(({ attributes }) => attributes.src || []),
    comments: tags.comments,
    styles: tags.raw.filter(({ name }) => name === 'style'),
    isTooDeep: tags.isTooDeep,
  };
}

const kinds: Readonly<Record<string, ts.ScriptKind | undefined>> = {
  js: ts.ScriptKind.JS,
  jsx: ts.ScriptKind.JSX,
  ts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
};

/** The text between the first line of dashes and the next one. */
function frontmatter(text: string): Span | undefined {
  const [opening] = /^\s*---[ \t]*(?:\r\n|\r|\n)/.exec(text) ?? [];
  if (opening === undefined) return undefined;
  const closing = /^[ \t]*---/m.exec(text.slice(opening.length));
  return closing ? { start: opening.length, end: opening.length + closing.index } : undefined;
}

/** A script inside of an element is no part of a Vue or Svelte component. */
const isComponentScript = ({ depth }: RawElement): boolean => depth === 0;

/** Astro makes a module of a script without attributes. It copies every other one into the page as it is. */
const isModuleScript = ({ attributes }: RawElement): boolean =>
  Object.keys(attributes).every((name) => name === 'src');

/** An element whose content is not markup: a script or a style. */
interface RawElement extends Span {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** How many elements are around it. */
  readonly depth: number;
}

interface Tags {
  readonly raw: readonly RawElement[];
  readonly comments: readonly Span[];
  readonly isTooDeep: boolean;
}

/** Loaded at the first component: most projects have none. */
let library: typeof import('htmlparser2') | undefined;

const pieceSize = 4096;

function readTags(text: string, from: number): Tags {
  library ??= createRequire(import.meta.url)('htmlparser2') as typeof import('htmlparser2');
  const raw: RawElement[] = [];
  const comments: Span[] = [];
  const open: RawElement[] = [];
  let isTooDeep = false;
  const parser = new library.Parser(
    {
      onopentag(name, attributes) {
        const at = from + parser.endIndex + 1;
        open.push({ name: name.toLowerCase(), attributes, depth: open.length, start: at, end: at });
        isTooDeep ||= open.length > maxNesting;
        if (isTooDeep) parser.reset();
      },
      onclosetag() {
        const element = open.pop();
        const isRaw = element?.name === 'script' || element?.name === 'style';
        // An element that closes itself ends where it begins.
        if (isRaw) raw.push({ ...element, end: Math.max(element.start, from + parser.startIndex) });
      },
      oncomment: () =>
        void comments.push({ start: from + parser.startIndex, end: from + parser.endIndex + 1 }),
    },
    {
      decodeEntities: false,
      lowerCaseAttributeNames: false,
      // `<Input>` is a component, which has an end, and not an input field.
      lowerCaseTags: false,
      recognizeSelfClosing: true,
    },
  );
  // In pieces: the library looks for the element that an end belongs to among all that are open.
  for (let at = from; at < text.length && !isTooDeep; at += pieceSize)
    parser.write(text.slice(at, at + pieceSize));
  if (!isTooDeep) parser.end();
  return isTooDeep ? { raw: [], comments: [], isTooDeep } : { raw, comments, isTooDeep };
}
