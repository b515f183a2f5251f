import { ts } from '../../compiler.cjs';
import { globalFiles, nuxtGlobals, platformModuleFile } from '../../sdk/declarations.ts';
import type { Generation } from '../../sdk/modules.ts';
import { resolveSdkModule } from '../../sdk/modules.ts';
import { Asked, manyFiles } from './asked.ts';
import { isBarrel } from './ast.ts';
import { compilerOptions } from './compiler-options.ts';
import { fileOf, isComponent, moduleNames } from './component-modules.ts';
import { declarationFile, type ParsedFiles, parseOnce } from './parse.ts';
import { sdkRoot } from './sdk-root.ts';

/** What the analysis needs from the disk. The pipeline answers it, so nothing here reads a file. */
export interface SourceProvider {
  /** Text of a source file, or undefined when it cannot be read or must not be touched. */
  readText(file: string): string | undefined;
  /** The project file an import leads to, or undefined when it leads out of the project. */
  resolveImport(specifier: string, fromFile: string): string | undefined;
  /** The `type` of the package that owns a file decides how a `.js` file may import. */
  isEsModule?(file: string): boolean;
  /** The SDK generation that the package which owns a file depends on. */
  packageGeneration?(file: string): Generation | undefined;
  /** The directory of the package that owns a file. */
  packageDir?(file: string): string | undefined;
  /** See {@link Project.dependency}. */
  dependency?(file: string, name: string): Dependency | undefined;
  /** Name → the files that are not parsed (.html, .d.ts, the template of a component; JSON and the like) and hold it as a word; undefined for too many. */
  unparsedMentioning?(
    kind: 'code' | 'data',
    names: readonly string[],
  ): ReadonlyMap<string, readonly string[] | undefined>;
  /** The declaration files that the package of a file names as its types. */
  typesOf?(file: string): readonly string[];
  /** Whether a file is source code by its name and its content. */
  isSource?(file: string): boolean;
  /** Text of such a file. */
  unparsedText?(file: string): string | undefined;
  /** Name → the source files that hold it as a word; undefined for too many. */
  mentioning?(names: readonly string[]): ReadonlyMap<string, readonly string[] | undefined>;
  /** Whether imports may lead from a file to one of the others; known before a file joins the program. */
  reaches?(file: string, targets: readonly string[]): boolean;
  /** See {@link Project.publicModules}. */
  publicModules?(file: string): readonly string[] | undefined;
}

/** What package.json files and node_modules tell about a package that a file may import. */
export interface Dependency {
  /** Installed, or else pinned to one version; undefined where only a range is known. */
  readonly version: string | undefined;
  /** False when no package.json around the file names it and it is not installed. */
  readonly declared: boolean;
  /** When it is installed with the package; undefined where package.json does not tell. */
  readonly need?: 'always' | 'optional' | 'development' | undefined;
}

export interface ProjectOptions {
  /** Treat the SDK imports as this generation, whatever package they name. */
  readonly sdk?: Generation | undefined;
  /** The names and files that earlier rounds asked for; this round adds to them. */
  readonly asked?: Asked | undefined;
  /** Files that earlier programs parsed: the same text gives the same SourceFile. */
  readonly parsed?: ParsedFiles | undefined;
  /** See {@link Project.upgraded}. */
  readonly upgraded?: (() => Project) | undefined;
}

/**
 * Which code is analyzed, and what does the type checker know about it?
 * Asked by every rule and every question of the analysis.
 * Gives one TypeScript program over the relevant files, and a way to ask for more files.
 */
export interface Project {
  readonly checker: ts.TypeChecker;
  readonly program: ts.Program;
  /** The relevant files that parsed, sorted by path. Rules look for matches only in these. */
  readonly files: readonly ts.SourceFile[];
  /** Every file of the user in the program: the relevant ones, those that were asked for, and what both import. */
  readonly userFiles: readonly ts.SourceFile[];
  readonly sdk: Generation | undefined;
  /** The same files, with every import of the SDK leading to v2. Its syntax trees are those of this project. */
  readonly upgraded: (() => Project) | undefined;
  /** See {@link SourceProvider.isEsModule}. */
  isEsModule(file: string): boolean;
  /** The SDK generation a file works with when no import of its own says so. */
  packageGeneration(file: string): Generation | undefined;
  /** See {@link SourceProvider.packageDir}. */
  packageDir(file: string): string | undefined;
  /** What is known about a dependency of the package that owns a file; undefined when nothing is, or `--sdk` overrules it. */
  dependency(file: string, name: string): Dependency | undefined;
  /**
   * Asks for every file that mentions the name and can mean what the declarations declare; without declarations, whoever
   * mentions the name may mean it. The files are in {@link userFiles} in the next round, when the rules run again.
   * Call it for every name that may be used in files which name no SDK package, and do not keep the answer.
   * @returns false when some of these files are missing, so not every use is known
   */
  ask(name: string, ...declarations: readonly ts.Node[]): boolean;
  /** Like {@link ask}, for at most {@link manyFiles} files: where the worst may be assumed of a name that more can mean. */
  askFew(name: string, ...declarations: readonly ts.Node[]): boolean;
  /** See {@link Asked.ifFew}. */
  askIfFew(name: string): boolean;
  /** Asks for one file, with its imports. */
  askFile(file: string): void;
  /** Asks for what the file of a node imports, if it is a relevant one: where a flow gets, types count. */
  askImports(node: ts.Node): void;
  /** What the disk shows beyond the program: files that are not parsed, and where imports lead. */
  readonly beyond: Pick<
    SourceProvider,
    | 'readText'
    | 'resolveImport'
    | 'reaches'
    | 'unparsedMentioning'
    | 'unparsedText'
    | 'isSource'
    | 'mentioning'
  >;
  /** What was asked for, in this round and before. */
  readonly asked: Asked;
  /**
   * The source files through which the published library that owns `file` is imported. What they export has unknown callers.
   * Where the entry files cannot be told, `file` is one of them.
   * @returns undefined when the package that owns the file is an application, or private
   */
  publicModules(file: string): readonly string[] | undefined;
  /** See {@link SourceProvider.typesOf}. */
  typesOf(file: string): readonly string[];
}

/** Names that Nuxt declares for all files of a project. */
const mayUseNuxt =
  /\b(?:useRoute|useRouter|useRequestURL|defineNuxtRouteMiddleware|[eE]ventHandler|defineEventHandler|getQuery|getRequestURL)\(/;

/** A member, given by its declaration or by the name of that. */
function isMemberDeclaration(node: ts.Node): boolean {
  const declaration = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) ? node.parent : node;
  return (
    ts.isClassElement(declaration) ||
    ts.isTypeElement(declaration) ||
    ts.isObjectLiteralElement(declaration) ||
    ts.isParameter(declaration)
  );
}

function meant(declarations: readonly ts.Node[]): [declaredIn: readonly string[], isMember: boolean] {
  return [
    declarations.map((each) => fileOf(each.getSourceFile().fileName)),
    declarations.length > 0 && declarations.every(isMemberDeclaration),
  ];
}

/**
 * Builds the program over `relevant` files, those that were asked for, and what the leading ones of both import directly
 * ({@link Asked.leading}). Bare packages other than the SDK stay unresolved; the SDK's types are our own declarations, so the
 * answers are the same with and without node_modules.
 */
export function createProject(
  relevant: readonly string[],
  provider: SourceProvider,
  options: ProjectOptions = {},
): Project {
  const asked = options.asked ?? new Asked(relevant);
  const modulesOf = (file: string): readonly string[] =>
    isComponent(file) ? moduleNames(file, provider.readText(file)) : [file];
  const roots = new Set([...relevant, ...asked.files].flatMap(modulesOf));
  const leadsOn = (file: string): boolean => asked.leading.has(fileOf(file));
  const [leading, others] = partition([...roots], leadsOn);
  const cache = new Map<string, ts.SourceFile | undefined>();

  const load = (file: string): ts.SourceFile | undefined => {
    if (file.startsWith(sdkRoot)) return declarationFile(file);
    const text = provider.readText(fileOf(file));
    return text === undefined ? undefined : parseOnce(file, text, options.parsed);
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
    if (target === undefined || roots.has(target)) return target;
    // Only leading files and barrels bring in what they import: the cost follows the flows, not the import graph.
    if (leadsOn(from.fileName) || isBarrel(from)) return target;
    // The other roots come last: they see what is there by then.
    return roots.has(from.fileName) && cache.get(target) ? target : undefined;
  };
  const host: ts.CompilerHost = {
    getSourceFile,
    getDefaultLibFileName: () => `${sdkRoot}lib.d.ts`,
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    // The compiler also asks for package.json files: it finds only what the program contains.
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

  const isOfNuxt = (file: string): boolean =>
    mayUseNuxt.test(provider.readText(fileOf(file)) ?? '') &&
    provider.dependency?.(file, 'nuxt')?.declared === true;
  const globals = [...globalFiles, ...([...roots].some(isOfNuxt) ? [nuxtGlobals] : [])].map(
    (file) => sdkRoot + file,
  );
  const program = ts.createProgram([...globals, ...leading, ...others], compilerOptions, host);
  const files = relevant
    .flatMap(modulesOf)
    .map((file) => program.getSourceFile(file))
    .filter((file): file is ts.SourceFile => file !== undefined)
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  return {
    checker: program.getTypeChecker(),
    program,
    files,
    userFiles: program.getSourceFiles().filter((file) => !file.fileName.startsWith(sdkRoot)),
    sdk: options.sdk,
    upgraded: options.upgraded,
    isEsModule: (file) => provider.isEsModule?.(file) ?? true,
    packageGeneration: (file) => {
      const found = provider.packageGeneration?.(file);
      return found && (options.sdk ?? found);
    },
    packageDir: (file) => provider.packageDir?.(file),
    dependency: (file, name) => (options.sdk === undefined ? provider.dependency?.(file, name) : undefined),
    ask: (name, ...declarations) => asked.name(name, ...meant(declarations)),
    askFew: (name, ...declarations) => asked.name(name, ...meant(declarations), manyFiles),
    askIfFew: (name) => asked.ifFew(name),
    askFile: (file) => asked.file(fileOf(file)),
    askImports: (node) => asked.importsOf(fileOf(node.getSourceFile().fileName)),
    asked,
    beyond: provider,
    typesOf: (file) => provider.typesOf?.(file) ?? [],
    publicModules: (file) => provider.publicModules?.(file),
  };
}

/** Parses and binds the declarations that every program needs. The pipeline does so while git lists the files. */
export function warmUp(): void {
  createProject([], { readText: () => undefined, resolveImport: () => undefined });
}

function resolveDeclaration(specifier: string, from: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const url = new URL(specifier.replace(/\.js$/, '.d.ts'), `file://${from}`);
  return url.pathname.endsWith('.d.ts') ? url.pathname : `${url.pathname}.d.ts`;
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function extensionOf(file: string): ts.Extension {
  if (isComponent(file)) return ts.Extension.Ts;
  return (/\.d\.[mc]?ts$/.exec(file)?.[0] ?? /\.[^./\\]+$/.exec(file)?.[0] ?? '.ts') as ts.Extension;
}
