import { ts } from '../../../compiler.cjs';
import { bindingKey, enclosingFunction, type FunctionLike, references, wrapped } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { isLocal } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import type { Entered, EnteredCalls } from './entered-calls.ts';

export type Read = ts.PropertyAccessExpression | ts.BindingElement;

/** A read, and what was entered around it. */
interface ReadAt {
  readonly read: Read;
  readonly entered: Entered | undefined;
}

/**
 * Where a member of a record is read that a function gives back: `result.message` of `const result = await login()`, in whatever
 * union the record is.
 */
export function readsOfResult(
  project: Project,
  calls: EnteredCalls,
  record: ts.Expression,
  member: string,
  entered: Entered | undefined,
): Iterable<ReadAt> {
  const walk = new ResultWalk(project, calls, member);
  walk.value(record, entered);
  return walk.reads.values();
}

/** True where a record leaves the function that was entered as its result, and in no other way. */
export function isOnlyGivenBack(record: ts.Expression, entered: Entered | undefined): boolean {
  const value = wrapped(record);
  if (isEither(value.parent, value)) return isOnlyGivenBack(value.parent, entered);
  return entered !== undefined && functionReturning(value) === entered.fn;
}

function functionReturning(value: ts.Expression): FunctionLike | undefined {
  const { parent } = value;
  if (ts.isReturnStatement(parent)) return enclosingFunction(parent);
  return ts.isArrowFunction(parent) && parent.body === value ? parent : undefined;
}

class ResultWalk {
  readonly reads = new Map<Read, ReadAt>();
  readonly #project: Project;
  readonly #calls: EnteredCalls;
  readonly #member: string;
  readonly #seen = new Set<ts.Node>();

  constructor(project: Project, calls: EnteredCalls, member: string) {
    this.#project = project;
    this.#calls = calls;
    this.#member = member;
  }

  value(node: ts.Expression, entered: Entered | undefined): void {
    const outer = wrapped(node);
    const { parent } = outer;
    if (this.#seen.has(outer) || this.#seen.size > 200) return;
    this.#seen.add(outer);
    const returning = functionReturning(outer);
    if (returning) return this.#returned(returning, entered);
    if (ts.isVariableDeclaration(parent) && parent.initializer === outer)
      return this.#name(parent.name, entered);
    if (ts.isPropertyAccessExpression(parent)) {
      if (parent.name.text === this.#member) this.reads.set(parent, { read: parent, entered });
    } else if (ts.isCallExpression(parent)) this.#argument(outer, parent, entered);
    else if (ts.isAwaitExpression(parent) || isEither(parent, outer)) this.value(parent, entered);
  }

  #returned(fn: FunctionLike, entered: Entered | undefined): void {
    if (entered?.fn !== fn) this.#askForCallers(fn);
    for (const result of this.#calls.resultsOf(fn, entered)) this.value(result.call, result.entered);
  }

  #askForCallers(fn: FunctionLike): void {
    const named = ts.isVariableDeclaration(fn.parent) ? fn.parent : fn;
    const { name } = named as ts.NamedDeclaration;
    if (name && ts.isIdentifier(name) && !isLocal(name)) this.#project.ask(name.text, named);
  }

  #name(name: ts.BindingName, entered: Entered | undefined): void {
    if (ts.isObjectBindingPattern(name)) {
      for (const read of name.elements)
        if (bindingKey(read) === this.#member) this.reads.set(read, { read, entered });
      return;
    }
    const symbol = ts.isIdentifier(name) ? this.#project.checker.getSymbolAtLocation(name) : undefined;
    const scope = enclosingFunction(name.parent) ?? name.getSourceFile();
    for (const each of symbol ? references(this.#project.checker, symbol, scope) : [])
      if (each !== name) this.value(each, entered);
  }

  #argument(node: ts.Expression, call: ts.CallExpression, outer: Entered | undefined): void {
    const fn = functionAt(this.#project, call.expression);
    const parameter = fn?.parameters[call.arguments.indexOf(node)];
    const entered = fn && this.#calls.enter(call, fn, outer);
    if (parameter && entered) this.#name(parameter.name, entered);
  }
}

/** `failed ? { ok: false, … } : { ok: true }`, `result ?? …`: the value is one of several. */
function isEither(node: ts.Node, value: ts.Expression): node is ts.Expression {
  if (ts.isConditionalExpression(node)) return node.condition !== value;
  return ts.isBinaryExpression(node) && /^(\?\?|\|\||&&)$/.test(node.operatorToken.getText());
}
