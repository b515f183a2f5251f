import path from 'node:path';
import { ModuleGraph, type ModuleSource } from './module-graph.ts';
import type { Project } from './project.ts';

/** A file that is part of the project, and that the analysis does not parse: a component, a page, a declaration file, data. */
export interface UnparsedFile {
  readonly file: string;
  readonly text: string;
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
    return text === undefined ? [] : [{ file, text, kind: kindOf(file, kind) }];
  });
}

function kindOf(file: string, kind: 'code' | 'data'): UnparsedFile['kind'] {
  if (kind === 'data') return 'data';
  if (/\.d\.(?:[^./\\]+\.)?[cm]?ts$/.test(file)) return 'declaration';
  return /\.(?:vue|svelte|astro|mdx|marko|riot)$/.test(file) ? 'component' : 'other';
}

/** Whether imports lead from a file to one of the targets. `unclear`: one of its imports leads nowhere that is known. */
export type Reach = 'direct' | 'far' | 'unclear' | 'no';

const graphs = new WeakMap<Project, ModuleGraph>();

export function reachOf(project: Project, { file, text }: UnparsedFile, targets: readonly string[]): Reach {
  const { beyond } = project;
  const specifiers = [...text.matchAll(written)].map(([, , specifier]) => specifier ?? '');
  const resolved = specifiers.map((specifier) => ({
    specifier,
    target: beyond.resolveImport(specifier, file),
  }));
  const found = resolved.flatMap(({ target }) => target ?? []);
  if (found.some((target) => targets.includes(target))) return 'direct';
  if (found.some((target) => moduleGraphOf(project).reaches(target, targets))) return 'far';
  return resolved.some(({ specifier, target }) => target === undefined && mayBeOwn(specifier))
    ? 'unclear'
    : 'no';
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
function mayBeOwn(specifier: string): boolean {
  if (!/^(?:[.~#$/]|@\/)/.test(specifier)) return false;
  const extension = path.extname(specifier.replace(/[?#].*$/, ''));
  return extension === '' || /^\.[cm]?[jt]sx?$/.test(extension);
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

/** Nuxt, Astro and the like import a project's functions by themselves: a component calls them and imports nothing. */
export function isImportedByItself({ text, kind }: UnparsedFile, { name, isMember }: Sought): boolean {
  if (isMember || kind !== 'component') return false;
  const word = escaped(name);
  const declares = new RegExp(`\\b(?:function|const|let|var|class)\\s+${word}\\b|import[^;]*\\b${word}\\b`);
  return new RegExp(`(?<![.\\w])${word}\\s*\\(`).test(text) && !declares.test(text);
}

/** The name of a file as a person knows it: with its folder. */
export const shortName = ({ file }: UnparsedFile): string => file.split('/').slice(-2).join('/');

function escaped(name: string): string {
  return name.replace(/[$^\\.*+?()[\]{}|]/g, '\\$&');
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
  return user && `'${sought.name}' in ${shortName(user)}`;
}
