import { ts } from '../../../compiler.cjs';
import { codeText, isFunctionLike, memberName, ownDescendants, unwrap } from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { blockOf } from '../../program/statement-lists.ts';

/** What declares the variable or the member that an expression is; undefined for any other one, and without a type. */
export function slotOf(project: Project, use: ts.Expression): ts.Node | undefined {
  const symbol = ts.isIdentifier(use)
    ? referent(project, use)
    : ts.isPropertyAccessExpression(use)
      ? symbolOf(project, use.name)
      : undefined;
  return symbol?.valueDeclaration;
}

/**
 * Whether a code is there where it is used, because of what runs before on every way: a test of it, or a statement that assures it.
 * Which statements and comparisons do, and which undo it again, is told by the classes that extend this.
 */
export abstract class SureBefore {
  readonly #project: Project;
  protected readonly use: ts.Expression;
  /** What declares the variable or the member that is used. */
  protected readonly slot: ts.Node | undefined;

  constructor(project: Project, use: ts.Expression, slot: ts.Node | undefined) {
    this.#project = project;
    this.use = use;
    this.slot = slot;
  }

  isSure(): boolean {
    for (let node: ts.Node = this.use; node.parent && !this.isEnd(node); node = node.parent) {
      const { parent } = node;
      if (this.#isTestedIn(parent, node)) return true;
      const before = this.#before(parent, node);
      if (before !== undefined) return before;
      if (ts.isIterationStatement(parent, false) && this.spoils(parent)) return false;
    }
    return false;
  }

  /** What ran before this node says nothing of what is used within it. */
  protected isEnd(node: ts.Node): boolean {
    return isFunctionLike(node);
  }

  /** The code is there behind an expression that stands alone. */
  protected abstract assigns(expression: ts.Expression): boolean;

  /** Within the node, the code may go again. */
  protected abstract spoils(node: ts.Node): boolean;

  /** A comparison that is `truth` only where the code is there. */
  protected abstract compares(test: ts.BinaryExpression, truth: boolean): boolean;

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
      if (this.spoils(each)) return false;
    }
    return undefined;
  }

  /** True when the code is there behind the statement. */
  #assures(statement: ts.Statement): boolean {
    if (ts.isIfStatement(statement)) {
      const { expression, thenStatement, elseStatement } = statement;
      const otherwise = elseStatement ? this.#leaves(elseStatement) || this.#assures(elseStatement) : false;
      return (
        (this.#leaves(thenStatement) || this.#assures(thenStatement) || this.#tells(expression, true)) &&
        !this.spoils(thenStatement) &&
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
      const isCaught = !catchClause || this.#leaves(catchClause.block) || this.#assures(catchClause.block);
      return this.#assures(tryBlock) && isCaught && !(finallyBlock && this.spoils(finallyBlock));
    }
    return ts.isExpressionStatement(statement) && this.assigns(statement.expression);
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
      return this.compares(node, truth);
    }
    return truth && this.isIt(node);
  }

  /** The variable or field itself, reached in the same way. */
  protected isIt(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    const isSame = slotOf(this.#project, node) === this.slot;
    if (ts.isIdentifier(node)) return isSame && this.slot !== undefined;
    return isSame && memberName(node) !== undefined && codeText(node) === codeText(unwrap(this.use));
  }

  /** A statement that nothing behind it runs after. */
  #leaves(statement: ts.Statement): boolean {
    const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
    if (!last) return false;
    if (ts.isExpressionStatement(last))
      return (this.#project.checker.getTypeAtLocation(last.expression).flags & ts.TypeFlags.Never) !== 0;
    return (
      ts.isReturnStatement(last) ||
      ts.isThrowStatement(last) ||
      ts.isContinueStatement(last) ||
      ts.isBreakStatement(last)
    );
  }
}
