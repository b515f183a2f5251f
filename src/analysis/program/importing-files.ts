import { ts } from '../../compiler.cjs';
import { isBarrel } from './ast.ts';
import { loadedModule } from './import-bindings.ts';
import { nodesOf } from './node-index.ts';
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
  return new Set(
    [...specifiers, ...loadedIn(file)].flatMap(
      (specifier) => project.checker.getSymbolAtLocation(specifier) ?? [],
    ),
  );
}

/** The modules of `await import('…')`, and of `require('…')` anywhere in the file. */
function loadedIn(file: ts.SourceFile): readonly ts.Expression[] {
  if (!/\b(import|require)\s*\(/.test(file.text)) return [];
  return nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).flatMap((call) =>
    loadedModule(call) === undefined ? [] : call.arguments.slice(0, 1),
  );
}

const near = new WeakMap<Project, ReadonlySet<ts.SourceFile>>();

/**
 * The relevant files, and what they import, also through barrels. Other files are in the program only because they mention a
 * name that was asked for, so nothing is looked for in them but uses of it.
 */
export function nearFiles(project: Project): ReadonlySet<ts.SourceFile> {
  const known = near.get(project);
  if (known) return known;
  const found = new Set(project.files);
  const relevant = new Set(project.files);
  for (const file of found) {
    if (!relevant.has(file) && !isBarrel(file)) continue;
    for (const { declarations = [] } of importedModules(project, file))
      for (const module of declarations) if (ts.isSourceFile(module)) found.add(module);
  }
  near.set(project, found);
  return found;
}

/** The name that importers of a default export mention: that of the module, for they choose the local name. */
export const moduleName = (node: ts.Node): string => moduleNameOf(node.getSourceFile().fileName);

export function moduleNameOf(file: string): string {
  const [base = '', folder = ''] = file.split('/').reverse();
  const stem = base.replace(/\.[cm]?[jt]sx?$/, '');
  return stem === 'index' ? folder : stem;
}
