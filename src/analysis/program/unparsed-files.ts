import path from 'node:path';
import { codeOf, isComponent } from './component-modules.ts';
import { escaped } from './escaped.ts';
import { ModuleGraph, type ModuleSource } from './module-graph.ts';
import type { Project } from './project.ts';
import { shortPath } from './short-path.ts';
import { templateCode } from './template-code.ts';

/** A file that is part of the project, and that the analysis does not parse: a template, a page, a declaration file, data. */
export interface UnparsedFile {
  readonly file: string;
  /** Of a component whose scripts are parsed: only the code in its template. */
  readonly text: string;
  /** What may import or declare something. */
  readonly code: string;
  readonly isTemplate: boolean;
  readonly kind: 'component' | 'declaration' | 'data' | 'other';
}

/** The files that hold a name as a word and are not parsed; undefined when these are too many. */
export function unparsedMentions(
  { beyond }: Project,
  kind: 'code' | 'data',
  name: string,
): readonly UnparsedFile[] | undefined {
  if (!beyond.unparsedMentioning) return [];
  const files = beyond.unparsedMentioning(kind, [name]).get(name);
  return files?.flatMap((file) => {
    const text = beyond.unparsedText?.(file);
    return text === undefined ? [] : [withCode(beyond, file, text, kindOf(file, kind))];
  });
}

/** Searches all the names at once, so that none of them costs a search of its own. */
export function searchUnparsed({ beyond }: Project, names: readonly string[]): void {
  for (const kind of ['code', 'data'] as const) beyond.unparsedMentioning?.(kind, names);
}

function withCode(
  beyond: Project['beyond'],
  file: string,
  text: string,
  kind: UnparsedFile['kind'],
): UnparsedFile {
  if (!isComponent(file) || !beyond.isSource?.(file))
    return { file, text, code: text, kind, isTemplate: false };
  return { file, text: templateCode(file, text), code: codeOf(file, text), kind, isTemplate: true };
}

function kindOf(file: string, kind: 'code' | 'data'): UnparsedFile['kind'] {
  if (kind === 'data') return 'data';
  if (/\.d\.(?:[^./\\]+\.)?[cm]?ts$/.test(file)) return 'declaration';
  return /\.(?:vue|svelte|astro|mdx|marko|riot)$/.test(file) ? 'component' : 'other';
}

/** Whether imports lead from a file to one of the targets. `unclear`: one of its imports leads nowhere that is known. */
export type Reach = 'direct' | 'far' | 'unclear' | 'no';

const graphs = new WeakMap<Project, ModuleGraph>();

export function reachOf(project: Project, { file, code }: UnparsedFile, targets: readonly string[]): Reach {
  const { beyond } = project;
  const specifiers = [...code.matchAll(written)].map(([, , specifier]) => specifier ?? '');
  const resolved = specifiers.map((specifier) => ({
    specifier,
    target: beyond.resolveImport(specifier, file),
  }));
  const found = resolved.flatMap(({ target }) => target ?? []);
  if (found.some((target) => targets.includes(target))) return 'direct';
  if (found.some((target) => moduleGraphOf(project).reaches(target, targets))) return 'far';
  const isUnclear =
    resolved.some(({ specifier, target }) => target === undefined && mayBeOwn(specifier)) ||
    targets.some((target) => callsUndeclared(code, exportedFrom(beyond.readText(target) ?? '')));
  return isUnclear ? 'unclear' : 'no';
}

const exportedFrom = (text: string): string[] =>
  [...text.matchAll(/\bexport\s+(?:async\s+)?(?:function\*?|const|let|class)\s+([\w$]+)/g)].map(
    ([, name]) => name ?? '',
  );

/** Nuxt, Astro and the like import a project's functions by themselves: a component calls them and imports nothing. */
export function callsUndeclared(code: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const word = name.replace(/[$]/g, '\\$&');
    const declares = new RegExp(
      `\\b(?:function|const|let|var|class)\\s+${word}\\b|\\b(?:const|let|var)\\s*[{[][^=;]{0,400}\\b${word}\\b|import[^;]*\\b${word}\\b`,
    );
    return new RegExp(`(?<![.\\w])${word}\\s*\\(`).test(code) && !declares.test(code);
  });
}

/** Which files imports lead to, beyond the program. */
export function moduleGraphOf(project: Project): ModuleGraph {
  const graph = graphs.get(project) ?? new ModuleGraph(project.beyond as ModuleSource);
  graphs.set(project, graph);
  return graph;
}

/** `import … from '…'`, `import('…')`, `require('…')`, with comments between. */
const written = /(?:\bfrom|\bimport|\brequire)(?:\s|\(|\/\*(?:[^*]|\*(?!\/))*\*\/)*(["'`])([^"'`\n]+)\1/g;

/** True for a path of the project that no tsconfig explains: bundlers have aliases of their own. */
export function mayBeOwn(specifier: string): boolean {
  if (!/^(?:[.~#$/]|@\/)/.test(specifier) || ofFramework.test(specifier)) return false;
  const extension = path.extname(specifier.replace(/[?#].*$/, ''));
  return extension === '' || /^\.(?:[cm]?[jt]sx?|svelte)$/.test(extension);
}

/** A name that is looked for in files which are not parsed. */
interface Sought {
  readonly name: string;
  readonly isMember: boolean;
}

/** As a word of a text, `code` says nothing. As a member it stands beside a dot, a colon or a brace. */
export function mayMean({ text, kind }: UnparsedFile, { name, isMember }: Sought): boolean {
  if (!isMember || kind === 'data') return true;
  const word = escaped(name);
  const forms = [
    `[.#]\\s*${word}\\b`,
    `[{,]\\s*${word}\\s*[,}:=(?]`,
    `\\b${word}\\s*[?]?\\s*[:(]`,
    `['"\`]${word}['"\`]`,
    `[:@]${word}\\b`,
  ];
  return new RegExp(forms.join('|')).test(text);
}

/** What is imported without a word, is called without a word about where it comes from. */
export function isImportedByItself({ text, code, kind }: UnparsedFile, { name, isMember }: Sought): boolean {
  if (isMember || kind !== 'component') return false;
  return callsUndeclared(text === code ? code : `${text}\n${code}`, [name]);
}

/** A file that is not parsed and may use what some files declare under a name; undefined where there is none. */
export function unparsedUser(
  project: Project,
  sought: Sought,
  declaredIn: readonly string[],
): string | undefined {
  const files = unparsedMentions(project, 'code', sought.name);
  if (!files) return `'${sought.name}' in files that are not parsed`;
  const user = files.find((file) => {
    if (file.kind === 'declaration' || !mayMean(file, sought)) return false;
    return reachOf(project, file, declaredIn) !== 'no' || isImportedByItself(file, sought);
  });
  return user && `'${sought.name}' in ${shortPath(user.file)}`;
}
/** What SvelteKit and Nuxt provide themselves. */
const ofFramework = /^(?:\$app|\$env|#app)(?:\/|$)|^\.\/\$types$/;
