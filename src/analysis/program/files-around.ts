import { ts } from '../../compiler.cjs';
import { oncePerProject } from './memo.ts';
import { filesMentioning } from './mention-index.ts';
import type { Project } from './project.ts';

/** One file declares a type, a second one functions with it, a third one calls them. */
const maxDistance = 2;

/**
 * The files in which values with a member may be passed to other types: those that declare or name the member, and those that
 * import such a declaration, directly, through one file in between, or through files that export it again.
 */
export function filesAround(
  project: Project,
  declarations: ReadonlySet<ts.Node>,
  name: string,
): readonly ts.SourceFile[] {
  const importers = importersIn(project);
  /** How many imports away from a declaration. */
  const found = new Map<ts.SourceFile, number>([...declarations].map((each) => [each.getSourceFile(), 0]));
  for (const [file, distance] of found) {
    if (distance >= maxDistance && !exportsAgain(file)) continue;
    for (const importer of importers.get(file) ?? [])
      if (!found.has(importer)) found.set(importer, distance + 1);
  }
  const within = reaching(project, declarations);
  for (const file of filesMentioning(project, name)) if (!within || within.has(file)) found.set(file, 0);
  return project.userFiles.filter((file) => found.has(file));
}

/** The files that can name what one of the declarations declares: those from which imports lead there. */
export function filesReaching(
  project: Project,
  declarations: ReadonlySet<ts.Node>,
): readonly ts.SourceFile[] {
  const within = reaching(project, declarations);
  return within ? project.userFiles.filter((file) => within.has(file)) : project.userFiles;
}

/** The files from which imports lead to a declaration: elsewhere no value has its type. Undefined for a script, whose names are global. */
function reaching(
  project: Project,
  declarations: ReadonlySet<ts.Node>,
): ReadonlySet<ts.SourceFile> | undefined {
  const declaring = new Set([...declarations].map((each) => each.getSourceFile()));
  if ([...declaring].some((file) => !ts.isExternalModule(file) && !isCommonJs(file))) return undefined;
  const ofProject = reached(project);
  const key = [...declaring].map(({ fileName }) => fileName).join('\0');
  const known = ofProject.get(key);
  if (known) return known;
  const importers = importersIn(project);
  const found = new Set(declaring);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  ofProject.set(key, found);
  return found;
}

const reached = oncePerProject(() => new Map<string, ReadonlySet<ts.SourceFile>>());

/** True for a file in which a value of a declared type can stand: imports lead from there to one of the declarations. */
export function mayHold(
  project: Project,
  declarations: readonly ts.Declaration[],
): (file: ts.SourceFile) => boolean {
  const within = reaching(project, new Set(declarations));
  return (file) => !within || within.has(file);
}

function isCommonJs(file: ts.SourceFile): boolean {
  return (
    (file as ts.SourceFile & { commonJsModuleIndicator?: ts.Node }).commonJsModuleIndicator !== undefined
  );
}

function exportsAgain(file: ts.SourceFile): boolean {
  return file.statements.some(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
}

const known = new WeakMap<Project, ReadonlyMap<ts.SourceFile, readonly ts.SourceFile[]>>();

function importersIn(project: Project): ReadonlyMap<ts.SourceFile, readonly ts.SourceFile[]> {
  const found = known.get(project);
  if (found) return found;
  const index = new Map<ts.SourceFile, ts.SourceFile[]>();
  for (const file of project.userFiles) {
    const { imports = [] } = file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
    for (const specifier of imports) {
      const target = project.checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile();
      if (target) index.set(target, [...(index.get(target) ?? []), file]);
    }
  }
  known.set(project, index);
  return index;
}
