import { Project, ts } from '../compiler.cjs';

/** The folder in which ts-morph shows the compiler's own libraries. Their texts come with it, not from a disk. */
const libFolder = '/node_modules/typescript/lib';

/** The path of the library that the options ask for by default. */
export const defaultLibrary = (options: ts.CompilerOptions): string =>
  `${libFolder}/${ts.getDefaultLibFileName(options)}`;

let libraries: ts.ModuleResolutionHost | undefined;

/** The text of one of the compiler's own libraries. */
export function libraryText(file: string): string | undefined {
  if (!file.startsWith(`${libFolder}/`)) return undefined;
  // A project whose file system holds nothing else.
  libraries ??= new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  return libraries.readFile(file);
}

/** A declaration file of a package or of the compiler: many programs read it, and a fix never changes it. */
export const isShared = (file: string): boolean =>
  file.includes('/node_modules/') && /\.d\.[cm]?ts$/.test(file);

const shared = new Map<string, ts.SourceFile>();

/** Parses, or reuses what another program parsed from the same text with options that mean the same for the syntax. */
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

/** Equal for options with which programs may share parsed files. Where modules are found plays no part. */
export function syntaxKeyOf(options: ts.CompilerOptions): string {
  const { baseUrl: _b, paths: _p, pathsBasePath: _base, rootDirs: _r, typeRoots: _t, ...syntax } = options;
  return ts.createDocumentRegistry().getKeyForCompilationSettings(syntax);
}
