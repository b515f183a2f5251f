import type { ts } from 'ts-morph';
import type { Rule } from '../../transforms/contract.ts';
import { nestingError } from '../analysis/program/limits.ts';
import type { ParsedFiles } from '../analysis/program/parse.ts';
import type { Project } from '../analysis/program/project.ts';
import type { Problem } from '../model/finding.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Detected } from './detect.ts';
import type { Importers } from './importers.ts';
import { sourceProvider } from './source-provider.ts';

/** What the program over the relevant files says. What `again` learns beyond it shows in all of them. */
export interface Analysis {
  readonly found: readonly Detected[];
  /** Text of every file of the program that belongs to the user, as it is on the disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files with a syntax error: named, and left alone. */
  readonly problems: readonly Problem[];
  /** The relevant files and those that the flow asked for. */
  readonly filesAnalyzed: number;
  /** The same questions over changed texts. */
  readonly again: (texts: ReadonlyMap<string, string>) => readonly Detected[];
  readonly importersOf: (file: string) => Importers;
}

const empty: Analysis = {
  found: [],
  texts: new Map(),
  problems: [],
  filesAnalyzed: 0,
  again: () => [],
  importersOf: () => ({ files: [], isComplete: true }),
};

/**
 * Reads the relevant files, builds the program and runs the rules, again and again while they ask for more files; the
 * compiler is loaded only when there is a file.
 */
export async function analyse(
  workspace: Workspace,
  rules: readonly Rule[],
  sdk: 'auto' | '1' | '2',
): Promise<Analysis> {
  const { files, problems } = workspace.readRelevant();
  if (files.length === 0) return { ...empty, problems };
  const { detect, seek } = await import('./detect.ts');
  const { leaveOutDeepest, syntaxErrors } = await import('../analysis/program/parse.ts');
  const { createProject } = await import('../analysis/program/project.ts');
  const { Asked, untilAnswered } = await import('../analysis/program/asked.ts');
  const { importers } = await import('../analysis/program/importing-files.ts');
  const { importersInTree } = await import('./importers.ts');
  const asked = new Asked(files);
  const parsed: ParsedFiles = new Map();
  const options = { sdk: sdk === 'auto' ? undefined : (Number(sdk) as 1 | 2), asked, parsed };

  const open = (changed: ReadonlyMap<string, string>): Project =>
    createProject(files, sourceProvider(workspace, changed), options);
  const texts = new Map<string, string>();
  const unparsed = new Map<string, Problem>();
  // A relevant file has to parse; another one only where a fix would change it.
  const named = new Set(files);
  /** What the program met for the first time, as it is on the disk. */
  const note = (project: Project): void => {
    for (const file of project.userFiles) {
      if (texts.has(file.fileName)) continue;
      const text = workspace.readText(file.fileName) ?? file.text;
      texts.set(file.fileName, text);
      const [error] = text === file.text ? syntaxErrors(file) : [];
      if (error) unparsed.set(file.fileName, problemOf(file, error));
      // Nothing of such a file was seen, so whatever led to it has to be told.
      if (error?.code === nestingError) named.add(file.fileName);
    }
  };
  let last: Project;
  const lookOnce = (changed: ReadonlyMap<string, string>): Detected[] => {
    const found = untilAnswered(asked, workspace, {
      open: () => {
        last = open(changed);
        return last;
      },
      seek: (project) => seek(project, rules),
      look: (project) => detect(project, rules, workspace.identityOf),
    });
    note(last);
    return found;
  };
  const look = (changed: ReadonlyMap<string, string>): Detected[] => {
    for (;;) {
      try {
        return lookOnce(changed);
      } catch (error) {
        if (!isStackOverflow(error) || !leaveOutDeepest(parsed)) throw error;
      }
    }
  };
  // Imports and names lead to files that the user did not give, or that git ignores: those are read, never reported or changed.
  const sound = (items: readonly Detected[]) => {
    const given = items.filter((item) => workspace.isGiven(item.file));
    const reachable = given.map((item) =>
      targets(item).every(workspace.isGiven) ? item : { ...item, fix: elsewhere },
    );
    for (const file of reachable.flatMap(targets)) named.add(file);
    return reachable.filter((item) => ![item.file, ...targets(item)].some((file) => unparsed.has(file)));
  };
  return {
    found: sound(look(new Map())),
    texts,
    get problems() {
      return [
        ...problems,
        ...[...unparsed].filter(([file]) => named.has(file)).map(([, problem]) => problem),
      ];
    },
    get filesAnalyzed() {
      return last.files.length + asked.files.filter((file) => texts.has(file)).length;
    },
    again: (changed) => sound(look(changed)),
    importersOf(file) {
      const { files: inTree, isComplete } = importersInTree(workspace, file);
      return { files: [...new Set([...importers(last, file), ...inTree])], isComplete };
    },
  };
}

const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/.test(error.message);

const elsewhere = { level: 'none', refusal: 'needs-other-file' } as const;

/** The files that the fix of a finding changes. */
function targets({ fix }: Detected): string[] {
  return fix.level === 'none' ? [] : fix.edits.map(({ file }) => file);
}

function problemOf(file: ts.SourceFile, error: ts.DiagnosticWithLocation): Problem {
  const { line, character } = file.getLineAndCharacterOfPosition(error.start);
  const text = typeof error.messageText === 'string' ? error.messageText : error.messageText.messageText;
  if (error.code === nestingError) {
    const message = `was left alone: ${text}. Split it, or leave it out with --ignore.`;
    return { file: file.fileName, message };
  }
  const message = `does not parse, so it was left alone: ${text} (line ${line + 1}, column ${character + 1}). Mend it and run again.`;
  return { file: file.fileName, message };
}
