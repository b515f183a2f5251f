import { dirname } from 'node:path';
import { fileOf, moduleNamed } from '../analysis/program/component-modules.ts';
import { asModule } from '../analysis/program/parse.ts';
import { ts } from '../compiler.cjs';
import type { FileChange } from '../model/edit.ts';
import { defaultLibrary, isShared, libraryText, parseShared, syntaxKeyOf } from './library-files.ts';

/**
 * The program of one tsconfig, without and with the changes. Both stay open: what a change does not touch is parsed once, and a
 * question that is asked again finds the checker warm.
 */
export interface ProgramSides {
  readonly host: ts.ModuleResolutionHost;
  /** The files that programs start from. One that another file imports is better added before the first question. */
  readonly roots: Set<string>;
  /** As on the disk. */
  before(): ts.Program;
  /** With the changes; files of earlier changes are again as on the disk. */
  after(changes: readonly FileChange[]): ts.Program;
}

export function openSides(options: ts.CompilerOptions, ambient: readonly string[]): ProgramSides {
  /** For every file that was ever changed: its text on the disk, and the one that the program being built sees. */
  const originals = new Map<string, string>();
  const texts = new Map<string, string>();
  const host = createHost(options, texts);
  const roots = new Set(ambient);
  let disk: ts.Program | undefined;
  let changed: { readonly program: ts.Program; readonly shown: ReadonlyMap<string, string> } | undefined;

  const isWhole = (program: ts.Program): boolean =>
    program.getRootFileNames().length === roots.size ||
    [...roots].every((file) => program.getSourceFile(file));
  const build = (shown: ReadonlyMap<string, string>, old: ts.Program | undefined): ts.Program => {
    for (const [file, text] of originals) texts.set(file, shown.get(file) ?? text);
    return ts.createProgram([...roots], options, host, old);
  };
  return {
    host,
    roots,
    before() {
      if (!disk || !isWhole(disk)) disk = build(new Map(), disk ?? changed?.program);
      return disk;
    },
    after(changes) {
      for (const { file, before } of changes) originals.set(file, before);
      const shown = new Map(changes.map(({ file, after }) => [file, after]));
      if (!changed || !isWhole(changed.program) || !same(shown, changed.shown))
        changed = { program: build(shown, changed?.program ?? disk), shown };
      return changed.program;
    },
  };
}

function same(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): boolean {
  return some.size === others.size && [...some].every(([file, text]) => others.get(file) === text);
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
      if (known && !texts.has(fileOf(file))) return known;
      const onDisk = readFile(fileOf(file));
      const module = onDisk === undefined ? undefined : moduleNamed(file, onDisk);
      const text = module?.text ?? onDisk;
      if (text === undefined || known?.text === text) return known;
      const source = module
        ? ts.createSourceFile(file, text, asModule(ts.ScriptTarget.ESNext), false, module.kind)
        : isShared(file)
          ? parseShared(file, text, version, syntaxKey)
          : ts.createSourceFile(file, text, version);
      own.set(file, source);
      return source;
    },
  };
}
