import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

/** Whether two files are of one program: imports lead from one to the other, by whatever way, or they lie in one folder. */
export function neighbours(project: Project): Together {
  const found = known.get(project) ?? findNeighbours(project);
  known.set(project, found);
  return found;
}

type Together = (a: ts.SourceFile, b: ts.SourceFile) => boolean;

const known = new WeakMap<Project, Together>();

function findNeighbours(project: Project): Together {
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
