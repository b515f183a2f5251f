import type { Rule } from '../../transforms/contract.ts';
import { Asked, type LookUp, untilAnswered } from '../analysis/program/asked.ts';
import { fileOf } from '../analysis/program/component-modules.ts';
import { filesMeaning } from '../analysis/program/files-meaning.ts';
import { importers } from '../analysis/program/importing-files.ts';
import { ModuleGraph } from '../analysis/program/module-graph.ts';
import { leaveOutDeepest, type ParsedFiles, parseOnce } from '../analysis/program/parse.ts';
import type { Project } from '../analysis/program/project.ts';
import type { Problem, Severity } from '../model/finding.ts';
import type { RunOptions } from '../model/run-options.ts';
import type { Stopwatch } from '../model/timing.ts';
import { mayHoldFinding } from '../sdk/facts.ts';
import type { Generation } from '../sdk/modules.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { detect, named, seeksOf } from './detect.ts';
import type { Detected } from './detected.ts';
import { createImporters, type Importers } from './importers.ts';
import { Programs } from './programs.ts';
import { sourceProvider } from './source-provider.ts';
import { UserFiles } from './user-files.ts';

/** What the rules find in the relevant files. What `again` learns beyond that shows in all members. */
export interface Analysis {
  readonly found: readonly Detected[];
  /** Text of every file of the program that belongs to the user, as it is on the disk. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files with a syntax error: reported, and left alone. */
  readonly problems: readonly Problem[];
  /** Other files with a syntax error: they do not change the exit code. */
  readonly warnings: readonly Problem[];
  /** The relevant files and those that a flow asked for. */
  readonly filesAnalyzed: number;
  /** The same, by name: relevant ones, and those that a flow asked for. */
  readonly analyzed: { readonly relevant: readonly string[]; readonly asked: readonly string[] };
  /** The same questions over changed texts. */
  readonly again: (texts: Texts) => readonly Detected[];
  /** What the rules would find in these texts if every import of the SDK led to v2: the outlook of pending findings. */
  readonly asUpgraded: (texts: Texts) => readonly Detected[];
  readonly importersOf: (file: string) => Importers;
}

type Texts = ReadonlyMap<string, string>;

const empty: Analysis = {
  found: [],
  texts: new Map(),
  problems: [],
  warnings: [],
  filesAnalyzed: 0,
  analyzed: { relevant: [], asked: [] },
  again: () => [],
  asUpgraded: () => [],
  importersOf: () => ({ files: [], isComplete: true }),
};

/** Reads the relevant files, builds the program and runs the rules, again and again while they ask for more files. */
export function analyze(
  workspace: Workspace,
  rules: readonly Rule[],
  { sdk = 'auto', severities = {}, within }: Pick<RunOptions, 'sdk' | 'severities' | 'within'>,
  watch: Stopwatch,
): Analysis {
  const { files, problems } = workspace.readRelevant();
  if (files.length === 0) return { ...empty, problems };
  const textOf = (file: string) => workspace.readText(file) ?? '';
  const asked = new Asked(
    files,
    files.filter((file) => mayHoldFinding(textOf(file))),
  );
  const parsed: ParsedFiles = new Map();
  const userFiles = new UserFiles(workspace, files);
  const wanted = within && new Set(within);
  const graph = new ModuleGraph(workspace);
  const reaches = graph.reaches.bind(graph);
  const sources = { textOf, parse: (file: string) => parseOnce(file, textOf(file), parsed) };
  const lookUp: LookUp = {
    isSource: workspace.isSource,
    mentioning: (names) => watch.time('search names', () => workspace.mentioning(names)),
    meaning: (mentioning, wanted) =>
      watch.time('follow imports', () => filesMeaning(mentioning, wanted, graph, sources)),
  };
  // The rules that migrate a flow come first in the list, and cost most.
  const cheapestFirst = [...rules].reverse();
  const importersInTree = createImporters(workspace);
  let last: Project;
  const seeks = seeksOf(rules).map((seek) => (project: Project) => watch.time('seek', () => seek(project)));
  const programs = new Programs({
    files,
    asked,
    parsed,
    sources: (changed) => ({ ...sourceProvider(workspace, changed), reaches }),
  });
  // What the first look asked for is there already, so a later one rarely needs a second round.
  let isSought = false;
  const look = (changed: Texts, as: Generation | undefined): Detected[] => {
    const open = programs.look(changed, as);
    const found = untilAnswered(asked, lookUp, {
      open: () => {
        last = watch.time('build the program', open);
        return last;
      },
      workOf: (project) => project.userFiles.length,
      seeks: isSought ? [] : seeks,
      looks: cheapestFirst.map(
        (rule) => (project: Project) => watch.time('detect', () => detect(project, rule)),
      ),
    });
    isSought = true;
    userFiles.note(last);
    return named(found, last, workspace.identityOf);
  };
  const lookAs = (as: Generation | undefined) => (changed: Texts) =>
    acceptable(
      withinTheStack(() => look(changed, as), parsed),
      workspace,
      userFiles,
    ).map((item) => asWanted(item, severities, wanted));
  const again = lookAs(sdk === 'auto' ? undefined : (Number(sdk) as Generation));
  return {
    found: again(new Map()),
    texts: userFiles.texts,
    get problems() {
      return [...problems, ...userFiles.problems(asked.files)];
    },
    get warnings() {
      return userFiles.warnings(asked.files);
    },
    get filesAnalyzed() {
      const analyzed = [...last.files.map(({ fileName }) => fileOf(fileName)), ...asked.files];
      return new Set(analyzed.filter((file) => userFiles.texts.has(file))).size;
    },
    get analyzed() {
      return { relevant: files, asked: asked.files };
    },
    again,
    asUpgraded: lookAs(2),
    importersOf(file) {
      const { files: inTree, isComplete } = importersInTree(file);
      return { files: [...new Set([...importers(last, file), ...inTree])], isComplete };
    },
  };
}

/** The compiler and the rules descend by recursion. On a stack overflow the file with the deepest nesting is left out. */
function withinTheStack<T>(look: () => T, parsed: ParsedFiles): T {
  for (;;) {
    try {
      return look();
    } catch (error) {
      if (!isStackOverflow(error) || !leaveOutDeepest(parsed)) throw error;
    }
  }
}

const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/.test(error.message);

/**
 * The findings in files that the user gave. Imports and names also lead to files that the user did not give, or that git
 * ignores: the analysis reads those, but a run neither reports nor changes them.
 */
function acceptable(found: readonly Detected[], workspace: Workspace, userFiles: UserFiles): Detected[] {
  const given = found
    .filter((item) => workspace.isGiven(item.file))
    .map((item) => (targetsOf(item).every(workspace.isGiven) ? item : { ...item, fix: elsewhere }));
  for (const file of given.flatMap(targetsOf)) userFiles.require(file);
  return given.filter((item) => [item.file, ...targetsOf(item)].every((file) => userFiles.parses(file)));
}

/** The finding with the severity that the user wants for its rule, and whether the run is about it. */
function asWanted(
  item: Detected,
  severities: Readonly<Record<string, Severity>>,
  wanted: ReadonlySet<string> | undefined,
): Detected {
  const own = item.pending || item.severity !== item.rule.severity ? undefined : severities[item.rule.id];
  const isElsewhere =
    wanted && ![item.file, ...item.flow.map(({ file }) => file)].some((file) => wanted.has(file));
  return { ...item, severity: own ?? item.severity, ...(isElsewhere ? { isElsewhere } : {}) };
}

const elsewhere = { level: 'none', refusal: 'needs-other-file' } as const;

/** The files that the fix of a finding changes. */
function targetsOf({ fix }: Detected): string[] {
  return fix.level === 'none' ? [] : fix.edits.map(({ file }) => file);
}
