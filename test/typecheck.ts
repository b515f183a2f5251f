import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
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
};

/** The libraries of the SDK and of TypeScript parse once for all fixtures. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The type errors of a folder against the real packages; `overlay` replaces files by path. */
export function typeErrors(dir: string, overlay: Record<string, string> = {}): string[] {
  const files = sources(dir);
  const host = ts.createCompilerHost(options, true);
  const lib = join(root, 'node_modules/typescript/lib');
  const original = host.getSourceFile.bind(host);
  host.getDefaultLibLocation = () => lib;
  host.getDefaultLibFileName = (opts) => join(lib, ts.getDefaultLibFileName(opts));
  host.getCurrentDirectory = () => dir;
  host.getSourceFile = (file, language, ...rest) => {
    if (file.startsWith(dir)) {
      const text = overlay[file.slice(dir.length + 1)];
      return text === undefined
        ? original(file, language, ...rest)
        : ts.createSourceFile(file, Buffer.from(text, 'latin1').toString('utf8'), language, true);
    }
    if (!libraries.has(file)) libraries.set(file, original(file, language, ...rest));
    return libraries.get(file);
  };
  const program = ts.createProgram(files, options, host);
  return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
    .filter(({ file }) => file?.fileName.startsWith(dir))
    .map(
      ({ file, start, messageText }) =>
        `${file?.fileName.slice(dir.length + 1)}:${file && file.getLineAndCharacterOfPosition(start ?? 0).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

function sources(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.[mc]?[jt]sx?$/.test(name) ? [path] : [];
  });
}
