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
import { isExportedFrom } from '../../program/published.ts';
import { isTestFile } from '../../program/test-files.ts';
import { guardClass } from './error-classes.ts';
import { namesOf } from './function-calls.ts';
import { decidersOf } from './inspectors.ts';
import { onlyFunctionAt, predicateOf } from './own-functions.ts';

/** A module may export the SDK's classes under another name: asks for the files that use that name. */
export function seekRenamedClasses(project: Project): void {
  for (const file of project.userFiles) {
    for (const statement of file.statements) {
      for (const { name, node } of exportedAs(statement)) {
        if (name !== node.getText() && guardClass(project, node)) project.ask(name, node);
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
 * Asks for the files that call a function whose result depends on a test for an SDK error. For a predicate the branch
 * goes to the calls. For any other function a caller may retry on its result, and then there is no fix.
 */
export function seekPredicateUses(project: Project): void {
  for (const node of decidersOf(project)) {
    if (isLocal(node)) continue;
    for (const name of namesOf(project, [node])) project.ask(name, node);
    if (isDefaultExport(node)) project.ask(moduleName(node), node);
  }
}

export function isDefaultExport(node: FunctionLike): boolean {
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
 * Whether every use of a predicate is a call in this project. Then the branches go to the calls, and the predicate stays
 * as it is. The uses of a published function are unknown.
 */
export function hasKnownUses(project: Project, predicate: FunctionLike): boolean {
  if (predicateOf(project, predicate)?.kind !== ts.TypePredicateKind.Identifier) return false;
  const names = [...namesOf(project, [predicate])];
  if (names.length === 0 || isPublished(project, predicate)) return false;
  if (!isLocal(predicate) && names.some((name) => !project.ask(name, predicate))) return false;
  if (isDefaultExport(predicate) && !project.ask(moduleName(predicate), predicate)) return false;
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
  if (onlyFunctionAt(project, read as ts.Expression) !== predicate || isCommonJsExport(read))
    return undefined;
  const outer = wrapped(read as ts.Expression);
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer ? 'call' : 'value';
}

/** `exports.isHttp = isHttp`, `module.exports = { isHttp }`: not a use. The files that load it are found by the name. */
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
export function isPublished(project: Project, node: FunctionLike): boolean {
  const modules = project.publicModules(node.getSourceFile().fileName);
  if (!modules || isLocal(node)) return false;
  const statement = topLevel(node);
  const declarations = (statement && project.checker.getSymbolAtLocation(statement)?.declarations) ?? [];
  // A module outside the program may export anything.
  return isExportedFrom(project, modules, declarations) !== false;
}

/** The name of the function, or of the class around it, at the top level of the module. */
function topLevel(node: FunctionLike): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let current: ts.Node = node; current.parent; current = current.parent) {
    if (ts.isVariableDeclaration(current) || ts.isClassLike(current) || isFunctionLike(current))
      found = (current as ts.NamedDeclaration).name ?? found;
  }
  return found;
}
