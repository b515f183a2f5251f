/**
 * The verifier answers whether changes bring type errors into the user's project. The pipeline asks before it writes, again for each
 * change set that it suspects. The verdict lists the errors that are new in the changed files and in the importers of changed
 * declarations, or says why the types could not be checked.
 */
import { isComponent } from '../analysis/program/component-modules.ts';
import type { FileChange } from '../model/edit.ts';
import type { CompilerError } from './new-errors.ts';
import { component, javascript, manyImporters, type Unchecked, uncheckedText, untyped } from './unchecked.ts';
import { openProgram, type UserProgram } from './user-program.ts';

export interface Failure {
  /** Absolute path of the file that has the error; undefined where the compiler itself failed. */
  readonly at?: string;
  /** Absolute paths of the changed files that may have caused the error: one of their change sets is at fault. */
  readonly files: readonly string[];
  /** The compiler's words. */
  readonly message: string;
}

export interface Verdict {
  readonly failures: readonly Failure[];
  /** Why the types could not be checked, and of how many of the files; null when they were. */
  readonly unverified: string | null;
}

/** What one program says. */
interface Checked {
  readonly failures: readonly Failure[];
  readonly unchecked: readonly Unchecked[];
}

export interface VerifyOptions {
  /** The project to check in, instead of the one that owns the file. */
  readonly tsconfig?: string | undefined;
  readonly tsconfigFor: (file: string) => string | undefined;
  /** Files that import a changed file: a changed signature breaks there. */
  readonly importersOf: (file: string) => {
    readonly files: readonly string[];
    readonly isComplete: boolean;
  };
  /** How people see a file. */
  readonly nameOf: (file: string) => string;
}

/**
 * Checks changes that are made together.
 *
 * @param at when given, only these files and the changed ones are checked: where the whole failed, to find out which change
 * is at fault
 */
export type Verifier = (changes: readonly FileChange[], at?: readonly string[]) => Verdict;

/** Each file is checked in the program of the tsconfig that owns it. The programs stay open: more changes cost only the files they touch. */
export function createVerifier(options: VerifyOptions): Verifier {
  const programs = new Map<string, UserProgram>();
  const importers = new Map<string, ReturnType<VerifyOptions['importersOf']>>();
  const configOf = (file: string): string => options.tsconfig ?? options.tsconfigFor(file) ?? '';
  const programOf = (config: string): UserProgram => {
    const program = programs.get(config) ?? openProgram(config);
    programs.set(config, program);
    return program;
  };
  const importersOf = (file: string): ReturnType<VerifyOptions['importersOf']> => {
    const found = importers.get(file) ?? options.importersOf(file);
    importers.set(file, found);
    return found;
  };
  const unseenImporters = (changes: readonly FileChange[]): Unchecked[] =>
    changes.filter(({ file }) => !importersOf(file).isComplete).map(({ file }) => manyImporters(file));
  const check = (
    all: readonly FileChange[],
    changes: readonly FileChange[],
    filesOf: (change: FileChange) => readonly string[],
  ): Checked[] =>
    [...scopesOf(changes, configOf, filesOf)].map(([config, scope]) => {
      const others = all.filter(({ file }) => configOf(file) === config);
      return verifyScope(programOf(config), scope, others, options.nameOf);
    });
  return (changes, at) => {
    const visible = at ? [] : visibleIn(changes, (file) => programOf(configOf(file)));
    const seeing = visible.flatMap(({ file }) => importersOf(file).files);
    // From the start, so that one program of each project answers for changed files and importers.
    for (const file of new Set(seeing)) programOf(configOf(file)).include([file]);
    const own = check(changes, changes, ({ file }) => [file, ...(at ?? [])]);
    const compiles = own.every(({ failures }) => failures.length === 0);
    const verdicts = compiles
      ? [...own, ...check(changes, visible, ({ file }) => importersOf(file).files)]
      : own;
    return {
      failures: verdicts.flatMap((verdict) => verdict.failures),
      unverified: uncheckedText(
        [...verdicts.flatMap(({ unchecked }) => unchecked), ...(compiles ? unseenImporters(visible) : [])],
        changes.length,
        options.nameOf,
      ),
    };
  };
}

/** The changes that importers can see. Each program says so for the files that it owns. */
function visibleIn(
  changes: readonly FileChange[],
  programOf: (file: string) => UserProgram,
): readonly FileChange[] {
  const programs = new Set(changes.map(({ file }) => programOf(file)));
  return [...programs].flatMap((program) => {
    const own = changes.filter(({ file }) => programOf(file) === program);
    try {
      return program.visible(own);
    } catch {
      // The compiler could not say, so the importers are checked.
      return own;
    }
  });
}

/** What one program has to check: file → the changes in it, or in what it imports. */
type Scope = Map<string, Set<FileChange>>;

function scopesOf(
  changes: readonly FileChange[],
  configOf: (file: string) => string,
  filesOf: (change: FileChange) => readonly string[],
): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  for (const change of changes)
    for (const file of filesOf(change)) {
      const config = configOf(file);
      const scope: Scope = scopes.get(config) ?? new Map();
      scopes.set(config, scope.set(file, (scope.get(file) ?? new Set()).add(change)));
    }
  return scopes;
}

/** @param others further changes of files that the program owns: all are made together */
function verifyScope(
  program: UserProgram,
  scope: Scope,
  others: readonly FileChange[],
  nameOf: VerifyOptions['nameOf'],
): Checked {
  const changes = [...new Set([...[...scope.values()].flatMap((each) => [...each]), ...others])];
  const own = changes.filter(({ file }) => scope.has(file));
  try {
    const unresolved = program.unresolvedSdkImport(own);
    if (unresolved !== undefined)
      return { failures: [], unchecked: own.map(({ file }) => untyped(file, unresolved)) };
    const failures = program
      .newErrors([...scope.keys()], changes)
      .map((error) => blame(error, scope, nameOf));
    const unchecked = own.flatMap(({ file, before: text }) =>
      program.checks(file, text) ? (isComponent(file) ? [component(file)] : []) : [javascript(file)],
    );
    return { failures, unchecked };
  } catch (error) {
    // The compiler itself failed, so these changes are unproven and are not written.
    const message = `the compiler failed: ${error instanceof Error ? error.message : error}`;
    return { failures: [{ files: changes.map(({ file }) => file), message }], unchecked: [] };
  }
}

/** An error comes from the file's own change, or from a change in a file that it imports. */
function blame(error: CompilerError, scope: Scope, nameOf: (file: string) => string): Failure {
  return {
    at: error.file,
    files: [...(scope.get(error.file) ?? [])].map(({ file }) => file),
    message: `TS${error.code} at ${nameOf(error.file)}:${error.line}: ${error.text}`,
  };
}
