import { ts } from '../compiler.cjs';
import { globalFiles, platformModuleFile, readDeclaration } from '../sdk/declarations.ts';
import { resolveSdkModule } from '../sdk/modules.ts';
import type { SdkGeneration } from './sdk-symbols.ts';
import { sdkRoot } from './sdk-symbols.ts';

/** What the analysis needs of the outside world; src/workspace answers it, so that nothing here reads a disk. */
export interface SourceProvider {
  /** Text of a source file, or undefined when it cannot be read or must not be touched. */
  readText(file: string): string | undefined;
  /** The project file an import leads to, or undefined when it leads out of the project. */
  resolveImport(specifier: string, fromFile: string): string | undefined;
  /** The `type` of the package that owns a file decides how a `.js` file may import. */
  isEsModule?(file: string): boolean;
  /** The SDK generation that the package which owns a file depends on. */
  packageGeneration?(file: string): SdkGeneration | undefined;
}

export interface ProjectOptions {
  /** Treat the SDK imports as this generation, whatever package they name. */
  readonly sdk?: SdkGeneration | undefined;
}

/** One program over the relevant files: the only thing rules ask. */
export interface Project {
  readonly checker: ts.TypeChecker;
  readonly program: ts.Program;
  /** The relevant files that parsed, sorted by path. Rules look for matches only in these. */
  readonly files: readonly ts.SourceFile[];
  /** Every file of the user's in the program: the relevant ones and what they import. */
  readonly userFiles: readonly ts.SourceFile[];
  readonly sdk: SdkGeneration | undefined;
  /** See {@link SourceProvider.isEsModule}. */
  isEsModule(file: string): boolean;
  /** The SDK generation a file works with when no import of its own says so. */
  packageGeneration(file: string): SdkGeneration | undefined;
}

const compilerOptions: ts.CompilerOptions = {
  noLib: true,
  noEmit: true,
  allowJs: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  // `import * as express` is callable in what people write, so no interop wrapper.
  esModuleInterop: false,
  allowSyntheticDefaultImports: true,
  experimentalDecorators: true,
  jsx: ts.JsxEmit.Preserve,
  types: [],
};

/**
 * Builds the program over `relevant` files and the files they import directly. Bare packages other than the SDK stay
 * unresolved; the SDK's types are our own declarations, so the answers are the same with and without node_modules.
 */
export function createProject(
  relevant: readonly string[],
  provider: SourceProvider,
  options: ProjectOptions = {},
): Project {
  const isRelevant = new Set(relevant);
  const cache = new Map<string, ts.SourceFile | undefined>();

  const load = (file: string): ts.SourceFile | undefined => {
    if (file.startsWith(sdkRoot)) return declarationFile(file);
    const text = provider.readText(file);
    return text === undefined ? undefined : parse(file, text);
  };
  const getSourceFile = (file: string): ts.SourceFile | undefined => {
    if (!cache.has(file)) cache.set(file, load(file));
    return cache.get(file);
  };
  const resolve = (specifier: string, from: ts.SourceFile): string | undefined => {
    const sdk = resolveSdkModule(specifier, options.sdk);
    const declared = sdk?.file ?? platformModuleFile(specifier);
    if (declared) return sdkRoot + declared;
    if (from.fileName.startsWith(sdkRoot)) return resolveDeclaration(specifier, from.fileName);
    const target = provider.resolveImport(specifier, from.fileName);
    // Only relevant files and barrels lead on to new files: the cost must follow the relevant files, not the import graph.
    const leadsOn = isRelevant.has(from.fileName) || isBarrel(from);
    return leadsOn || (target !== undefined && isRelevant.has(target)) ? target : undefined;
  };
  const host: ts.CompilerHost = {
    getSourceFile,
    getDefaultLibFileName: () => `${sdkRoot}lib.d.ts`,
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    // The compiler asks for package.json files of its own accord: it gets nothing but what the program holds.
    fileExists: (file) => cache.get(file) !== undefined,
    readFile: (file) => cache.get(file)?.text,
    directoryExists: () => false,
    getDirectories: () => [],
    resolveModuleNameLiterals: (literals, _file, _redirect, _options, from) =>
      literals.map((literal) => {
        const target = resolve(literal.text, from);
        const found = target !== undefined && getSourceFile(target) !== undefined;
        return {
          resolvedModule: found
            ? { resolvedFileName: target, extension: extensionOf(target), isExternalLibraryImport: false }
            : undefined,
        };
      }),
  };

  const roots = [...globalFiles.map((file) => sdkRoot + file), ...relevant];
  const program = ts.createProgram(roots, compilerOptions, host);
  const files = relevant
    .map((file) => program.getSourceFile(file))
    .filter((file): file is ts.SourceFile => file !== undefined)
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  return {
    checker: program.getTypeChecker(),
    program,
    files,
    userFiles: program.getSourceFiles().filter((file) => !file.fileName.startsWith(sdkRoot)),
    sdk: options.sdk,
    isEsModule: (file) => provider.isEsModule?.(file) ?? true,
    packageGeneration: (file) => {
      const found = provider.packageGeneration?.(file);
      return found && (options.sdk ?? found);
    },
  };
}

/** Our own declarations are parsed once for all programs of the process. */
const declarations = new Map<string, ts.SourceFile>();

function declarationFile(file: string): ts.SourceFile | undefined {
  const known = declarations.get(file);
  if (known) return known;
  const text = readDeclaration(file.slice(sdkRoot.length));
  if (text === undefined) return undefined;
  const parsed = parse(file, text);
  declarations.set(file, parsed);
  return parsed;
}

/** Parses and binds the declarations that every program needs: work that can be done while the files are looked for. */
export function warmUp(): void {
  createProject([], { readText: () => undefined, resolveImport: () => undefined });
}

/** The syntax errors of a file: positions and the compiler's words. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as ts.SourceFile & { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}

/** The files of the project that import `file`. */
export function importers(project: Project, file: string): string[] {
  const target = project.program.getSourceFile(file);
  const module = target && project.checker.getSymbolAtLocation(target);
  if (!module) return [];
  return project.userFiles
    .filter((candidate) => candidate !== target && importedModules(project, candidate).has(module))
    .map((candidate) => candidate.fileName);
}

function importedModules(project: Project, file: ts.SourceFile): Set<ts.Symbol> {
  const specifiers = file.statements.flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier
      ? [statement.moduleSpecifier]
      : [],
  );
  return new Set(specifiers.flatMap((specifier) => project.checker.getSymbolAtLocation(specifier) ?? []));
}

/** Parses one text on its own: for the check that a rewritten file still parses. */
export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.ESNext }, true);
}

/** A file that only passes names on. */
function isBarrel(file: ts.SourceFile): boolean {
  return file.statements.every(
    (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
  );
}

function resolveDeclaration(specifier: string, from: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const url = new URL(specifier.replace(/\.js$/, '.d.ts'), `file://${from}`);
  return url.pathname.endsWith('.d.ts') ? url.pathname : `${url.pathname}.d.ts`;
}

function extensionOf(file: string): ts.Extension {
  return (/\.d\.[mc]?ts$/.exec(file)?.[0] ?? /\.[^./\\]+$/.exec(file)?.[0] ?? '.ts') as ts.Extension;
}
