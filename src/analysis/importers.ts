import { ts } from '../compiler.cjs';
import type { Project } from './project.ts';

/** The files of the project that import `file`. */
export function importers(project: Project, file: string): string[] {
  const target = project.program.getSourceFile(file);
  const module = target && project.checker.getSymbolAtLocation(target);
  if (!module) return [];
  return project.userFiles
    .filter((candidate) => candidate !== target && importedModules(project, candidate).has(module))
    .map((candidate) => candidate.fileName);
}

function importedModules(project: Project, file: ts.SourceFile): Set<ts.Symbol> {
  const specifiers = file.statements.flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier
      ? [statement.moduleSpecifier]
      : [],
  );
  return new Set(specifiers.flatMap((specifier) => project.checker.getSymbolAtLocation(specifier) ?? []));
}
