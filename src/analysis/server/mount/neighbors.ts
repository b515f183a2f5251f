import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

/** Tells whether two files belong to one program: imports connect them in either direction, or they share a folder. */
export function neighbors(project: Project): AreNeighbors {
  const found = known.get(project) ?? findNeighbors(project);
  known.set(project, found);
  return found;
}

type AreNeighbors = (a: ts.SourceFile, b: ts.SourceFile) => boolean;

const known = new WeakMap<Project, AreNeighbors>();

function findNeighbors(project: Project): AreNeighbors {
  const groups = new Map<ts.SourceFile, Set<ts.SourceFile>>();
  const groupOf = (file: ts.SourceFile): Set<ts.SourceFile> => {
    const group = groups.get(file) ?? new Set([file]);
    groups.set(file, group);
    return group;
  };
  const join = (a: ts.SourceFile, b: ts.SourceFile): void => {
    const [one, two] = [groupOf(a), groupOf(b)];
    if (one === two) return;
    for (const file of two) {
      one.add(file);
      groups.set(file, one);
    }
  };
  const files = new Set(project.userFiles);
  for (const file of files)
    for (const specifier of specifiersOf(file)) {
      const target = symbolOf(project, specifier)?.valueDeclaration?.getSourceFile();
      if (target && files.has(target)) join(file, target);
    }
  const folder = (file: ts.SourceFile): string => file.fileName.slice(0, file.fileName.lastIndexOf('/'));
  return (a, b) => groupOf(a).has(b) || folder(a) === folder(b);
}

function specifiersOf(file: ts.SourceFile): ts.Expression[] {
  return file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return [statement.moduleSpecifier];
    return ts.isExportDeclaration(statement) && statement.moduleSpecifier ? [statement.moduleSpecifier] : [];
  });
}
