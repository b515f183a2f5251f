import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { onlyFunctionAt } from '../guards/own-functions.ts';
import { readersOfName } from '../guards/state-readers.ts';
import { unseenCalls } from '../guards/unseen-uses.ts';
import { type Call, calleesOf, isOfPlatform, isOfSdk } from './attempts.ts';
import { nameOf } from './function-name.ts';

/** Where a function is called as a value: through parameters, members of objects and what functions give back. */
export class FunctionFlow {
  readonly calls = new Set<ts.CallExpression>();
  /** Whether the SDK is given the function: it answers a request with what that throws. */
  isForSdk = false;
  /** Code that cannot be looked into, and that is given the function. */
  unknown: Call | undefined;
  /** Uses of it that cannot be looked at. */
  unseen: string | undefined;
  private readonly project: Project;
  private readonly seen = new Set<ts.Node>();

  constructor(project: Project) {
    this.project = project;
  }

  /** @param path the members that lead from the value to the function */
  follow(value: ts.Expression, path: readonly string[]): void {
    const node = wrapped(value);
    if (this.seen.has(node) || this.seen.size > 200) return;
    this.seen.add(node);
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.expression === node) {
      if (path.length === 0) this.calls.add(parent);
    } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.passed(parent, node, path);
    else if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      this.follow(parent.parent, [parent.name.getText(), ...path]);
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      if (path[0] === parent.name.text) this.follow(parent, path.slice(1));
    } else if (ts.isVariableDeclaration(parent) && parent.initializer === node) this.bound(parent.name, path);
    else if (ts.isPropertyDeclaration(parent)) this.named(parent.name, path);
    else if (ts.isReturnStatement(parent)) this.answered(enclosingFunction(parent), path);
    else if (ts.isArrowFunction(parent) && parent.body === node) this.answered(parent, path);
    else if (ts.isBinaryExpression(parent)) this.throughOperator(parent, node, path);
    else if (ts.isSpreadAssignment(parent)) this.follow(parent.parent, path);
    // A list holds it, and gives it back by a key, a pattern or a loop.
    else if (ts.isElementAccessExpression(parent) && parent.expression === node) this.follow(parent, path);
    else if (ts.isForOfStatement(parent) && parent.expression === node) this.each(parent, path);
    else if (isPassedOn(parent)) this.follow(parent, path);
  }

  private each({ initializer }: ts.ForOfStatement, path: readonly string[]): void {
    if (!ts.isVariableDeclarationList(initializer)) return;
    for (const { name } of initializer.declarations) this.bound(name, path);
  }

  private throughOperator(parent: ts.BinaryExpression, node: ts.Expression, path: readonly string[]): void {
    if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return this.follow(parent, path);
    const left = unwrap(parent.left);
    if (parent.right !== node) return;
    if (ts.isIdentifier(left)) this.named(left, path);
    else if (ts.isPropertyAccessExpression(left)) this.named(left.name, path);
  }

  private passed(call: Call, argument: ts.Expression, path: readonly string[]): void {
    const index = call.arguments?.indexOf(argument) ?? -1;
    if (index < 0) return;
    const targets = calleesOf(this.project, call);
    for (const { parameters } of targets) {
      const parameter = parameters[index];
      if (parameter) this.bound(parameter.name, path);
    }
    if (targets.length > 0) return;
    if (isOfSdk(this.project, call)) this.isForSdk = true;
    else if (!isOfPlatform(this.project, call)) this.unknown ??= call;
    // `list.find(isDenied)`: the result follows from the answers.
    else if (path.length === 0 && ts.isCallExpression(call)) this.calls.add(call);
    // `Object.freeze({ … })`
    else if (ts.isCallExpression(call)) this.follow(call, path);
  }

  private answered(owner: FunctionLike | undefined, path: readonly string[]): void {
    if (!owner) return;
    this.unseen ??= unseenCalls(this.project, owner);
    for (const call of bindingsOf(this.project).calls.get(owner)) this.follow(call, path);
    for (const use of valuesOf(this.project, owner)) {
      const flow = new FunctionFlow(this.project);
      if (this.seen.has(use)) continue;
      flow.follow(use, []);
      this.unknown ??= flow.unknown;
      this.unseen ??= flow.unseen;
      for (const call of flow.calls) this.follow(call, path);
    }
  }

  private bound(name: ts.BindingName, path: readonly string[]): void {
    if (ts.isIdentifier(name)) return this.named(name, path);
    if (ts.isArrayBindingPattern(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) this.bound(element.name, path);
      return;
    }
    for (const element of name.elements) {
      if (!ts.isBindingElement(element)) continue;
      if (element.dotDotDotToken) this.bound(element.name, path);
      else if ((element.propertyName ?? element.name).getText() === path[0])
        this.bound(element.name, path.slice(1));
    }
  }

  private named(name: ts.Node, path: readonly string[]): void {
    const { reads, unseen } = readersOfName(this.project, name);
    this.unseen ??= unseen;
    for (const read of reads) this.follow(read, path);
  }
}

/** An expression that has the value, or holds it. */
const isPassedOn = (node: ts.Node): node is ts.Expression =>
  ts.isConditionalExpression(node) ||
  ts.isAwaitExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isSpreadElement(node);

/** Where a function stands as a value: its own expression, and its name where it is not called. */
export function valuesOf(project: Project, owner: FunctionLike): ts.Expression[] {
  const own = ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) ? [wrapped(owner)] : [];
  const name = nameOf(owner);
  if (!name) return own;
  const named = project.userFiles.flatMap((file) =>
    mentionsIn(file, name).flatMap((use): ts.Expression[] => {
      if (!ts.isIdentifier(use)) return [];
      const read = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
      const { parent } = wrapped(read);
      if (ts.isCallExpression(parent) && unwrap(parent.expression) === read) return [];
      if ((parent as ts.NamedDeclaration).name === use && !ts.isShorthandPropertyAssignment(parent))
        return [];
      return onlyFunctionAt(project, read) === owner ? [read] : [];
    }),
  );
  return [...own, ...named];
}
