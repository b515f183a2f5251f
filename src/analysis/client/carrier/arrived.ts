import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  isFunctionLike,
  memberName,
  ownDescendants,
  unwrap,
} from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { blockOf } from '../../program/statement-lists.ts';
import { assignedValue } from './assigned-value.ts';
import { isAssignmentPattern, targetAt } from './assignment-patterns.ts';
import { isEmptyText } from './empty-yet.ts';
import type { Lift } from './lift.ts';

/**
 * True where the code has arrived in a variable or field that begins empty: it was tested on every way to this use, or assigned.
 * What another function empties again may be empty anywhere.
 */
export function hasArrived(lift: Lift, use: ts.Expression, slot: ts.Node): boolean {
  return new Arrival(lift, use, slot).isSure();
}

class Arrival {
  readonly #lift: Lift;
  readonly #use: ts.Expression;
  readonly #slot: ts.Node;

  constructor(lift: Lift, use: ts.Expression, slot: ts.Node) {
    this.#lift = lift;
    this.#use = use;
    this.#slot = slot;
  }

  isSure(): boolean {
    const own = enclosingFunction(this.#use);
    const values = this.#lift.emptyYet.valuesOf(this.#slot);
    const isOwn = (value: ts.Node) => enclosingFunction(value) === own;
    if (values.some((value) => value.parent !== this.#slot && !isOwn(value))) return false;
    for (let node: ts.Node = this.#use; !isFunctionLike(node) && node.parent; node = node.parent) {
      const { parent } = node;
      if (this.#isTestedIn(parent, node)) return true;
      const before = this.#before(parent, node);
      if (before !== undefined) return before;
      if (ts.isIterationStatement(parent, false) && this.#empties(parent)) return false;
    }
    return false;
  }

  /** The node is what runs when a test of its parent has found the code. */
  #isTestedIn(parent: ts.Node, node: ts.Node): boolean {
    if (ts.isIfStatement(parent))
      return (
        (node === parent.thenStatement && this.#tells(parent.expression, true)) ||
        (node === parent.elseStatement && this.#tells(parent.expression, false))
      );
    if (ts.isConditionalExpression(parent))
      return (
        (node === parent.whenTrue && this.#tells(parent.condition, true)) ||
        (node === parent.whenFalse && this.#tells(parent.condition, false))
      );
    if (ts.isWhileStatement(parent)) return node === parent.statement && this.#tells(parent.expression, true);
    if (!ts.isBinaryExpression(parent) || node !== parent.right) return false;
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return this.#tells(parent.left, true);
    return kind === ts.SyntaxKind.BarBarToken && this.#tells(parent.left, false);
  }

  /** What the statements before say: true where one leaves unless the code is there, false where one empties the variable. */
  #before(parent: ts.Node, node: ts.Node): boolean | undefined {
    const list = blockOf(node);
    if (list?.block !== parent) return undefined;
    return this.#afterAll(list.block.statements.slice(0, list.index));
  }

  #afterAll(statements: readonly ts.Statement[]): boolean | undefined {
    for (const each of [...statements].reverse()) {
      if (this.#assures(each)) return true;
      if (this.#empties(each)) return false;
    }
    return undefined;
  }

  /** True when the code is there behind the statement. */
  #assures(statement: ts.Statement): boolean {
    if (ts.isIfStatement(statement)) {
      const { expression, thenStatement, elseStatement } = statement;
      const otherwise = elseStatement ? leaves(elseStatement) || this.#assures(elseStatement) : false;
      return (
        (leaves(thenStatement) || this.#assures(thenStatement) || this.#tells(expression, true)) &&
        !this.#empties(thenStatement) &&
        (otherwise || (!elseStatement && this.#tells(expression, false)))
      );
    }
    if (ts.isWhileStatement(statement))
      return (
        this.#tells(statement.expression, false) && ![...ownDescendants(statement)].some(ts.isBreakStatement)
      );
    if (ts.isBlock(statement)) return this.#afterAll(statement.statements) === true;
    if (ts.isTryStatement(statement)) {
      const { tryBlock, catchClause, finallyBlock } = statement;
      const isCaught = !catchClause || leaves(catchClause.block) || this.#assures(catchClause.block);
      return this.#assures(tryBlock) && isCaught && !(finallyBlock && this.#empties(finallyBlock));
    }
    return ts.isExpressionStatement(statement) && this.#assigns(statement.expression);
  }

  /** `code = await wait()`, whatever it gives: nothing empty is written. */
  #assigns(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
    const left = unwrap(node.left);
    if (!isAssignmentPattern(left)) return this.#isIt(left) && !isEmptyText(node.right);
    return [...descendants(left)].some(
      (each) => ts.isExpression(each) && this.#isIt(each) && targetAt(each)?.initializer === undefined,
    );
  }

  #empties(node: ts.Node): boolean {
    return [...descendants(node)].some((each) => {
      const value = ts.isExpression(each) && this.#isIt(each) ? assignedValue(each) : undefined;
      return value !== undefined && isEmptyText(value);
    });
  }

  /** True when the condition is `truth` only where the code is there. */
  #tells(condition: ts.Expression, truth: boolean): boolean {
    const node = unwrap(condition);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      return this.#tells(node.operand, !truth);
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const isBoth = kind === (truth ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken);
      if (isBoth) return this.#tells(node.left, truth) || this.#tells(node.right, truth);
      const told = emptyComparison(node);
      return told !== undefined && this.#isIt(node.left) && (told === 'equal') !== truth;
    }
    return truth && this.#isIt(node);
  }

  /** The variable or field itself, reached in the same way. */
  #isIt(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return referent(this.#lift.project, node)?.valueDeclaration === this.#slot;
    if (memberName(node) === undefined || codeText(node) !== codeText(this.#use)) return false;
    return (
      symbolOf(this.#lift.project, (node as ts.PropertyAccessExpression).name)?.valueDeclaration ===
      this.#slot
    );
  }
}

/** `code === ''` and `code !== ''`. */
export function emptyComparison({
  operatorToken,
  right,
}: ts.BinaryExpression): 'equal' | 'different' | undefined {
  if (!isEmptyText(right)) return undefined;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return 'equal';
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return 'different';
    default:
      return undefined;
  }
}

/** A statement that nothing behind it runs after. */
function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) ||
      ts.isThrowStatement(last) ||
      ts.isContinueStatement(last) ||
      ts.isBreakStatement(last))
  );
}
