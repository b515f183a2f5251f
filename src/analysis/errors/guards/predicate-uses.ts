import { ts } from '../../../compiler.cjs';
import {
  codeText,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  wrapped,
} from '../../program/ast.ts';
import { moduleName } from '../../program/importing-files.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { guardClass } from './guard-tests.ts';
import { decidersOf, namesOf } from './inspectors.ts';
import { functionAt, predicateOf } from './own-functions.ts';

/** Asks for the files that know the SDK's classes by another name, which a module of the project gives them. */
export function seekRenamedClasses(project: Project): void {
  for (const file of project.userFiles) {
    for (const statement of file.statements) {
      for (const { name, node } of exportedAs(statement)) {
        if (name !== node.getText() && guardClass(project, node)) project.ask(name);
      }
    }
  }
}

/** `export { SdkHttpError as McpHttpError }`, `export const McpHttpError = SdkHttpError` */
function exportedAs(statement: ts.Statement): { name: string; node: ts.Identifier }[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (!clause || !ts.isNamedExports(clause)) return [];
    return clause.elements.flatMap(({ name, propertyName }) =>
      propertyName && ts.isIdentifier(propertyName) ? [{ name: name.text, node: propertyName }] : [],
    );
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer && ts.isIdentifier(initializer)
      ? [{ name: name.text, node: initializer }]
      : [],
  );
}

/**
 * Asks for the files that use a function which tells an SDK error apart: the branch for the new error goes there when it
 * is a predicate, and what they do with the answer must bear it when it is not.
 */
export function seekPredicateUses(project: Project): void {
  for (const node of decidersOf(project)) {
    if (isLocal(node)) continue;
    for (const name of namesOf(project, [node])) project.ask(name);
    if (isDefaultExport(node)) project.ask(moduleName(node));
  }
}

function isDefaultExport(node: FunctionLike): boolean {
  if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) return true;
  const name = (node.name ?? (node.parent as ts.NamedDeclaration).name)?.getText();
  return node
    .getSourceFile()
    .statements.some(
      (statement) => ts.isExportAssignment(statement) && statement.expression.getText() === name,
    );
}

const isLocal = (node: FunctionLike): boolean => enclosingFunction(node) !== undefined;

/**
 * Whether every use of a predicate is a call that can be seen, so that the uses decide and the predicate may stay as it
 * is. Nobody sees how a published library's users use it.
 */
export function isUsedInSight(project: Project, predicate: FunctionLike): boolean {
  if (predicateOf(project, predicate)?.kind !== ts.TypePredicateKind.Identifier) return false;
  const names = [...namesOf(project, [predicate])];
  if (names.length === 0 || isPublished(project, predicate)) return false;
  if (!isLocal(predicate) && names.some((name) => !project.ask(name))) return false;
  if (isDefaultExport(predicate) && !project.ask(moduleName(predicate))) return false;
  const uses = project.userFiles
    .filter((file) => !isTestFile(file))
    .flatMap((file) => names.flatMap((name) => mentionsIn(file, name)))
    .map((name) => useOf(project, name, predicate));
  return uses.includes('call') && !uses.includes('value');
}

function useOf(project: Project, name: ts.Node, predicate: FunctionLike): 'call' | 'value' | undefined {
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const { parent } = name;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return undefined;
  if ((parent as ts.NamedDeclaration).name === name && !ts.isPropertyAccessExpression(parent))
    return undefined;
  const read = ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
  if (functionAt(project, read as ts.Expression) !== predicate || isCommonJsExport(read)) return undefined;
  const outer = wrapped(read as ts.Expression);
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer ? 'call' : 'value';
}

/** `exports.isHttp = isHttp`, `module.exports = { isHttp }`: those who load it are looked for by its name. */
function isCommonJsExport(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) return true;
  const value = ts.isShorthandPropertyAssignment(parent) ? parent.parent : node;
  return (
    ts.isBinaryExpression(value.parent) &&
    value.parent.right === value &&
    /^(module\.)?exports\b/.test(codeText(value.parent.left))
  );
}

/** Exported by a package that others may import. */
function isPublished(project: Project, node: FunctionLike): boolean {
  const modules = project.publicModules(node.getSourceFile().fileName);
  if (!modules || isLocal(node)) return false;
  const statement = topLevel(node);
  const symbol = statement && project.checker.getSymbolAtLocation(statement);
  if (!symbol) return false;
  return modules.some((module) => {
    const file = project.program.getSourceFile(module);
    // What is not in the program may export anything.
    const exported = file && project.checker.getSymbolAtLocation(file);
    if (!exported) return file === undefined;
    return project.checker
      .getExportsOfModule(exported)
      .some((each) => each === symbol || resolved(project, each) === symbol);
  });
}

const resolved = (project: Project, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? project.checker.getAliasedSymbol(symbol) : symbol;

/** The name by which the module has the function, or the class it is a member of. */
function topLevel(node: FunctionLike): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let current: ts.Node = node; current.parent; current = current.parent) {
    if (ts.isVariableDeclaration(current) || ts.isClassLike(current) || isFunctionLike(current))
      found = (current as ts.NamedDeclaration).name ?? found;
  }
  return found;
}
