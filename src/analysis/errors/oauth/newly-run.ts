import { ts } from '../../../compiler.cjs';
import {
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  isFunctionLike,
  isWithin,
  ownDescendants,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { calleesOf } from '../branch/attempts.ts';
import { callersOf } from '../branch/callers.ts';
import { isDeclaration } from '../status/error-sources.ts';
import type { DeadTest } from './candidate.ts';
import { askedFor, type CodeRead } from './code-members.ts';

/** Whether a value is true where the test passes; undefined where that is not clear. */
type Sense = boolean | undefined;

/** What newly runs where a test passes for an OAuthError of the client: for a read of a code, where it has one. */
export function newlyRun(
  { project, node, kind, value, isNegative, handler }: DeadTest,
  reads: readonly CodeRead[],
): NewlyRun | undefined {
  if (isDeclaration(value)) return undefined;
  const run = new NewlyRun(project, value);
  const { symbol, text } = handler?.subject ?? {};
  if (symbol?.valueDeclaration) run.sources.set(symbol.valueDeclaration, text!.split('.').slice(1));
  if (kind !== 'member') run.follow(node as ts.Expression, !isNegative);
  else {
    for (const asked of askedFor(project, reads, handler)) run.follow(asked, true);
    for (const read of reads) if (!ts.isBindingElement(read)) followCode(run, read);
  }
  return run;
}

/** `error.errorCode === 'invalid_grant'` */
function followCode(run: NewlyRun, read: ts.Expression): void {
  const { parent } = wrapped(read);
  const isText =
    ts.isBinaryExpression(parent) &&
    [parent.left, parent.right].some((each) => ts.isStringLiteralLike(unwrap(each)));
  const operator = isText ? parent.operatorToken.getText() : '';
  if (isText && /^[=!]==?$/.test(operator)) run.follow(parent, operator.startsWith('='));
  else run.follow(read, undefined);
}

/**
 * What may run for an error only because it passes a test: branches of conditions, the code behind what leaves, and the same at
 * the callers of a function that answers with it. Nothing is evaluated, so it is rather too much than too little.
 */
export class NewlyRun {
  /** What holds the error: variables, parameters, fields, each with the members that lead to the error. */
  readonly sources = new Map<ts.Declaration, readonly string[]>();
  private readonly parts: { readonly root: ts.Node; readonly from: number; readonly isSure: boolean }[] = [];
  /** Each value that was followed, and with which sense: with both, it counts as not clear. */
  private readonly seen = new Map<ts.Node, Sense>();
  private readonly entered = new Set<ts.Node>();
  private readonly project: Project;

  constructor(project: Project, value: ts.Expression) {
    this.project = project;
    this.hold(value);
  }

  /** Whether a node is part of it. */
  has(node: ts.Node): boolean {
    return this.parts.some(({ root, from }) => node.pos >= from && isWithin(node, root));
  }

  /** Whether a node surely runs only where the test passes. */
  needs(node: ts.Node): boolean {
    return this.parts.some(({ root, from, isSure }) => isSure && node.pos >= from && isWithin(node, root));
  }

  /** Whether a value is a name that holds the error. */
  holds(value: ts.Expression): boolean {
    const root = declarationAt(this.project, unwrap(value));
    return root !== undefined && this.sources.has(root);
  }

  hold(value: ts.Expression): void {
    const path: string[] = [];
    let node = unwrap(value);
    while (ts.isPropertyAccessExpression(node) && node.expression.kind !== ts.SyntaxKind.ThisKeyword) {
      path.unshift(node.name.text);
      node = unwrap(node.expression);
    }
    const root = declarationAt(this.project, node);
    if (root) this.sources.set(root, path);
  }

  follow(part: ts.Expression, given: Sense): void {
    const node = wrapped(part);
    if (this.isKnown(node, given)) return;
    const sense = this.seen.get(node);
    const { parent } = node;
    if (ts.isPrefixUnaryExpression(parent)) this.follow(parent, sense === undefined ? sense : !sense);
    else if (ts.isBinaryExpression(parent)) this.operator(parent, node, sense);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition === node) this.branch(parent.whenTrue, parent.whenFalse, sense);
      this.follow(parent, parent.condition === node ? undefined : sense);
    } else if (ts.isIfStatement(parent)) this.statement(parent, sense);
    else if (ts.isReturnStatement(parent) || isFunctionLike(parent)) this.answered(node, sense);
    else if (ts.isVariableDeclaration(parent))
      this.named(parent.name, isConstant(parent) ? sense : undefined);
    else if (ts.isStatement(parent) || ts.isCaseClause(parent)) this.loop(node);
    else this.follow(ts.findAncestor(parent, ts.isExpression) ?? node, undefined);
  }

  private isKnown(node: ts.Node, sense: Sense): boolean {
    const isSeen = this.seen.has(node);
    const known = this.seen.get(node);
    if (isSeen && (known === undefined || known === sense)) return true;
    this.seen.set(node, isSeen ? undefined : sense);
    return false;
  }

  private operator(parent: ts.BinaryExpression, node: ts.Expression, sense: Sense): void {
    const { kind } = parent.operatorToken;
    if (isAssignment(kind) && parent.right === node) {
      this.behind(parent);
      return this.named(parent.left, undefined);
    }
    const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd || kind === ts.SyntaxKind.BarBarToken) {
      if (parent.left === node && sense !== !isAnd)
        this.add(parent.right, parent.right.pos, sense !== undefined);
      return this.follow(parent, sense);
    }
    this.follow(parent, undefined);
  }

  private branch(whenTrue: ts.Node, whenFalse: ts.Node | undefined, sense: Sense): void {
    const isSure = sense !== undefined;
    if (sense !== false) this.add(whenTrue, whenTrue.pos, isSure);
    if (sense !== true && whenFalse) this.add(whenFalse, whenFalse.pos, isSure);
  }

  private statement(node: ts.IfStatement, sense: Sense): void {
    const { thenStatement, elseStatement } = node;
    this.branch(thenStatement, elseStatement, sense);
    if (![thenStatement, elseStatement].some(mayLeave)) return;
    if ((sense !== true && mayLeave(thenStatement)) || (sense !== false && mayLeave(elseStatement)))
      this.behind(node, sense !== undefined);
    this.answered(node.expression, undefined);
  }

  /** A loop or `switch` that depends on it. */
  private loop(node: ts.Node): void {
    const statement = ts.findAncestor(node, (each) => ts.isStatement(each) && !ts.isBlock(each))!;
    if (ts.isExpressionStatement(statement) || ts.isThrowStatement(statement)) return;
    this.add(statement);
    this.behind(statement);
    this.answered(node, undefined);
  }

  /** The answer of the function around it depends on it. The callers of one that does not get the error have none. */
  private answered(node: ts.Node, sense: Sense): void {
    const owner = enclosingFunction(node);
    if (!owner?.body || [...this.sources.keys()].every((each) => isWithin(each, owner.body!))) return;
    if (this.isKnown(owner, sense)) return;
    const isValue = ts.isReturnStatement(wrapped(node as ts.Expression).parent) || node === owner.body;
    for (const call of callersOf(this.project, owner).calls) {
      for (const [index, each] of owner.parameters.entries())
        if ([...this.sources.keys()].some((source) => isWithin(source, each)) && call.arguments[index])
          this.hold(call.arguments[index]);
      this.follow(call, isValue ? this.seen.get(owner) : undefined);
      if ([...ownDescendants(owner.body)].some(ts.isThrowStatement)) this.behind(call);
    }
    // `errors.some((error) => …)`
    const given = wrapped(owner as ts.Expression).parent;
    if (ts.isCallExpression(given)) this.follow(given, undefined);
  }

  /** The names that are given the value. */
  private named(name: ts.Node, sense: Sense): void {
    if (!ts.isIdentifier(name)) return ts.forEachChild(name, (each) => this.named(each, undefined));
    const symbol = this.project.checker.getSymbolAtLocation(name);
    const scope = enclosingFunction(symbol?.valueDeclaration ?? name) ?? name.getSourceFile();
    for (const use of symbol ? references(this.project.checker, symbol, scope) : [])
      if (use !== name && !ts.isBindingElement(use.parent)) this.follow(use, sense);
  }

  private behind(node: ts.Node, isSure = false): void {
    this.add(enclosingFunction(node) ?? node.getSourceFile(), node.end, isSure);
  }

  private add(root: ts.Node, from = root.pos, isSure = false): void {
    this.parts.push({ root, from, isSure });
    const isShared = [...this.sources.keys()].some(
      (each) => !ts.isParameter(each) && !enclosingFunction(each),
    );
    for (const node of ownDescendants(root)) {
      if (node.pos < from) continue;
      if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) && ts.isIdentifier(node.left))
        this.named(node.left, undefined);
      // What is called there reads a field, or a variable of the module, by itself.
      if (isShared && ts.isCallExpression(node))
        for (const { body } of calleesOf(this.project, node)) this.enter(body);
    }
  }

  private enter(body: FunctionLike['body']): void {
    if (!body || this.entered.has(body)) return;
    this.entered.add(body);
    this.add(body);
  }
}

const isConstant = ({ parent }: ts.VariableDeclaration): boolean => (parent.flags & ts.NodeFlags.Const) !== 0;

const mayLeave = (node: ts.Node | undefined): boolean =>
  node !== undefined &&
  [...ownDescendants(node)].some(
    (each) => ts.isReturnStatement(each) || ts.isThrowStatement(each) || ts.isBreakOrContinueStatement(each),
  );
