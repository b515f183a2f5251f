import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction, isAssignment, references } from '../../program/ast.ts';
import type { Context } from './context.ts';
import { isDecision } from './decisions.ts';
import { learnAliases, learnVariable } from './learn-variable.ts';
import { mentionsError } from './render.ts';
import { variableAt } from './subject.ts';
import { constant } from './value.ts';

/** Learns the values of the constants in a declaration. */
export function bindVariables(node: ts.VariableStatement, context: Context): void {
  const { frame } = context;
  if (!(node.declarationList.flags & ts.NodeFlags.Const)) return;
  for (const { name, initializer } of node.declarationList.declarations) {
    if (initializer) learnAliases(name, initializer, frame);
    if (!initializer || !mentionsError(initializer, frame)) continue;
    learnVariable(name, frame.evaluate(initializer), frame);
    if (!ts.isIdentifier(name) || !isDecision(initializer, frame)) continue;
    const symbol = frame.project.checker.getSymbolAtLocation(name);
    if (symbol) frame.known.learnDecision(symbol);
  }
}

/**
 * Follows `let status = 502` through the assignments that are sure to run. Its reads fold, and neither the declaration
 * nor the assignments are written. False when the declaration must stay as it is.
 */
export function track(node: ts.VariableStatement, context: Context): boolean {
  if (!(node.declarationList.flags & ts.NodeFlags.Let)) return false;
  const [declaration, ...others] = node.declarationList.declarations;
  if (!declaration || others.length > 0 || !ts.isIdentifier(declaration.name)) return false;
  const symbol = context.frame.project.checker.getSymbolAtLocation(declaration.name);
  if (!symbol || !context.tracking.canFollow(symbol)) return false;
  const value = declaration.initializer
    ? context.frame.evaluate(declaration.initializer)
    : constant(undefined);
  if (value.kind !== 'const' || value.opaque) return false;
  const owner = enclosingFunction(node);
  const root = owner ?? node.getSourceFile();
  const uses = references(context.frame.project.checker, symbol, root);
  if (uses.some((use) => enclosingFunction(use) !== owner || isOddWrite(use))) return false;
  // A variable that is never assigned stays as it is: the error does not decide its value.
  if (!uses.some((use) => assignedBy(use) !== undefined)) return false;
  context.tracking.follow(symbol);
  context.frame.known.learn(symbol, value);
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

/** Learns the new value of a tracked variable; false for any other statement. */
export function assignTracked(node: ts.ExpressionStatement, context: Context): boolean {
  const { expression } = node;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return false;
  if (!ts.isIdentifier(expression.left)) return false;
  const symbol = variableAt(context.frame.project, expression.left);
  if (!symbol || !context.tracking.follows(symbol)) return false;
  const value = context.frame.evaluate(expression.right);
  if (value.kind !== 'const' || value.opaque) context.tracking.giveUp(symbol);
  context.frame.known.learn(symbol, value);
  return true;
}

/** After code that may or may not run, the value of a tracked variable is unknown. */
export function stopTracking(node: ts.Node, context: Context): void {
  if (context.tracking.isEmpty) return;
  for (const current of descendants(node)) {
    if (!ts.isIdentifier(current)) continue;
    const symbol = variableAt(context.frame.project, current);
    if (symbol && context.tracking.follows(symbol)) context.tracking.giveUp(symbol);
  }
}
