import type { ts } from 'ts-morph';
import { fileOf } from '../analysis/program/component-modules.ts';
import { nestingError } from '../analysis/program/limits.ts';
import { syntaxErrors } from '../analysis/program/parse.ts';
import type { Project } from '../analysis/program/project.ts';
import type { Problem } from '../model/finding.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The user's files that the programs of a run have met: their texts, and which of them do not parse. */
export class UserFiles {
  /** As they are on the disk. */
  readonly texts = new Map<string, string>();
  /** Names of modules: a page may be several. */
  private readonly noted = new Set<string>();
  private readonly workspace: Workspace;
  private readonly unparsed = new Map<string, Problem>();
  /** Files that must parse: the relevant ones, and those that a fix changes. */
  private readonly required: Set<string>;

  constructor(workspace: Workspace, relevant: readonly string[]) {
    this.workspace = workspace;
    this.required = new Set(relevant);
  }

  /** Adds what the program met for the first time. */
  note(project: Project): void {
    for (const source of project.userFiles) {
      if (this.noted.has(source.fileName)) continue;
      this.noted.add(source.fileName);
      const file = fileOf(source.fileName);
      const text = this.workspace.readText(file) ?? source.text;
      this.texts.set(file, text);
      const [error] = text === project.beyond.readText(file) ? syntaxErrors(source) : [];
      if (error) this.unparsed.set(file, problemOf(file, source, error));
      // The rules saw nothing of such a file, so the user must hear of it, whatever led to it.
      if (error?.code === nestingError) this.require(file);
    }
  }

  require(file: string): void {
    this.required.add(file);
  }

  parses(file: string): boolean {
    return !this.unparsed.has(file);
  }

  /** @param asked the files that a flow asked for: what does not parse there may be a step of it */
  problems(asked: readonly string[]): readonly Problem[] {
    return this.unparsedWhere((file) => this.mustParse(file, asked));
  }

  /** Files without a parse that nothing depends on: something imports them. */
  warnings(asked: readonly string[]): readonly Problem[] {
    return this.unparsedWhere((file) => !this.mustParse(file, asked));
  }

  private mustParse(file: string, asked: readonly string[]): boolean {
    return this.required.has(file) || (asked.includes(file) && this.workspace.isGiven(file));
  }

  private unparsedWhere(wanted: (file: string) => boolean): readonly Problem[] {
    return [...this.unparsed].filter(([file]) => wanted(file)).map(([, problem]) => problem);
  }
}

function problemOf(file: string, source: ts.SourceFile, error: ts.DiagnosticWithLocation): Problem {
  const { line, character } = source.getLineAndCharacterOfPosition(error.start);
  const text = typeof error.messageText === 'string' ? error.messageText : error.messageText.messageText;
  if (error.code === nestingError) {
    const message = `was left alone: ${text}. Split it, or leave it out with --ignore.`;
    return { file, message };
  }
  const message = `does not parse, so it was left alone: ${text} (line ${line + 1}, column ${character + 1}). Fix it and run again.`;
  return { file, message };
}
