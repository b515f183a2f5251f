import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, isAssignment, references } from '../../program/ast.ts';
import { evaluate } from './evaluate.ts';
import { variableAt } from './frame.ts';
import { type Context, isDecision, mentionsError } from './render.ts';
import { constant, unknown, type Value } from './scenarios.ts';

/** Start over: a variable that was followed turned out not to be followable. */
export class Retry extends Error {}

/** Learns what the constants of a declaration hold. */
export function bindVariables(node: ts.VariableStatement, context: Context): void {
  const { frame } = context;
  if (!(node.declarationList.flags & ts.NodeFlags.Const)) return;
  for (const { name, initializer } of node.declarationList.declarations) {
    if (!initializer || !mentionsError(initializer, frame)) continue;
    const value = evaluate(initializer, frame);
    if (ts.isIdentifier(name)) {
      bind(name, value, isDecision(initializer, context), context);
    } else if (ts.isObjectBindingPattern(name)) {
      for (const element of name.elements) bindElement(element, value, context);
    }
  }
}

function bindElement(element: ts.BindingElement, owner: Value, context: Context): void {
  if (!ts.isIdentifier(element.name) || element.dotDotDotToken) return;
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return;
  bind(element.name, memberOf(owner, key.text, context), false, context);
}

function memberOf(owner: Value, member: string, context: Context): Value {
  if (owner.kind === 'error') return context.frame.world.members.get(member) ?? constant(undefined);
  return owner.kind === 'record' ? (owner.members.get(member) ?? constant(undefined)) : unknown;
}

function bind(name: ts.Identifier, value: Value, decided: boolean, context: Context): void {
  const symbol = context.frame.project.checker.getSymbolAtLocation(name);
  if (!symbol) return;
  context.frame.env.set(symbol, value);
  if (decided) context.decided.add(symbol);
}

/**
 * Follows `let status = 502` through the assignments that are sure to run, so that its reads fold and neither the
 * declaration nor the assignments need to be written. False when the declaration must stay as it is.
 */
export function track(node: ts.VariableStatement, context: Context): boolean {
  if (!(node.declarationList.flags & ts.NodeFlags.Let)) return false;
  const [declaration, ...others] = node.declarationList.declarations;
  if (!declaration || others.length > 0 || !ts.isIdentifier(declaration.name)) return false;
  const symbol = context.frame.project.checker.getSymbolAtLocation(declaration.name);
  if (!symbol || context.untracked.has(symbol)) return false;
  const value = declaration.initializer
    ? evaluate(declaration.initializer, context.frame)
    : constant(undefined);
  if (value.kind !== 'const' || value.opaque) return false;
  const owner = enclosingFunction(node);
  const root = owner ?? node.getSourceFile();
  const uses = references(context.frame.project.checker, symbol, root);
  if (uses.some((use) => enclosingFunction(use) !== owner || isOddWrite(use))) return false;
  // Worth it only when the error decides what it holds; any other variable stays as it was written.
  if (!uses.some((use) => assignedBy(use) !== undefined)) return false;
  context.tracked.add(symbol);
  context.frame.env.set(symbol, value);
  return true;
}

function assignedBy(use: ts.Identifier): ts.BinaryExpression | undefined {
  const parent = use.parent;
  if (!ts.isBinaryExpression(parent) || parent.left !== use) return undefined;
  return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken ? parent : undefined;
}

function isOddWrite(use: ts.Identifier): boolean {
  const parent = use.parent;
  if (ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator !== ts.SyntaxKind.ExclamationToken;
  if (!ts.isBinaryExpression(parent) || parent.left !== use) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.EqualsToken) return !ts.isExpressionStatement(parent.parent);
  return isAssignment(kind);
}

export function assignTracked(node: ts.ExpressionStatement, context: Context): boolean {
  const { expression } = node;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return false;
  if (!ts.isIdentifier(expression.left)) return false;
  const symbol = variableAt(context.frame.project, expression.left);
  if (!symbol || !context.tracked.has(symbol)) return false;
  const value = evaluate(expression.right, context.frame);
  if (value.kind !== 'const' || value.opaque) throw retryWithout(symbol, context);
  context.frame.env.set(symbol, constant(value.value));
  return true;
}

/** In code that may or may not run, what a tracked variable holds afterwards cannot be said. */
export function stopTracking(node: ts.Node, context: Context): void {
  if (context.tracked.size === 0) return;
  for (const current of descendants(node)) {
    if (!ts.isIdentifier(current)) continue;
    const symbol = variableAt(context.frame.project, current);
    if (symbol && context.tracked.has(symbol)) throw retryWithout(symbol, context);
  }
}

function retryWithout(symbol: ts.Symbol, context: Context): Retry {
  context.untracked.add(symbol);
  return new Retry();
}
