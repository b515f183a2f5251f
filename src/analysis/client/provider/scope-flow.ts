import { ts } from '../../../compiler.cjs';
import { descendants, isAssignment, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bodyOf, functionsAt } from '../../program/callees.ts';
import { throughConstants } from '../../program/constants.ts';
import { memberKey } from '../../program/declaration-at.ts';
import { onlyShows } from '../../program/only-shows.ts';
import { literalOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { isRejection } from '../../program/rejections.ts';

/** What runs for its effect: an assignment, a `delete`, a call. */
export type EffectNode = ts.BinaryExpression | ts.DeleteExpression | ts.CallExpression;

/** What a function may do where its parameter holds one value: the branches that this value decides are left out. */
export class ScopeFlow {
  readonly effects = new Set<EffectNode>();
  /** What ends it with an error that it does not catch itself. */
  readonly throws = new Set<ts.Node>();
  private readonly project: Project;
  private readonly parameter: ts.Symbol | undefined;
  private readonly value: string;
  private readonly depth: number;

  constructor(project: Project, parameter: ts.ParameterDeclaration | undefined, value: string, depth = 0) {
    this.depth = depth;
    this.project = project;
    this.parameter =
      parameter && ts.isIdentifier(parameter.name)
        ? project.checker.getSymbolAtLocation(parameter.name)
        : undefined;
    this.value = value;
  }

  /** @returns whether the end is never reached */
  run(statements: readonly ts.Statement[]): boolean {
    return statements.some((statement) => this.step(statement));
  }

  private step(node: ts.Statement): boolean {
    if (ts.isBlock(node)) return this.run(node.statements);
    if (ts.isIfStatement(node)) return this.choose(node);
    if (ts.isSwitchStatement(node)) return this.switched(node);
    if (ts.isTryStatement(node)) {
      const thrown = new Set(this.throws);
      const exits = this.run(node.tryBlock.statements);
      if (node.catchClause) for (const each of this.throws) if (!thrown.has(each)) this.throws.delete(each);
      if (node.catchClause) this.run(node.catchClause.block.statements);
      if (node.finallyBlock) this.run(node.finallyBlock.statements);
      return exits && !node.catchClause;
    }
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      if (node.expression) this.expression(node.expression);
      if (ts.isThrowStatement(node)) this.throws.add(node);
      return true;
    }
    if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return true;
    if (ts.isForOfStatement(node) && this.listed(node.expression)?.elements.length === 0) return false;
    ts.forEachChild(node, (child) => {
      if (ts.isStatement(child)) this.step(child);
      else this.expression(child);
    });
    return false;
  }

  private choose({ expression, thenStatement, elseStatement }: ts.IfStatement): boolean {
    this.expression(expression);
    const truth = this.truth(expression);
    const a = truth !== false && this.step(thenStatement);
    const b = truth !== true && elseStatement !== undefined && this.step(elseStatement);
    return truth === undefined ? a && b : a || b;
  }

  private switched({ expression, caseBlock: { clauses } }: ts.SwitchStatement): boolean {
    this.expression(expression);
    const value = this.textOf(expression);
    const isTrueSwitch = expression.kind === ts.SyntaxKind.TrueKeyword;
    if (value === undefined && !isTrueSwitch) {
      for (const { statements } of clauses) this.run(statements);
      return false;
    }
    const taken = clauses.findIndex(
      (clause) =>
        ts.isCaseClause(clause) &&
        (isTrueSwitch ? this.truth(clause.expression) : this.textOf(clause.expression) === value),
    );
    const from = taken < 0 ? clauses.findIndex(ts.isDefaultClause) : taken;
    if (from < 0) return false;
    for (const { statements } of clauses.slice(from)) {
      if (!this.run(statements)) continue;
      const last = lastOf(statements);
      return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
    }
    return false;
  }

  /** The effects in an expression, in the branches that may run. */
  private expression(node: ts.Node): void {
    if (isFunctionLike(node) && !isCalledAtOnce(node)) return;
    if (ts.isConditionalExpression(node)) {
      this.expression(node.condition);
      const truth = this.truth(node.condition);
      if (truth !== false) this.expression(node.whenTrue);
      if (truth !== true) this.expression(node.whenFalse);
      return;
    }
    if (ts.isBinaryExpression(node) && isLogical(node.operatorToken.kind)) {
      this.expression(node.left);
      const isOr = node.operatorToken.kind === ts.SyntaxKind.BarBarToken;
      if (this.truth(node.left) !== isOr) this.expression(node.right);
      return;
    }
    if (ts.isCallExpression(node) && this.calledByKey(node)) return;
    if (ts.isCallExpression(node) && this.mayRefuse(node)) this.throws.add(node);
    if (isEffectNode(node) && !(ts.isCallExpression(node) && onlyShows(this.project, node)))
      this.effects.add(node);
    ts.forEachChild(node, (child) =>
      ts.isStatement(child) ? void this.step(child) : this.expression(child),
    );
  }

  /** `assertNever(scope)`, `Promise.reject(…)`, `this.check(scope)` that throws. */
  private mayRefuse(call: ts.CallExpression): boolean {
    if (this.project.checker.getTypeAtLocation(call).flags & ts.TypeFlags.Never) return true;
    if (isRejection(this.project, call)) return true;
    const index = call.arguments.findIndex((each) => this.textOf(each) === this.value);
    if (index < 0 || this.depth > maxDepth) return false;
    return functionsAt(this.project, call.expression).some(({ body, parameters }) => {
      if (!body || !ts.isBlock(body)) return false;
      const inside = new ScopeFlow(this.project, parameters[index], this.value, this.depth + 1);
      inside.run(body.statements);
      return inside.throws.size > 0;
    });
  }

  /** `{ all: () => …, tokens: () => … }[scope]?.()`: the function of this value runs, or none. */
  private calledByKey({ expression, arguments: given }: ts.CallExpression): boolean {
    const entry = this.entryOf(unwrap(expression));
    if (entry === undefined) return false;
    for (const each of given) this.expression(each);
    const fn = entry && isFunctionLike(entry) ? entry : entry && bodyOf(this.project, entry);
    if (!fn?.body) return entry === null;
    if (ts.isBlock(fn.body)) this.run(fn.body.statements);
    else this.expression(fn.body);
    return true;
  }

  /** `table[scope]`: what the table has for this value; null where it has nothing. */
  private entryOf(node: ts.Expression): ts.Node | null | undefined {
    if (!ts.isElementAccessExpression(node) || this.textOf(node.argumentExpression) !== this.value)
      return undefined;
    const table = literalOf(this.project, node.expression);
    if (!table || table.properties.some((each) => memberKey(each.name) === undefined)) return undefined;
    const entry = table.properties.find(({ name }) => memberKey(name) === this.value);
    if (!entry) return null;
    return ts.isPropertyAssignment(entry) ? unwrap(entry.initializer) : entry;
  }

  /** The list that a loop goes through for this value, where it is written out. */
  private listed(expression: ts.Expression): ts.ArrayLiteralExpression | undefined {
    const node = unwrap(throughConstants(this.project, expression));
    if (ts.isArrayLiteralExpression(node)) return node;
    if (ts.isConditionalExpression(node)) {
      const truth = this.truth(node.condition);
      if (truth === undefined) return undefined;
      return this.listed(truth ? node.whenTrue : node.whenFalse);
    }
    const isDefault =
      ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
    const entry = this.entryOf(isDefault ? unwrap(node.left) : node);
    if (entry === null && isDefault) return this.listed(node.right);
    return entry && ts.isExpression(entry) ? this.listed(entry) : undefined;
  }

  /** Whether nothing but this value says which clause is taken. */
  decides({ expression }: ts.SwitchStatement): boolean {
    return this.textOf(expression) !== undefined || expression.kind === ts.SyntaxKind.TrueKeyword;
  }

  /** Whether a condition holds for this value; undefined where it does not decide. */
  truth(expression: ts.Expression): boolean | undefined {
    const node = unwrap(throughConstants(this.project, expression));
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      const inner = this.truth(node.operand);
      return inner === undefined ? undefined : !inner;
    }
    if (ts.isCallExpression(node)) return this.isListed(node);
    if (!ts.isBinaryExpression(node)) return undefined;
    const { kind } = node.operatorToken;
    if (isLogical(kind)) {
      const isOr = kind === ts.SyntaxKind.BarBarToken;
      const [a, b] = [this.truth(node.left), this.truth(node.right)];
      if (a === isOr || b === isOr) return isOr;
      return a === undefined || b === undefined ? undefined : !isOr;
    }
    const operator = node.operatorToken.getText();
    if (!/^[!=]==?$/.test(operator)) return undefined;
    const [left, right] = [this.textOf(node.left), this.textOf(node.right)];
    if (left === undefined || right === undefined) return undefined;
    return (left === right) === operator.startsWith('=');
  }

  /** `['all', 'client'].includes(scope)`, `new Set([…]).has(scope)` */
  private isListed({ expression, arguments: [first] }: ts.CallExpression): boolean | undefined {
    if (!ts.isPropertyAccessExpression(expression) || !first || this.textOf(first) !== this.value)
      return undefined;
    if (!/^(includes|has)$/.test(expression.name.text)) return undefined;
    let list = unwrap(throughConstants(this.project, expression.expression));
    if (ts.isNewExpression(list) && list.arguments?.[0]) list = unwrap(list.arguments[0]);
    if (!ts.isArrayLiteralExpression(list)) return undefined;
    const texts = list.elements.map((each) => this.textOf(each));
    if (texts.includes(this.value)) return true;
    return texts.includes(undefined) ? undefined : false;
  }

  private textOf(expression: ts.Expression): string | undefined {
    const node = unwrap(expression);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (!ts.isIdentifier(node)) return undefined;
    if (this.project.checker.getSymbolAtLocation(node) === this.parameter) return this.value;
    const constant = throughConstants(this.project, node);
    return constant === node ? undefined : this.textOf(constant);
  }
}

const maxDepth = 3;

const lastOf = (statements: readonly ts.Statement[]): ts.Statement | undefined => {
  const last = statements.at(-1);
  return last && ts.isBlock(last) ? lastOf(last.statements) : last;
};

const isLogical = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;

export const isEffectNode = (node: ts.Node): node is EffectNode =>
  ts.isCallExpression(node) ||
  ts.isDeleteExpression(node) ||
  (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind));

/** A callback may run: `store.update((data) => { … })`. */
const isCalledAtOnce = (node: ts.Node): boolean =>
  node.parent !== undefined && ts.isCallExpression(node.parent);

/** Everything that a function may do, whatever it is given. */
export const effectsIn = (node: ts.Node): EffectNode[] => [...descendants(node)].filter(isEffectNode);
