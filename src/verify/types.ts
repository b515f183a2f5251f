import { dirname } from 'node:path';
import { Project, type SourceFile } from 'ts-morph';
import { ts } from '../compiler.cjs';
import type { FileChange } from '../model/edit.ts';
import { isSdkSpecifier } from '../sdk/modules.ts';

export interface Failure {
  /** Absolute path of the changed file whose change brought the error. */
  readonly file: string;
  /** The compiler's words. */
  readonly message: string;
}

export interface Verdict {
  readonly failures: readonly Failure[];
  /** Why the types could not be checked, or null. */
  readonly unverified: string | null;
}

export interface VerifyOptions {
  /** The project to check with, whatever project owns the file. */
  readonly tsconfig?: string | undefined;
  readonly tsconfigFor: (file: string) => string | undefined;
  /** Files of the project that import a changed file: a changed signature breaks there. */
  readonly importersOf: (file: string) => readonly string[];
  /** How people see a file. */
  readonly nameOf: (file: string) => string;
}

/**
 * Type-checks the changed files, and those that import them, in the user's own program before and after; what is new is
 * a failure. Files are grouped by the tsconfig that owns them.
 */
export function verifyTypes(changes: readonly FileChange[], options: VerifyOptions): Verdict {
  const verdicts = [...groupByConfig(changes, options)].map(([config, group]) =>
    verifyGroup(config, group, options),
  );
  return {
    failures: verdicts.flatMap((verdict) => verdict.failures),
    unverified: verdicts.find((verdict) => verdict.unverified !== null)?.unverified ?? null,
  };
}

function groupByConfig(changes: readonly FileChange[], options: VerifyOptions): Map<string, FileChange[]> {
  const groups = new Map<string, FileChange[]>();
  for (const change of changes) {
    const config = options.tsconfig ?? options.tsconfigFor(change.file) ?? '';
    groups.set(config, [...(groups.get(config) ?? []), change]);
  }
  return groups;
}

function verifyGroup(config: string, changes: readonly FileChange[], options: VerifyOptions): Verdict {
  const project = openProject(config);
  for (const file of ambientFiles(config)) project.addSourceFileAtPathIfExists(file);
  const changed = changes.map((change) => ({
    change,
    file: project.createSourceFile(change.file, change.before, { overwrite: true }),
  }));
  const importers = changes
    .flatMap((change) => options.importersOf(change.file))
    .flatMap((file) => project.addSourceFileAtPathIfExists(file) ?? []);
  project.resolveSourceFileDependencies();
  const unresolved = changed.flatMap(({ file }) => unresolvedSdkImport(project, file) ?? [])[0];
  if (unresolved) {
    return {
      failures: [],
      unverified: `the types of ${unresolved} cannot be found from the files that change: install the dependencies to have the fixes type-checked`,
    };
  }
  const checked = [...new Set([...changed.map(({ file }) => file), ...importers])];
  const before = errors(project, checked);
  for (const { change, file } of changed) file.replaceWithText(change.after);
  const fresh = newErrors(before, errors(project, checked));
  return { failures: fresh.map((error) => blame(error, changes, options.nameOf)), unverified: null };
}

function openProject(config: string): Project {
  const compilerOptions: ts.CompilerOptions = { noEmit: true, ignoreDeprecations: '6.0', skipLibCheck: true };
  if (config) {
    const project = new Project({
      tsConfigFilePath: config,
      skipAddingFilesFromTsConfig: true,
      compilerOptions,
    });
    // TypeScript 6 reads no @types unless told to; the projects of its predecessors rely on all of them.
    if (project.compilerOptions.get().types === undefined) project.compilerOptions.set({ types: ['*'] });
    return project;
  }
  return new Project({
    compilerOptions: {
      ...compilerOptions,
      strict: true,
      allowJs: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      types: ['*'],
    },
  });
}

/** The declaration files a project lists: they bring globals that its sources rely on. */
function ambientFiles(config: string): string[] {
  if (!config) return [];
  const read = ts.readConfigFile(config, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(read.config ?? {}, ts.sys, dirname(config));
  return parsed.fileNames.filter((file) => /\.d\.[mc]?ts$/.test(file));
}

function unresolvedSdkImport(project: Project, file: SourceFile): string | undefined {
  return importSpecifiers(file)
    .filter(isSdkSpecifier)
    .find((specifier) => {
      const options = project.compilerOptions.get();
      return !ts.resolveModuleName(specifier, file.getFilePath(), options, project.getModuleResolutionHost())
        .resolvedModule;
    });
}

function importSpecifiers(file: SourceFile): string[] {
  return ts.preProcessFile(file.getFullText(), true, true).importedFiles.map((imported) => imported.fileName);
}

interface TypeError {
  readonly file: string;
  readonly text: string;
  readonly code: number;
  readonly line: number;
}

function errors(project: Project, files: readonly SourceFile[]): TypeError[] {
  const program = project.getProgram().compilerObject;
  return files.flatMap((file) => {
    const source = program.getSourceFile(file.getFilePath());
    if (!source) return [];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (diagnostic) => ({
        file: file.getFilePath(),
        text: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
        code: diagnostic.code,
        line: source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1,
      }),
    );
  });
}

/** Errors that were not there before, counted by file, code and text: lines move, so they do not count. */
function newErrors(before: readonly TypeError[], after: readonly TypeError[]): TypeError[] {
  const left = new Map<string, number>();
  const key = (error: TypeError) => `${error.file}\0${error.code}\0${error.text}`;
  for (const error of before) left.set(key(error), (left.get(key(error)) ?? 0) + 1);
  return after.filter((error) => {
    const count = left.get(key(error)) ?? 0;
    left.set(key(error), count - 1);
    return count <= 0;
  });
}

/** An error in an importer is the fault of the changes it sees; one in a changed file is its own. */
function blame(error: TypeError, changes: readonly FileChange[], nameOf: (file: string) => string): Failure {
  const own = changes.find((change) => change.file === error.file) ?? changes[0];
  return {
    file: own?.file ?? error.file,
    message: `TS${error.code} at ${nameOf(error.file)}:${error.line}: ${error.text}`,
  };
}
