import { ts } from '../../compiler.cjs';
import { descendants, enclosingFunction, isFunctionLike, unwrap } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { isConst } from './constants.ts';
import { thisContainer } from './declaration-at.ts';
import type { Project } from './project.ts';
import { isBundledDeclaration } from './sdk-root.ts';
import { resolveAlias, valueSymbol } from './sdk-symbols.ts';
import { isWrittenLater } from './written-names.ts';

/** The code for a value at another place. */
export interface WrittenAt {
  readonly text: string;
  /** False when the code computes the value again and may give another one. */
  readonly certain: boolean;
}

/**
 * How is the value of an expression written at another place?
 * Asked by fixes that repeat an expression: the issuer of the metadata, the flag of a provider.
 * Gives the code with the names that are used there, or undefined when a name means nothing or something else there.
 */
export function writtenAt(
  project: Project,
  expression: ts.Expression,
  place: ts.Node,
): WrittenAt | undefined {
  const file = expression.getSourceFile();
  const names = new Map<ts.Identifier, string>();
  const scope = project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value | ts.SymbolFlags.Alias);
  for (const node of descendants(expression)) {
    if (isFunctionLike(node) || ts.isAwaitExpression(node)) return undefined;
    if (node.kind === ts.SyntaxKind.ThisKeyword && !isSameThis(node, place)) return undefined;
    if (!ts.isIdentifier(node) || isMemberName(node)) continue;
    const local = nameAt(project, node, place, scope);
    if (!local) return undefined;
    names.set(node, local);
  }
  let text = '';
  let from = expression.getStart();
  for (const [node, local] of names) {
    const shorthand = ts.isShorthandPropertyAssignment(node.parent) && local !== node.text;
    text += file.text.slice(from, node.getStart()) + (shorthand ? `${node.text}: ${local}` : local);
    from = node.end;
  }
  text += file.text.slice(from, expression.end);
  return { text, certain: isStable(project, expression) };
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return ts.isPropertyAssignment(parent) && parent.name === node;
}

/** What a name is called at `place`; undefined where its value is not visible or not yet declared. */
function nameAt(
  project: Project,
  node: ts.Identifier,
  place: ts.Node,
  scope: readonly ts.Symbol[],
): string | undefined {
  const symbol = valueSymbol(project, node);
  if (!symbol) return undefined;
  const isIt = (candidate: ts.Symbol): boolean =>
    project.checker.getExportSymbolOfSymbol(resolveAlias(project, candidate)) ===
    project.checker.getExportSymbolOfSymbol(symbol);
  const found =
    scope.find((candidate) => candidate.name === node.text && isIt(candidate)) ?? scope.find(isIt);
  const declaration = found?.valueDeclaration ?? found?.declarations?.[0];
  if (!found || !declaration) return undefined;
  return isReadyAt(declaration, place) ? found.name : undefined;
}

/** A variable of the same function must be declared before the place. */
function isReadyAt(declaration: ts.Node, place: ts.Node): boolean {
  if (declaration.getSourceFile() !== place.getSourceFile()) return true;
  if (!ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration)) return true;
  return declaration.end <= place.getStart() || enclosingFunction(declaration) !== enclosingFunction(place);
}

function isSameThis(node: ts.Node, place: ts.Node): boolean {
  const container = thisContainer(node);
  return (
    container !== undefined && container === thisContainer(place) && !inOrdinaryFunction(place, container)
  );
}

/** `function () { … this … }` within a method has a `this` of its own. */
function inOrdinaryFunction(node: ts.Node, container: ts.Node): boolean {
  for (let current = node.parent; current && current !== container; current = current.parent)
    if (
      ts.isFunctionDeclaration(current) ||
      (ts.isFunctionExpression(current) && current.parent.parent !== container)
    )
      return true;
  return false;
}

/** Functions and methods of the language that give the same for the same arguments. */
const pure = new Set(['URL', 'String', 'Boolean', 'Number']);
const pureMethods = new Set(['toString', 'trim', 'toLowerCase', 'startsWith', 'endsWith', 'includes']);

/** True when an expression gives the same value wherever and however often it is evaluated in one run. */
export function isStable(project: Project, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  const all = (parts: readonly ts.Expression[] | undefined): boolean =>
    (parts ?? []).every((part) => isStable(project, part));
  if (ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isIdentifier(node)) return isStableName(project, node);
  if (ts.isPropertyAccessExpression(node))
    return all([node.expression]) && !isReassigned(project, project.checker.getSymbolAtLocation(node.name));
  if (ts.isElementAccessExpression(node)) return all([node.expression, node.argumentExpression]);
  if (ts.isTemplateExpression(node)) return all(node.templateSpans.map((span) => span.expression));
  if (ts.isBinaryExpression(node)) return all([node.left, node.right]);
  if (ts.isPrefixUnaryExpression(node)) return all([node.operand]);
  if (ts.isConditionalExpression(node)) return all([node.condition, node.whenTrue, node.whenFalse]);
  if (ts.isNewExpression(node)) return isGlobal(project, node.expression) && all(node.arguments);
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  if (ts.isPropertyAccessExpression(callee) && isPureMethod(project, callee.name))
    return all([callee.expression, ...node.arguments]);
  return isGlobal(project, callee) && all(node.arguments);
}

/** A method of the language, by its declaration: a class of the project may give another text each time. */
function isPureMethod(project: Project, name: ts.MemberName): boolean {
  if (!pureMethods.has(name.text)) return false;
  const declared = project.checker.getSymbolAtLocation(name)?.declarations ?? [];
  return declared.length > 0 && declared.every((one) => isBundledDeclaration(one));
}

/** True for one of the {@link pure} functions of the language, not for a function of the project with that name. */
function isGlobal(project: Project, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node) || !pure.has(node.text)) return false;
  const declared = project.checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declared.every((one) => isBundledDeclaration(one));
}

function isStableName(project: Project, node: ts.Identifier): boolean {
  const symbol = valueSymbol(project, node);
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration) && isConst(declaration)) return true;
  return !isReassigned(project, symbol);
}

function isReassigned(project: Project, symbol: ts.Symbol | undefined): boolean {
  const declaration = symbol?.valueDeclaration;
  if (!declaration || isBundledDeclaration(declaration)) return false;
  if (!isWrittenLater(project, declaration)) return false;
  // A field that only the constructor assigns is like a constant.
  const { assigned, appended } = bindingsOf(project);
  const values = assigned.get(declaration);
  const isInConstructor = (value: ts.Node): boolean => {
    const owner = enclosingFunction(value);
    return owner !== undefined && ts.isConstructorDeclaration(owner);
  };
  const isFilledOnce = values.length > 0 && values.every(isInConstructor);
  return !(ts.isPropertyDeclaration(declaration) && isFilledOnce && appended.get(declaration).length === 0);
}
