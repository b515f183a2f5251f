import { ts } from '../../../compiler.cjs';
import { bindingKey, enclosingFunction, type FunctionLike, references, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { isLocal } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';

type Read = ts.PropertyAccessExpression | ts.BindingElement;

/**
 * Where a member of a record is read that a function gives back: `result.message` of `const result = await login()`, in whatever
 * union the record is.
 */
export function readsOfResult(project: Project, record: ts.Expression, member: string): readonly Read[] {
  const walk = new ResultWalk(project, member);
  walk.value(record);
  return [...walk.reads];
}

class ResultWalk {
  readonly reads = new Set<Read>();
  readonly #project: Project;
  readonly #member: string;
  readonly #seen = new Set<ts.Node>();

  constructor(project: Project, member: string) {
    this.#project = project;
    this.#member = member;
  }

  value(node: ts.Expression): void {
    const outer = wrapped(node);
    const { parent } = outer;
    if (this.#seen.has(outer) || this.#seen.size > 200) return;
    this.#seen.add(outer);
    if (ts.isReturnStatement(parent)) return this.#returned(enclosingFunction(parent));
    if (ts.isArrowFunction(parent) && parent.body === outer) return this.#returned(parent);
    if (ts.isVariableDeclaration(parent) && parent.initializer === outer) return this.#name(parent.name);
    if (ts.isPropertyAccessExpression(parent)) {
      if (parent.name.text === this.#member) this.reads.add(parent);
    } else if (ts.isCallExpression(parent)) this.#argument(outer, parent);
    else if (ts.isAwaitExpression(parent) || isEither(parent, outer)) this.value(parent);
  }

  #returned(fn: FunctionLike | undefined): void {
    if (!fn) return;
    const named = ts.isVariableDeclaration(fn.parent) ? fn.parent : fn;
    const { name } = named as ts.NamedDeclaration;
    if (name && ts.isIdentifier(name) && !isLocal(name)) this.#project.ask(name.text, named);
    for (const call of bindingsOf(this.#project).calls.get(fn)) this.value(call);
  }

  #name(name: ts.BindingName): void {
    if (ts.isObjectBindingPattern(name)) {
      for (const each of name.elements) if (bindingKey(each) === this.#member) this.reads.add(each);
      return;
    }
    const symbol = ts.isIdentifier(name) ? this.#project.checker.getSymbolAtLocation(name) : undefined;
    const scope = enclosingFunction(name.parent) ?? name.getSourceFile();
    for (const each of symbol ? references(this.#project.checker, symbol, scope) : [])
      if (each !== name) this.value(each);
  }

  #argument(node: ts.Expression, call: ts.CallExpression): void {
    const parameter = functionAt(this.#project, call.expression)?.parameters[call.arguments.indexOf(node)];
    if (parameter) this.#name(parameter.name);
  }
}

/** `failed ? { ok: false, … } : { ok: true }`, `result ?? …`: the value is one of several. */
function isEither(node: ts.Node, value: ts.Expression): node is ts.Expression {
  if (ts.isConditionalExpression(node)) return node.condition !== value;
  return ts.isBinaryExpression(node) && /^(\?\?|\|\||&&)$/.test(node.operatorToken.getText());
}
