import { basename, dirname } from 'node:path';
import { codeOf } from '../analysis/program/component-modules.ts';
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
 * whether or not the analysis has read them. Where a file's imports lead is found out once.
 */
export function createImporters(workspace: Workspace): (file: string) => Importers {
  const known = new Map<string, ReadonlySet<string>>();
  const importedBy = (candidate: string): ReadonlySet<string> => {
    const targets = known.get(candidate) ?? importTargets(workspace, candidate);
    known.set(candidate, targets);
    return targets;
  };
  return (file) => {
    const found = new Set<string>();
    // An import of a folder (`.`, `..`, `#lib`) does not name the file, but it names what the file exports.
    const exported = workspace.filesMentioning(exportedNames(codeOf(file, workspace.readText(file) ?? '')));
    let isComplete = true;
    let level = [file];
    for (let distance = 0; level.length > 0 && distance < maxDistance; distance++) {
      const named = workspace.filesMentioning([...new Set(level.flatMap(namesOf))]);
      if (named.tooMany.length > 0 && exported.tooMany.length > 0) isComplete = false;
      const candidates = [...new Set([...named.files, ...exported.files])];
      const targets = level;
      const direct = candidates.filter(
        (each) =>
          !found.has(each) && targets.some((target) => target !== each && importedBy(each).has(target)),
      );
      for (const each of direct) found.add(each);
      level = direct.filter((each) => reExports(codeOf(each, workspace.readText(each) ?? '')));
    }
    found.delete(file);
    return { files: [...found], isComplete };
  };
}

/** The names that an import path of the file ends with. */
function namesOf(file: string): string[] {
  const base = basename(file).replace(/\.[cm]?[jt]sx?$/, '');
  return base === 'index' ? [base, basename(dirname(file))] : [base];
}

function importTargets(workspace: Workspace, file: string): ReadonlySet<string> {
  const { importedFiles } = ts.preProcessFile(codeOf(file, workspace.readText(file) ?? ''), true, true);
  return new Set(importedFiles.flatMap(({ fileName }) => workspace.resolveImport(fileName, file) ?? []));
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
  // Statement by statement: one pattern over the whole text would take quadratic time.
  return text.split(';').some((part) => {
    const at = part.search(/\bexport\b/);
    return at >= 0 && /\bfrom\b/.test(part.slice(at));
  });
}
