import { ts } from '../../compiler.cjs';
import { mentionsIn } from './mention-index.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';

/** A local name of an import, with what it stands for. */
export interface ImportAlias {
  readonly name: string;
  readonly symbol: ts.Symbol;
}

const known = new WeakMap<Project, Map<ts.SourceFile, readonly ImportAlias[]>>();

/** The local names of a file's imports with what they stand for. */
export function importAliasesIn(project: Project, file: ts.SourceFile): readonly ImportAlias[] {
  const ofProject = known.get(project) ?? new Map();
  known.set(project, ofProject);
  const before = ofProject.get(file);
  if (before) return before;
  const required = mentionsIn(file, 'require').flatMap(({ parent }) => requiredNames(parent.parent));
  const imported = file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    return [...(importClause?.name ? [importClause.name] : []), ...named.map(({ name }) => name)];
  });
  const found = [...imported, ...required].flatMap((name) => {
    const symbol = symbolOf(project, name);
    return symbol ? [{ name: name.text, symbol }] : [];
  });
  ofProject.set(file, found);
  return found;
}

/** The names that a `require` declares: that of the module, or those of its members. */
function requiredNames(declaration: ts.Node): ts.Identifier[] {
  if (!ts.isVariableDeclaration(declaration)) return [];
  if (ts.isIdentifier(declaration.name)) return [declaration.name];
  return declaration.name.elements.flatMap((element) =>
    ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name] : [],
  );
}
