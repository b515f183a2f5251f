import { ts } from '../../compiler.cjs';
import { readDeclaration } from '../../sdk/declarations.ts';
import { fileOf, moduleNamed, readParts } from './component-modules.ts';
import { maxNesting, nestingError } from './limits.ts';
import { deepestOf, linkParents } from './nesting.ts';
import { sdkRoot } from './sdk-root.ts';
/** Every file that was parsed, by name and text: the same text gives the same SourceFile in later programs. */
export type ParsedFiles = Map<string, Map<string, ts.SourceFile>>;

export function parseOnce(file: string, text: string, parsed: ParsedFiles | undefined): ts.SourceFile {
  const versions = parsed?.get(file) ?? new Map<string, ts.SourceFile>();
  const source = versions.get(text) ?? parse(file, text);
  parsed?.set(file, versions.set(text, source));
  return source;
}

/** Our own declarations are parsed once for all programs of the process. */
const declarations = new Map<string, ts.SourceFile>();

export function declarationFile(file: string): ts.SourceFile | undefined {
  const known = declarations.get(file);
  if (known) return known;
  const text = readDeclaration(file.slice(sdkRoot.length));
  if (text === undefined) return undefined;
  const parsed = parse(file, text);
  declarations.set(file, parsed);
  return parsed;
}

/** The syntax errors of a file, with the compiler's messages. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as ts.SourceFile & { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
}

/**
 * What is the syntax tree of a text?
 * Asked by the program for its files, and by the verification for changed ones.
 * Gives the tree; for code that is nested too deeply for the compiler's stack, one without statements and with an error, so
 * one such file cannot end the run.
 */
export function parse(file: string, text: string): ts.SourceFile {
  if (readParts(fileOf(file), text)?.isTooDeep) return tooNested(file, text);
  const source = createSource(file, text);
  const deepest = source && linkParents(source);
  if (source && !deepest) return source;
  return tooNested(file, text, deepest?.pos);
}

const tooNested = (file: string, text: string, start?: number): ts.SourceFile =>
  leftOut(file, text, `its code is nested deeper than ${maxNesting} levels`, start);

/** A file without statements and with an error that says why. */
function leftOut(file: string, text: string, messageText: string, start = 0): ts.SourceFile {
  const empty = ts.createSourceFile(file, '', ts.ScriptTarget.ESNext, true);
  const error: ts.DiagnosticWithLocation = {
    category: ts.DiagnosticCategory.Error,
    code: nestingError,
    messageText,
    start,
    length: 0,
    file: empty,
  };
  return Object.assign(empty, { text, parseDiagnostics: [error] });
}

/**
 * Leaves out the file that is nested deepest, after the stack overflowed.
 *
 * @returns false when no file is nested deeply enough to be the cause
 */
export function leaveOutDeepest(parsed: ParsedFiles): boolean {
  const file = deepestOf([...parsed.values()].flatMap((versions) => [...versions.values()]));
  const versions = file && parsed.get(file.fileName);
  if (!file || !versions) return false;
  const why = 'its code is nested so deeply that the stack of the compiler ends';
  for (const text of versions.keys()) versions.set(text, leftOut(file.fileName, text, why));
  return true;
}

function createSource(file: string, text: string): ts.SourceFile | undefined {
  const languageVersion = ts.ScriptTarget.ESNext;
  try {
    const module = moduleNamed(file, text);
    // The parents come with the walk that looks how deep the code is nested.
    if (!module) return ts.createSourceFile(file, text, { languageVersion }, false);
    return ts.createSourceFile(file, module.text, asModule(languageVersion), false, module.kind);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The scope of a component is its own, also where it neither imports nor exports. */
export const asModule = (languageVersion: ts.ScriptTarget): ts.CreateSourceFileOptions => ({
  languageVersion,
  setExternalModuleIndicator(file) {
    (file as { externalModuleIndicator?: true }).externalModuleIndicator = true;
  },
});
