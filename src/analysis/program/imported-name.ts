import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import type { Project } from './project.ts';

/** What a package exports: `useEffect` of `react`. */
export interface ImportedName {
  readonly module: string;
  readonly name: string;
}

/** The export of a package that an expression names, with or without its types: `useEffect`, `React.useEffect`. */
export function importedName({ checker }: Project, expression: ts.Expression): ImportedName | undefined {
  const node = unwrap(expression);
  const root = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : node;
  const imported = checker.getSymbolAtLocation(root)?.declarations?.find(isImport);
  const module = imported && moduleOf(imported);
  if (!imported || module === undefined) return undefined;
  if (ts.isPropertyAccessExpression(node))
    return ts.isImportSpecifier(imported) ? undefined : { module, name: node.name.text };
  const name = ts.isImportSpecifier(imported) ? (imported.propertyName ?? imported.name).text : 'default';
  return ts.isNamespaceImport(imported) ? undefined : { module, name };
}

type Import = ts.ImportSpecifier | ts.NamespaceImport | ts.ImportClause;

function isImport(node: ts.Node): node is Import {
  return ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportClause(node);
}

function moduleOf(imported: ts.Node): string | undefined {
  let node: ts.Node = imported;
  while (!ts.isImportDeclaration(node) && !ts.isSourceFile(node)) node = node.parent;
  return ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)
    ? node.moduleSpecifier.text
    : undefined;
}
