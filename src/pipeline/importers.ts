import { basename, dirname } from 'node:path';
import { ts } from '../compiler.cjs';
import type { Workspace } from '../workspace/workspace.ts';

/** How many files that only re-export may stand between a file and its user. */
const maxDistance = 5;

export interface Importers {
  readonly files: readonly string[];
  /** False when too many files mention its name to look at each of them. */
  readonly isComplete: boolean;
}

/**
 * The files of the work tree that import a file, by `import`, `import()`, `require` or through files that re-export it,
 * whether or not the analysis has read them.
 */
export function importersInTree(workspace: Workspace, file: string): Importers {
  const found = new Set<string>();
  // An import of a folder (`.`, `..`, `#lib`) does not name the file, but it names what the file exports.
  const exported = workspace.filesMentioning(exportedNames(workspace.readText(file) ?? ''));
  let isComplete = true;
  let level = [file];
  for (let distance = 0; level.length > 0 && distance < maxDistance; distance++) {
    const direct = level.flatMap((target) => {
      const named = workspace.filesMentioning(namesOf(target));
      if (named.tooMany.length > 0 && exported.tooMany.length > 0) isComplete = false;
      const candidates = [...new Set([...named.files, ...exported.files])];
      return candidates.filter(
        (each) => each !== target && !found.has(each) && imports(workspace, each, target),
      );
    });
    for (const each of direct) found.add(each);
    level = direct.filter((each) => reExports(workspace.readText(each) ?? ''));
  }
  found.delete(file);
  return { files: [...found], isComplete };
}

/** The names that an import path of the file ends with. */
function namesOf(file: string): string[] {
  const base = basename(file).replace(/\.[cm]?[jt]sx?$/, '');
  return base === 'index' ? [base, basename(dirname(file))] : [base];
}

function imports(workspace: Workspace, candidate: string, target: string): boolean {
  const text = workspace.readText(candidate);
  if (text === undefined) return false;
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.some(({ fileName }) => workspace.resolveImport(fileName, candidate) === target);
}

function exportedNames(text: string): string[] {
  const { statements } = ts.createSourceFile('exports.tsx', text, ts.ScriptTarget.ESNext);
  const names = statements.flatMap((statement): (ts.Node | undefined)[] => {
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    )
      return statement.exportClause.elements.map(({ name }) => name);
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    return ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name }) => name)
      : [(statement as ts.Statement & ts.NamedDeclaration).name];
  });
  return [...new Set(names.flatMap((name) => (name && ts.isIdentifier(name) ? [name.text] : [])))];
}

function reExports(text: string): boolean {
  return /\bexport\b[^;]*\bfrom\b/.test(text);
}
