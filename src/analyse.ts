import type { Detected } from './detect.ts';
import type { Problem } from './model/finding.ts';
import type { Rule } from './model/rule.ts';
import { generationOfPackage } from './sdk/modules.ts';
import type { Workspace } from './workspace/workspace.ts';

/** What the program over the relevant files says. */
export interface Analysis {
  readonly found: readonly Detected[];
  /** Text of every file of the program that belongs to the user. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files with a syntax error: named, and left alone. */
  readonly problems: readonly Problem[];
  readonly filesAnalyzed: number;
  /** The same questions over changed texts. */
  readonly again: (texts: ReadonlyMap<string, string>) => readonly Detected[];
  readonly importersOf: (file: string) => readonly string[];
}

const empty: Analysis = {
  found: [],
  texts: new Map(),
  problems: [],
  filesAnalyzed: 0,
  again: () => [],
  importersOf: () => [],
};

/** Reads the relevant files, builds the program and runs the rules; the compiler is loaded only when there is a file. */
export async function analyse(
  workspace: Workspace,
  rules: readonly Rule[],
  sdk: 'auto' | '1' | '2',
): Promise<Analysis> {
  const { files, problems } = workspace.readRelevant();
  if (files.length === 0) return { ...empty, problems };
  const { detect } = await import('./detect.ts');
  const { createProject, importers, syntaxErrors } = await import('./analysis/project.ts');
  const options = { sdk: sdk === 'auto' ? undefined : (Number(sdk) as 1 | 2) };

  const open = (texts: ReadonlyMap<string, string>) =>
    createProject(
      files,
      {
        ...workspace,
        readText: (file) => texts.get(file) ?? workspace.readText(file),
        packageGeneration: (file) =>
          generationOfPackage(workspace.owners.packageOf(file)?.dependencies ?? {}),
      },
      options,
    );
  const project = open(new Map());
  const broken = project.files.flatMap((file) => {
    const [error] = syntaxErrors(file);
    if (!error) return [];
    const { line, character } = file.getLineAndCharacterOfPosition(error.start);
    const text = typeof error.messageText === 'string' ? error.messageText : error.messageText.messageText;
    const message = `does not parse, so it was left alone: ${text} (line ${line + 1}, column ${character + 1}). Mend it and run again.`;
    return [{ file: file.fileName, message }];
  });
  const names = new Set(broken.map(({ file }) => file));
  // Imports lead to files that the user did not give, or that git ignores: those are read, never reported or changed.
  const sound = (items: readonly Detected[]) =>
    items
      .filter((item) => workspace.isGiven(item.file) && !names.has(item.file) && !touches(item, names))
      .map((item) => (staysGiven(item, workspace) ? item : { ...item, fix: elsewhere }));
  return {
    found: sound(detect(project, rules, workspace.nameOf)),
    texts: new Map(project.userFiles.map((file) => [file.fileName, file.text])),
    problems: [...problems, ...broken],
    filesAnalyzed: project.files.length,
    again: (texts) => sound(detect(open(texts), rules, workspace.nameOf)),
    importersOf: (file) => importers(project, file),
  };
}

const elsewhere = { level: 'none', refusal: 'needs-other-file' } as const;

function staysGiven({ fix }: Detected, workspace: Workspace): boolean {
  return fix.level === 'none' || fix.edits.every(({ file }) => workspace.isGiven(file));
}

/** A file that does not parse may not be edited, from wherever the finding comes. */
function touches(item: Detected, names: ReadonlySet<string>): boolean {
  return item.fix.level !== 'none' && item.fix.edits.some(({ file }) => names.has(file));
}
