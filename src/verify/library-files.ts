import { getLibFiles, ts } from '../compiler.cjs';

/** Where the compiler's own libraries seem to be: their texts come with it, not from a disk. */
const libFolder = '/node_modules/typescript/lib';

/** The path of the library that the options ask for by default. */
export const defaultLibrary = (options: ts.CompilerOptions): string =>
  `${libFolder}/${ts.getDefaultLibFileName(options)}`;

let texts: Map<string, string> | undefined;

/** The text of one of the compiler's own libraries. */
export function libraryText(file: string): string | undefined {
  if (!file.startsWith(`${libFolder}/`)) return undefined;
  texts ??= new Map(getLibFiles().map(({ fileName, text }) => [`${libFolder}/${fileName}`, text]));
  return texts.get(file);
}

/** A declaration file of a package or of the compiler: many programs hold it, and a fix never changes it. */
export const isShared = (file: string): boolean =>
  file.includes('/node_modules/') && /\.d\.[cm]?ts$/.test(file);

const shared = new Map<string, ts.SourceFile>();

/** Parses, or takes what another program parsed from the same text under options that mean the same for the syntax. */
export function parseShared(
  file: string,
  text: string,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
  syntaxKey: string,
): ts.SourceFile {
  const format = typeof version === 'object' ? version.impliedNodeFormat : undefined;
  const key = [file, syntaxKey, format].join('\0');
  const known = shared.get(key);
  if (known?.text === text) return known;
  const parsed = ts.createSourceFile(file, text, version);
  shared.set(key, parsed);
  return parsed;
}

/** Equal for options under which the compiler may share parsed and bound files; where modules are found is no part of it. */
export function syntaxKeyOf(options: ts.CompilerOptions): string {
  const { baseUrl: _b, paths: _p, pathsBasePath: _base, rootDirs: _r, typeRoots: _t, ...syntax } = options;
  return ts.createDocumentRegistry().getKeyForCompilationSettings(syntax);
}
