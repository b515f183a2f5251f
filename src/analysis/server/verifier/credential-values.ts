import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isAssignment, isFunctionLike, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { ownObject } from './own-object.ts';

/**
 * Which values of a function come from the credential that it gets: the token, what a lookup finds for it, its claims?
 * Asked about the conditions that guard a throw.
 * Gives the declarations of such values; a mention of one makes an expression depend on the credential.
 */
export class CredentialValues {
  private readonly names = new Set<string>();
  private readonly found = new Set<ts.Node>();
  readonly fn: FunctionLike;
  /** The positions of those parameters that hold what a lookup has found for it, and not the credential itself. */
  readonly storedAt: readonly number[];
  private readonly project: Project;
  /** True in a method of a result that was made for the credential. */
  private readonly hasThis: boolean;

  /** @param parameters the positions of the parameters that hold the credential */
  constructor(
    project: Project,
    fn: FunctionLike,
    parameters: readonly number[],
    storedAt: readonly number[] = [],
  ) {
    this.storedAt = storedAt;
    this.project = project;
    this.fn = fn;
    for (const index of parameters) {
      const last = fn.parameters.at(-1);
      const parameter = fn.parameters[index] ?? (last?.dotDotDotToken && last);
      if (parameter) this.add(parameter.name);
    }
    this.hasThis = parameters.includes(ownObject);
    if ((this.found.size > 0 || this.hasThis) && fn.body) this.spread(fn.body);
  }

  /** True for an expression with a mention of such a value. */
  has(node: ts.Node): boolean {
    if (this.hasThis && [...descendants(node)].some(({ kind }) => kind === ts.SyntaxKind.ThisKeyword))
      return true;
    return this.mentionsIn(node).next().done !== true;
  }

  /** The mentions in a node, with their declarations. */
  *mentionsIn(node: ts.Node): Generator<readonly [ts.Identifier, ts.Node]> {
    if (this.names.size === 0) return;
    for (const each of descendants(node)) {
      if (!ts.isIdentifier(each) || !this.names.has(each.text) || isMemberName(each)) continue;
      const declaration = declarationAt(this.project, each);
      if (declaration && this.found.has(declaration)) yield [each, declaration];
    }
  }

  private add(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) {
      this.names.add(name.text);
      this.found.add(name.parent);
      return;
    }
    for (const element of name.elements) if (ts.isBindingElement(element)) this.add(element.name);
  }

  /** Until nothing new is found: an assignment may stand before the declaration that it takes from. */
  private spread(body: ts.Node): void {
    for (let size = -1; size < this.found.size; ) {
      size = this.found.size;
      for (const node of descendants(body)) this.spreadTo(node);
    }
  }

  private spreadTo(node: ts.Node): void {
    if (ts.isVariableDeclaration(node)) {
      const list = node.parent.parent;
      const value = node.initializer ?? (ts.isForOfStatement(list) ? list.expression : undefined);
      if (value && this.has(value)) this.add(node.name);
    } else if (ts.isBinaryExpression(node)) {
      const target = unwrap(node.left);
      if (!isAssignment(node.operatorToken.kind) || !ts.isIdentifier(target) || !this.has(node.right)) return;
      const declaration = declarationAt(this.project, target);
      if (!declaration || this.found.has(declaration)) return;
      this.names.add(target.text);
      this.found.add(declaration);
    } else if (ts.isCallExpression(node)) this.spreadToCallbacks(node);
  }

  /** `verify(token, key, (error, claims) => …)`, `find(token).then((row) => …)`. */
  private spreadToCallbacks(call: ts.CallExpression): void {
    const callbacks = call.arguments.filter(
      (each): each is ts.ArrowFunction | ts.FunctionExpression =>
        ts.isArrowFunction(each) || ts.isFunctionExpression(each),
    );
    if (callbacks.length === 0) return;
    const others = [call.expression, ...call.arguments].filter((each) => !isFunctionLike(each));
    if (!others.some((each) => this.has(each))) return;
    for (const callback of callbacks) for (const { name } of callback.parameters) this.add(name);
  }
}

/** `token` of `stored.token` and of `{ token: value }` names a member. */
function isMemberName(name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isPropertyAssignment(parent) && parent.name === name)
  );
}
