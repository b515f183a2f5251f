import {
  codeOf,
  fileOf,
  isComponent,
  moduleNamed,
  moduleNames,
} from '../analysis/program/component-modules.ts';
import { ts } from '../compiler.cjs';
import type { FileChange } from '../model/edit.ts';
import { isSdkSpecifier } from '../sdk/modules.ts';
import { readCheckConfig } from './config.ts';
import { type CompilerError, newErrors } from './new-errors.ts';
import { openSides } from './program-sides.ts';

/** The user's own program of one tsconfig. It stays open, and the compiler reuses what a change does not touch. */
export interface UserProgram {
  /** An SDK import of a changed file whose types cannot be found. */
  unresolvedSdkImport(changes: readonly FileChange[]): string | undefined;
  /** Whether the project type-checks this file: JavaScript may only be parsed. */
  checks(file: string, text: string): boolean;
  /** Of changes that are made together, those that other files can see: they change a declaration. */
  visible(changes: readonly FileChange[]): readonly FileChange[];
  /** Announces files whose errors will be asked for, so that they are in the program from the start. */
  include(files: readonly string[]): void;
  /** The errors that the files have only with the changes. */
  newErrors(files: readonly string[], changes: readonly FileChange[]): readonly CompilerError[];
}

type ErrorsOf = (program: ts.Program, file: string) => readonly CompilerError[];

export function openProgram(config: string): UserProgram {
  const { options, ambient } = readCheckConfig(config);
  const sides = openSides(options, ambient);
  const errorsOf = askedOnce(readErrors);
  /** Files are as on the disk before every change. */
  const errorsBefore = new Map<string, readonly CompilerError[]>();
  const declaredBefore = new Map<string, string | undefined>();
  const include = (files: readonly string[]): void => {
    for (const file of files)
      if (ts.sys.fileExists(file))
        for (const name of moduleNames(file, sides.host.readFile(file))) sides.roots.add(name);
  };
  return {
    unresolvedSdkImport: (changes) =>
      changes.flatMap(
        // A fix may import the package into a file that did not: its classes are unknown there, too.
        ({ file, before, after }) =>
          [before, after].flatMap((text) => unresolvedSdkImport(options, sides.host, file, text) ?? []),
      )[0],
    checks(file, text) {
      if (!isJavaScript(file, text) || /^[ \t]*\/\/[ \t]*@ts-check\b/m.test(text)) return true;
      return options.checkJs === true;
    },
    include,
    visible(changes) {
      include(changes.map(({ file }) => file));
      const changed = sides.after(changes);
      const now = new Map(changes.map(({ file }) => [file, declarationsOf(changed, file)]));
      const fresh = changes.filter(({ file }) => !declaredBefore.has(file));
      if (fresh.length > 0) {
        const program = sides.before();
        for (const { file } of fresh) declaredBefore.set(file, declarationsOf(program, file));
      }
      return changes.filter(({ file }) => {
        const before = declaredBefore.get(file);
        return before === undefined || now.get(file) !== before;
      });
    },
    newErrors(files, changes) {
      include(files);
      const changed = sides.after(changes);
      const after = files.flatMap((file) => errorsOf(changed, file));
      // A file without errors now has no new ones.
      const failing = new Set(after.map((error) => error.file));
      const fresh = [...failing].filter((file) => !errorsBefore.has(file));
      if (fresh.length > 0) {
        const program = sides.before();
        for (const file of fresh) errorsBefore.set(file, errorsOf(program, file));
      }
      return newErrors(
        files.flatMap((file) => errorsBefore.get(file) ?? []),
        after,
      );
    },
  };
}

/** A file that changes is often an importer of another one, too. */
function askedOnce(ask: ErrorsOf): ErrorsOf {
  const known = new WeakMap<ts.Program, Map<string, readonly CompilerError[]>>();
  return (program, file) => {
    const answers = known.get(program) ?? new Map<string, readonly CompilerError[]>();
    known.set(program, answers);
    const answer = answers.get(file) ?? ask(program, file);
    answers.set(file, answer);
    return answer;
  };
}

function unresolvedSdkImport(
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
  file: string,
  text: string,
): string | undefined {
  return ts
    .preProcessFile(codeOf(file, text), true, true)
    .importedFiles.map((imported) => imported.fileName)
    .filter(isSdkSpecifier)
    .find((specifier) => !isTyped(ts.resolveModuleName(specifier, file, options, host).resolvedModule));
}

/** A package may be found without its declarations. Everything in it is `any` then. */
function isTyped(module: ts.ResolvedModuleFull | undefined): boolean {
  return module !== undefined && /\.[cm]?tsx?$/.test(module.resolvedFileName);
}

function isJavaScript(file: string, text: string): boolean {
  const kind = moduleNamed(file, text)?.kind;
  return kind === undefined
    ? /\.[cm]?jsx?$/.test(file)
    : kind === ts.ScriptKind.JS || kind === ts.ScriptKind.JSX;
}

function readErrors(program: ts.Program, file: string): readonly CompilerError[] {
  const whole = program.getSourceFile(file);
  const modules = isComponent(file)
    ? program.getSourceFiles().filter(({ fileName }) => fileOf(fileName) === file)
    : whole
      ? [whole]
      : [];
  return modules.flatMap((source) =>
    [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter(({ code }) => !isComponent(file) || !unusedCodes.has(code))
      .map(({ messageText, code, start }) => ({
        file,
        text: ts.flattenDiagnosticMessageText(messageText, ' '),
        code,
        line: source.getLineAndCharacterOfPosition(start ?? 0).line + 1,
      })),
  );
}

/** Something is declared and not used: the template of a component may use it. */
const unusedCodes: ReadonlySet<number> = new Set([6133, 6138, 6192, 6196, 6198, 6199]);

/** What other files see of a file, as its declaration file; undefined where the compiler cannot write one. */
function declarationsOf(program: ts.Program, file: string): string | undefined {
  const source = program.getSourceFile(file);
  if (!source) return undefined;
  let text: string | undefined;
  const keep: ts.WriteFileCallback = (name, data) => {
    if (/\.d\.[cm]?ts$/.test(name)) text = data;
  };
  // Forced: otherwise the whole file is type-checked first, which takes fifty times as long.
  const emit = program.emit as ForcedEmit;
  return emit(source, keep, undefined, true, undefined, true).diagnostics.length > 0 ? undefined : text;
}

/** `program.emit` with the parameter with which the compiler itself compares signatures. Its types leave it out. */
type ForcedEmit = (
  file: ts.SourceFile,
  write: ts.WriteFileCallback,
  token: undefined,
  onlyDeclarations: true,
  transformers: undefined,
  isForced: true,
) => ts.EmitResult;
