import { dirname } from 'node:path';
import { ts } from '../compiler.cjs';
import type { FileChange } from '../model/edit.ts';
import { isSdkSpecifier } from '../sdk/modules.ts';
import { readCheckConfig } from './config.ts';
import { defaultLibrary, isShared, libraryText, parseShared, syntaxKeyOf } from './library-files.ts';
import { type CompilerError, newErrors } from './new-errors.ts';

/** The user's own program of one tsconfig. It stays open, and the compiler reuses what a change does not touch. */
export interface UserProgram {
  /** An SDK import of a changed file whose types cannot be found. */
  unresolvedSdkImport(changes: readonly FileChange[]): string | undefined;
  /** Whether the project type-checks this file: JavaScript may only be parsed. */
  checks(file: string, text: string): boolean;
  /** Of changes that are made together, those that other files can see: they change a declaration. */
  visible(changes: readonly FileChange[]): readonly FileChange[];
  /** The errors that the files have only with the changes. */
  newErrors(files: readonly string[], changes: readonly FileChange[]): readonly CompilerError[];
}

export function openProgram(config: string): UserProgram {
  const { options, ambient } = readCheckConfig(config);
  /** For every file that was ever changed: its text on the disk, and the one that the program sees. */
  const originals = new Map<string, string>();
  const texts = new Map<string, string>();
  const host = createHost(options, texts);
  const roots = new Set(ambient);
  const known = new Map<string, readonly CompilerError[]>();
  const declared = new Map<string, string | undefined>();
  let last: ts.Program | undefined;

  /** The program in which each change shows this text. Files of earlier changes are again as on the disk. */
  const programWith = (changes: readonly FileChange[], side: 'before' | 'after'): ts.Program => {
    for (const { file, before } of changes) originals.set(file, before);
    const shown = new Map([...originals, ...changes.map((change) => [change.file, change[side]] as const)]);
    const isSame = last?.getRootFileNames().length === roots.size && same(shown, texts);
    for (const [file, text] of shown) texts.set(file, text);
    if (!last || !isSame) last = ts.createProgram([...roots], options, host, last);
    return last;
  };
  const errorsWith = (files: readonly string[], changes: readonly FileChange[], side: 'before' | 'after') => {
    const program = programWith(changes, side);
    return new Map(files.map((file) => [file, errorsOf(program, file)]));
  };
  return {
    unresolvedSdkImport: (changes) =>
      changes.flatMap(({ file, before }) => unresolvedSdkImport(options, host, file, before) ?? [])[0],
    checks(file, text) {
      if (!/\.[cm]?jsx?$/.test(file) || /^\s*\/\/\s*@ts-check\b/m.test(text)) return true;
      return options.checkJs === true;
    },
    visible(changes) {
      for (const { file } of changes) roots.add(file);
      // First with the changes: that program was just asked for errors.
      const changed = programWith(changes, 'after');
      const now = new Map(changes.map(({ file }) => [file, declarationsOf(changed, file)]));
      const fresh = changes.filter(({ file }) => !declared.has(file));
      if (fresh.length > 0) {
        const program = programWith(changes, 'before');
        for (const { file } of fresh) declared.set(file, declarationsOf(program, file));
      }
      return changes.filter(({ file }) => {
        const before = declared.get(file);
        return before === undefined || now.get(file) !== before;
      });
    },
    newErrors(files, changes) {
      for (const file of files) if (ts.sys.fileExists(file)) roots.add(file);
      const after = [...errorsWith(files, changes, 'after').values()].flat();
      // A file without errors now has no new ones.
      const fresh = files.filter((file) => !known.has(file) && after.some((error) => error.file === file));
      if (fresh.length > 0)
        for (const [file, found] of errorsWith(fresh, changes, 'before')) known.set(file, found);
      return newErrors(
        files.flatMap((file) => known.get(file) ?? []),
        after,
      );
    },
  };
}

function same(some: ReadonlyMap<string, string>, all: ReadonlyMap<string, string>): boolean {
  return [...some].every(([file, text]) => all.get(file) === text);
}

/** The disk, with some texts replaced. A file whose text stays is the same object for the next program. */
function createHost(options: ts.CompilerOptions, texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(options);
  const syntaxKey = syntaxKeyOf(options);
  const own = new Map<string, ts.SourceFile>();
  const readFile = (file: string): string | undefined =>
    texts.get(file) ?? libraryText(file) ?? disk.readFile(file);
  return {
    ...disk,
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
    getDefaultLibFileName: defaultLibrary,
    getDefaultLibLocation: () => dirname(defaultLibrary(options)),
    readFile,
    fileExists: (file) => texts.has(file) || libraryText(file) !== undefined || disk.fileExists(file),
    getSourceFile(file, version) {
      const known = own.get(file);
      if (known && !texts.has(file)) return known;
      const text = readFile(file);
      if (text === undefined || known?.text === text) return known;
      const source = isShared(file)
        ? parseShared(file, text, version, syntaxKey)
        : ts.createSourceFile(file, text, version);
      own.set(file, source);
      return source;
    },
  };
}

function unresolvedSdkImport(
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
  file: string,
  text: string,
): string | undefined {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map((imported) => imported.fileName)
    .filter(isSdkSpecifier)
    .find((specifier) => !isTyped(ts.resolveModuleName(specifier, file, options, host).resolvedModule));
}

/** A package may be found without its declarations. Everything in it is `any` then. */
function isTyped(module: ts.ResolvedModuleFull | undefined): boolean {
  return module !== undefined && /\.[cm]?tsx?$/.test(module.resolvedFileName);
}

function errorsOf(program: ts.Program, file: string): readonly CompilerError[] {
  const source = program.getSourceFile(file);
  if (!source) return [];
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText, code, start }) => ({
      file,
      text: ts.flattenDiagnosticMessageText(messageText, ' '),
      code,
      line: source.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    }),
  );
}

/** What other files see of a file, as its declaration file; undefined where the compiler cannot write one. */
function declarationsOf(program: ts.Program, file: string): string | undefined {
  const source = program.getSourceFile(file);
  let text: string | undefined;
  const keep: ts.WriteFileCallback = (name, data) => {
    if (/\.d\.[cm]?ts$/.test(name)) text = data;
  };
  const failed = !source || program.emit(source, keep, undefined, true).diagnostics.length > 0;
  return failed ? undefined : text;
}
