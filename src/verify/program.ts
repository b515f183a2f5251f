import { Project, type SourceFile } from 'ts-morph';
import { ts } from '../compiler.cjs';
import type { FileChange } from '../model/edit.ts';
import { isSdkSpecifier } from '../sdk/modules.ts';
import { readCheckConfig } from './config.ts';
import type { CompilerError } from './errors.ts';

/** The user's own program of one tsconfig. It stays open, and the compiler keeps what a change does not touch. */
export interface UserProgram {
  /** An SDK import of one of the changed files whose types cannot be found. */
  unresolvedSdkImport(changes: readonly FileChange[]): string | undefined;
  /** Whether the project has the compiler look for type errors in this file: JavaScript it may only parse. */
  checks(file: string, text: string): boolean;
  /** The changes, of several that are made together, which other files can see: a declaration is another one. */
  visible(changes: readonly FileChange[]): readonly FileChange[];
  /** The errors of the files without the changes, and with them. */
  errors(
    files: readonly string[],
    changes: readonly FileChange[],
  ): { readonly before: readonly CompilerError[]; readonly after: readonly CompilerError[] };
}

export function openProgram(config: string): UserProgram {
  const { options, ambient } = readCheckConfig(config);
  const project = new Project({ compilerOptions: options });
  for (const file of ambient) project.addSourceFileAtPathIfExists(file);
  /** What was ever changed, and the text that is on the disk. */
  const originals = new Map<string, string>();
  const known = new Map<string, readonly CompilerError[]>();
  const declared = new Map<string, string | undefined>();

  const show = (changes: readonly FileChange[]): void => {
    for (const { file, before } of changes) originals.set(file, before);
    const texts = new Map([...originals, ...changes.map(({ file, after }) => [file, after] as const)]);
    for (const [file, text] of texts) setText(project, file, text);
  };
  return {
    unresolvedSdkImport: (changes) =>
      changes.flatMap(({ file, before }) => unresolvedSdkImport(project, file, before) ?? [])[0],
    checks(file, text) {
      if (!/\.[cm]?jsx?$/.test(file) || /^\s*\/\/\s*@ts-check\b/m.test(text)) return true;
      return options.checkJs === true;
    },
    visible(changes) {
      const fresh = changes.filter(({ file }) => !declared.has(file));
      if (fresh.length > 0) {
        show(changes.map((change) => ({ ...change, after: change.before })));
        project.resolveSourceFileDependencies();
        for (const { file } of fresh) declared.set(file, declarationsOf(project, file));
      }
      show(changes);
      return changes.filter(({ file }) => {
        const before = declared.get(file);
        return before === undefined || declarationsOf(project, file) !== before;
      });
    },
    errors(files, changes) {
      const fresh = files.filter((file) => !known.has(file));
      if (fresh.length > 0) {
        show(changes.map((change) => ({ ...change, after: change.before })));
        for (const file of fresh) project.addSourceFileAtPathIfExists(file);
        project.resolveSourceFileDependencies();
        for (const [file, found] of errorsOf(project, fresh)) known.set(file, found);
      }
      const before = files.flatMap((file) => known.get(file) ?? []);
      show(changes);
      const after = [...errorsOf(project, files).values()].flat();
      return { before, after };
    },
  };
}

function setText(project: Project, file: string, text: string): void {
  const source: SourceFile | undefined = project.getSourceFile(file);
  if (!source) project.createSourceFile(file, text, { overwrite: true });
  else if (source.getFullText() !== text) source.replaceWithText(text);
}

function unresolvedSdkImport(project: Project, file: string, text: string): string | undefined {
  const options = project.compilerOptions.get();
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map((imported) => imported.fileName)
    .filter(isSdkSpecifier)
    .find(
      (specifier) =>
        !isTyped(
          ts.resolveModuleName(specifier, file, options, project.getModuleResolutionHost()).resolvedModule,
        ),
    );
}

/** A package may be found without its declarations: everything of it is `any` then. */
function isTyped(module: ts.ResolvedModuleFull | undefined): boolean {
  return module !== undefined && /\.[cm]?tsx?$/.test(module.resolvedFileName);
}

function errorsOf(project: Project, files: readonly string[]): Map<string, readonly CompilerError[]> {
  const program = project.getProgram().compilerObject;
  const found = new Map<string, readonly CompilerError[]>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const diagnostics = source
      ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      : [];
    found.set(
      file,
      diagnostics.map(({ messageText, code, start }) => ({
        file,
        text: ts.flattenDiagnosticMessageText(messageText, ' '),
        code,
        line: (source?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0) + 1,
      })),
    );
  }
  return found;
}

/** What other files see of a file, as a declaration file says it; undefined where the compiler cannot write one. */
function declarationsOf(project: Project, file: string): string | undefined {
  const program = project.getProgram().compilerObject;
  const source = program.getSourceFile(file);
  let text: string | undefined;
  const keep: ts.WriteFileCallback = (name, data) => {
    if (/\.d\.[cm]?ts$/.test(name)) text = data;
  };
  const failed = !source || program.emit(source, keep, undefined, true).diagnostics.length > 0;
  return failed ? undefined : text;
}
