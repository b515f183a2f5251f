import { ts } from '../../compiler.cjs';
import { codeText, isJavaScript, isPrivate } from './ast.ts';
import { fileOf } from './component-modules.ts';
import type { Project } from './project.ts';
import { declaredAs, resolveAlias } from './sdk-symbols.ts';

/** True for what a published library exports: the declaration itself, or the class or interface it is a member of. */
export function isPublic(project: Project, declaration: ts.Node): boolean {
  const file = declaration.getSourceFile();
  const modules = project.publicModules(file.fileName);
  if (!modules) return false;
  const exported = topLevelOf(declaration);
  if (!exported) return false;
  return isExportedFrom(project, modules, [exported]) === true;
}

/**
 * Whether one of the modules exports a declaration; undefined while some that may do so are not in the program. Those are asked
 * for together: each round costs a program.
 */
export function isExportedFrom(
  project: Project,
  modules: readonly string[],
  declarations: readonly ts.Node[],
): boolean | undefined {
  const [there, missing] = [true, false].map((isThere) =>
    modules.filter((module) => (project.program.getSourceFile(module) !== undefined) === isThere),
  ) as [string[], string[]];
  if (there.some((module) => declarations.some((each) => exportsOf(project, module).has(each)))) return true;
  const files = [...new Set(declarations.map((each) => fileOf(each.getSourceFile().fileName)))];
  const possible = missing.filter((module) => project.beyond.reaches?.(module, files) ?? true);
  for (const module of possible) project.askFile(module);
  return possible.length > 0 ? undefined : false;
}

/**
 * True for a variable, a function or a member of the global object: `declare global { interface Window { onCode… } }`. Inline
 * scripts, other pages and the shell around a page call it, and nothing in the project shows them.
 */
export function isGlobal(project: Project, declaration: ts.Node): boolean {
  const owner: ts.Node = declaration.parent;
  if (ts.isInterfaceDeclaration(owner)) {
    const declared = declaredAs(project.checker.getSymbolAtLocation(owner.name));
    return declared?.name === 'globalThis' || (declared?.area === 'platform/web' && isTopLevel(owner));
  }
  const isValue = ts.isVariableDeclaration(declaration) || ts.isFunctionDeclaration(declaration);
  return isValue && isInGlobalBlock(declaration);
}

/** Only an interface of the platform that the project adds to is the platform's: `interface Window`. */
function isTopLevel(owner: ts.Node): boolean {
  return isInGlobalBlock(owner) || ts.isSourceFile(owner.parent);
}

function isInGlobalBlock(declaration: ts.Node): boolean {
  for (let node = declaration.parent; node; node = node.parent)
    if (ts.isModuleDeclaration(node) && (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return true;
  return false;
}

/** The top-level declaration that a declaration is or belongs to as a member; undefined for locals and private members. */
export function topLevelOf(declaration: ts.Node): ts.Node | undefined {
  for (let node = declaration; node.parent; node = node.parent) {
    if (ts.isBlock(node.parent) || isPrivate(node)) return undefined;
    if (ts.isVariableDeclaration(node) && ts.isVariableStatement(node.parent.parent)) return node;
    if (ts.isSourceFile(node.parent)) return node;
  }
  return undefined;
}

const exportsKnown = new WeakMap<ts.Program, Map<string, ReadonlySet<ts.Node>>>();

/** What a module of the program exports, re-exports included. */
function exportsOf(project: Project, module: string): ReadonlySet<ts.Node> {
  const { checker, program } = project;
  const file = program.getSourceFile(module);
  if (!file) return new Set();
  const ofProgram = exportsKnown.get(program) ?? new Map<string, ReadonlySet<ts.Node>>();
  exportsKnown.set(program, ofProgram);
  const known = ofProgram.get(module);
  if (known) return known;
  const symbol = checker.getSymbolAtLocation(file);
  const declarations = symbol
    ? checker.getExportsOfModule(symbol).flatMap((each) => resolveAlias(project, each).declarations ?? [])
    : [];
  const found = new Set<ts.Node>([...declarations, ...assignedExports(project, file)]);
  ofProgram.set(module, found);
  return found;
}

/** `module.exports = { login }`, `exports.login = login`: what the values stand for, where a script exports them. */
function assignedExports(project: Project, file: ts.SourceFile): readonly ts.Node[] {
  if (!isJavaScript(file)) return [];
  return file.statements.flatMap((statement) => {
    let node = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    let isExported = false;
    for (; node && ts.isBinaryExpression(node); node = node.right)
      isExported ||= /^(?:module\.)?exports\b/.test(codeText(node.left));
    return isExported && node ? valuesIn(project, node) : [];
  });
}

function valuesIn({ checker }: Project, value: ts.Expression): readonly ts.Node[] {
  if (ts.isIdentifier(value)) return checker.getSymbolAtLocation(value)?.declarations ?? [];
  if (!ts.isObjectLiteralExpression(value)) return [value];
  return value.properties.flatMap((each): readonly ts.Node[] => {
    if (ts.isShorthandPropertyAssignment(each))
      return checker.getShorthandAssignmentValueSymbol(each)?.declarations ?? [];
    return ts.isPropertyAssignment(each) && ts.isIdentifier(each.initializer)
      ? (checker.getSymbolAtLocation(each.initializer)?.declarations ?? [])
      : [each];
  });
}
