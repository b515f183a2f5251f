import { ts } from '../../../compiler.cjs';
import { descendants, isFunctionLike, ownDescendants, unwrap, wrapped } from '../../program/ast.ts';
import type { ContextRead } from './context-reads.ts';

/**
 * Does code take a member of `authInfo` without asking whether there is one?
 * Asked of each read: such code throws for a caller without `authInfo`, and has to go on doing so.
 * False behind `?.`, and where a condition around it or one before that ends asks for the same expression.
 */
export function isUnguarded(node: ContextRead['node']): boolean {
  if (ts.isBindingElement(node) || ts.isObjectLiteralElement(node)) return false;
  const outer = wrapped(node);
  const { parent } = outer;
  const isTaken =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === outer &&
    !parent.questionDotToken;
  return isTaken && !isGuarded(node);
}

/** True where a read is only reached with a value. */
export function isGuarded(read: ContextRead['node']): boolean {
  const text = textOf(read);
  for (let node: ts.Node = read; node.parent && !isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isBinaryExpression(parent) && parent.right === node) {
      const { kind } = parent.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken && holds(parent.left, text)) return true;
      if (kind === ts.SyntaxKind.BarBarToken && lacks(parent.left, text)) return true;
    }
    if (ts.isIfStatement(parent) && parent.thenStatement === node && holds(parent.expression, text))
      return true;
    if (ts.isIfStatement(parent) && parent.elseStatement === node && lacks(parent.expression, text))
      return true;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === node && holds(parent.condition, text))
      return true;
    if (ts.isConditionalExpression(parent) && parent.whenFalse === node && lacks(parent.condition, text))
      return true;
    if (ts.isBlock(parent) && parent.statements.some((each) => each.end <= node.pos && ends(each, text)))
      return true;
  }
  return false;
}

/** True for a condition that holds only where the expression has a value. */
function holds(condition: ts.Expression, text: string): boolean {
  const node = unwrap(condition);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return holds(node.left, text) || holds(node.right, text);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return lacks(node.operand, text);
  return isIt(node, text);
}

/** True for a condition that holds wherever the expression has none: `!x.authInfo || …`. */
function lacks(condition: ts.Expression, text: string): boolean {
  const node = unwrap(condition);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return lacks(node.left, text) || lacks(node.right, text);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return holds(node.operand, text);
  return false;
}

/** The expression, or a chain that is undefined with it: `x.authInfo?.scopes`. */
function isIt(node: ts.Expression, text: string): boolean {
  if (textOf(node) === text) return true;
  return (
    ts.isOptionalChain(node) && [...descendants(node)].some((each) => each !== node && textOf(each) === text)
  );
}

/** `extra?.authInfo` is `extra.authInfo` wherever that has a value. */
const textOf = (node: ts.Node): string => node.getText().replaceAll('?.', '.');

/** `if (!x.authInfo) throw …` */
function ends(statement: ts.Statement, text: string): boolean {
  return (
    ts.isIfStatement(statement) &&
    lacks(statement.expression, text) &&
    [statement.thenStatement, ...ownDescendants(statement.thenStatement)].some(
      (each) => ts.isThrowStatement(each) || ts.isReturnStatement(each),
    )
  );
}
