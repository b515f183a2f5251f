import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { fileOf, moduleNamed, moduleNames } from '../src/analysis/program/component-modules.ts';
import { asModule } from '../src/analysis/program/parse.ts';
import { root } from './harness.ts';

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  esModuleInterop: true,
  jsx: ts.JsxEmit.Preserve,
  types: ['node'],
  preserveSymlinks: false,
  allowNonTsExtensions: true,
};

/** The libraries of the SDK and of TypeScript parse once for all fixtures. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The type errors of a folder against the real packages; `overlay` replaces files by path. */
export function typeErrors(dir: string, overlay: Record<string, string> = {}): string[] {
  return [...errorsBelow(dir, ['.'], overlay).values()].flat();
}

/** The type errors of each of the folders, which are checked as one program: the libraries are understood once. */
export function errorsBelow(
  dir: string,
  folders: readonly string[],
  overlay: Record<string, string> = {},
): Map<string, string[]> {
  const program = programOf(
    dir,
    overlay,
    folders.flatMap((folder) => sources(join(dir, folder))),
  );
  return new Map(
    folders.map((folder) => {
      const within = join(dir, folder);
      const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${within}/`));
      return [folder, files.flatMap((file) => errorsOf(program, file, within))];
    }),
  );
}

function programOf(dir: string, overlay: Record<string, string>, paths: readonly string[]): ts.Program {
  const host = ts.createCompilerHost(options, true);
  const textOf = (file: string): string | undefined => {
    const text = overlay[file.slice(dir.length + 1)];
    return text === undefined ? host.readFile(file) : Buffer.from(text, 'latin1').toString('utf8');
  };
  const files = paths.flatMap((file) => moduleNames(file, textOf(file)));
  const lib = join(root, 'node_modules/typescript/lib');
  const original = host.getSourceFile.bind(host);
  host.getDefaultLibLocation = () => lib;
  host.getDefaultLibFileName = (opts) => join(lib, ts.getDefaultLibFileName(opts));
  host.getCurrentDirectory = () => dir;
  host.getSourceFile = (file, language, ...rest) => {
    if (file.startsWith(dir)) {
      const text = textOf(fileOf(file));
      const module = text === undefined ? undefined : moduleNamed(file, text);
      // Of a component, what its own compiler would hand to TypeScript: the scripts.
      if (module) return ts.createSourceFile(file, module.text, asModule(options.target!), true, module.kind);
      return text === undefined
        ? original(file, language, ...rest)
        : ts.createSourceFile(file, text, language, true);
    }
    if (!libraries.has(file)) libraries.set(file, original(file, language, ...rest));
    return libraries.get(file);
  };
  return ts.createProgram(files, options, host);
}

function errorsOf(program: ts.Program, source: ts.SourceFile, dir: string): string[] {
  return (
    [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      // Astro runs the frontmatter of a page as the body of a function.
      .filter(({ code }) => code !== 1108 || !source.fileName.endsWith('.astro'))
      .map(
        ({ start, messageText }) =>
          `${source.fileName.slice(dir.length + 1)}:${source.getLineAndCharacterOfPosition(start ?? 0).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      )
  );
}

function sources(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(?:[mc]?[jt]sx?|vue|svelte|astro)$/.test(name) ? [path] : [];
  });
}
