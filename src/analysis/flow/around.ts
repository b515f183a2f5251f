import { ts } from '../../compiler.cjs';
import type { Project } from '../project.ts';
import { mentionsIn } from './uses.ts';

/**
 * The files in which values with a member can change hands: those that declare it, name it, or import one that declares it,
 * directly or through files that export it again.
 */
export function filesAround(
  project: Project,
  declarations: ReadonlySet<ts.Node>,
  name: string,
): readonly ts.SourceFile[] {
  const found = new Set<ts.SourceFile>([...declarations].map((each) => each.getSourceFile()));
  const importers = importersIn(project);
  for (const file of found) {
    const declares = [...declarations].some((each) => each.getSourceFile() === file);
    if (!declares && !exportsAgain(file)) continue;
    for (const importer of importers.get(file) ?? []) found.add(importer);
  }
  for (const file of project.userFiles) {
    if (file.text.includes(name) && mentionsIn(file, name).length > 0) found.add(file);
  }
  return project.userFiles.filter((file) => found.has(file));
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
