import { ts } from '../../../compiler.cjs';
import type { Step } from '../../../model/fix.ts';
import { bindingKey, type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Argument } from '../../program/passed-arguments.ts';
import { implementers } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { isPublic } from '../../program/published.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { callersOf } from '../branch/callers.ts';
import { isOnErrorCallback } from '../branch/out-of-reach.ts';
import { raisingCode } from '../guards/untyped.ts';
import { passedTo, standsAt } from './given-back.ts';
import { entryOf, madeOf, type Place, placesOf } from './list-entries.ts';
import { settledInto, takesReason } from './settled-results.ts';

/** One place where the errors come from that a value may be. */
export interface ErrorSource {
  /** Code that is tried, the `onerror` that reports them, or an expression that makes one. */
  readonly kind: 'tried' | 'reported' | 'made';
  readonly node: ts.Node;
  /** From there to the value. */
  readonly steps: readonly Step[];
  /** The calls that pass it on. */
  readonly passed: readonly Argument[];
}

/** Where the errors come from that a value may be. */
export interface ErrorSources {
  readonly found: readonly ErrorSource[];
  /** Where others may come from, in words: undefined where all are known. Only looked for on demand. */
  readonly unseen: string | undefined;
}

/** An error: an expression, or a `catch` or parameter whose pattern takes it apart. */
export type ErrorValue = ts.Expression | ts.VariableDeclaration | ts.ParameterDeclaration;

export const isDeclaration = (value: ErrorValue): value is ts.VariableDeclaration | ts.ParameterDeclaration =>
  ts.isVariableDeclaration(value) || ts.isParameter(value);

/** What a pattern takes apart: `{ code } = error`, `catch ({ code })`, `({ code }) => …`. */
export function takenApart({ parent: { parent: declaration } }: ts.BindingElement): ErrorValue | undefined {
  if (ts.isParameter(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  return declaration.initializer ?? (ts.isCatchClause(declaration.parent) ? declaration : undefined);
}

interface Trail {
  readonly steps: readonly Step[];
  readonly passed: readonly Argument[];
  readonly depth: number;
}

const maxDepth = 8;

/**
 * Follows a value back to the code that raises it: through variables, fields, records, parameters, callbacks and files.
 *
 * @param isComplete asks also for callers and writers that cannot be seen, which costs a search
 */
export function errorSources(project: Project, value: ErrorValue, isComplete = false): ErrorSources {
  const walk = new Walk(project, isComplete);
  const trail = { steps: [], passed: [], depth: 0 };
  if (isDeclaration(value)) walk.ofVariable(value, trail);
  else walk.value(value, trail);
  return { found: walk.found, unseen: walk.unseen };
}

class Walk {
  readonly found: ErrorSource[] = [];
  unseen: string | undefined;
  private readonly project: Project;
  private readonly isComplete: boolean;
  private readonly seen = new Set<ts.Node>();

  constructor(project: Project, isComplete: boolean) {
    this.project = project;
    this.isComplete = isComplete;
  }

  value(expression: ts.Expression, trail: Trail): void {
    const node = unwrap(expression);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const next = { ...trail, depth: trail.depth + 1 };
    if (next.depth > maxDepth) return this.lost(node);
    if (ts.isNewExpression(node)) return this.add('made', node, trail);
    if (ts.isCallExpression(node) && this.caughtInChain(node, next)) return;
    if (ts.isPropertyAccessExpression(node) && takesReason(this.project, node))
      return this.settled(node.expression, next);
    const place = entryOf(this.project, node);
    if (place) return this.elements(place, next);
    const root = isNamed(node) ? declarationAt(this.project, node) : undefined;
    if (root && this.ofVariable(root, next)) return;
    const values = [
      ...valuesBehind(this.project, node),
      ...(ts.isPropertyAccessExpression(node)
        ? this.ofMember(declarationSymbol(this.project, node.name))
        : []),
    ];
    for (const each of values) this.value(each, next);
    if (values.length === 0 && !isPlain(node)) this.lost(node);
  }

  /** @returns whether the walk goes on from the declaration, not from the values that a variable is given */
  ofVariable(root: ts.Declaration, trail: Trail): boolean {
    const raising = raisingCode(root);
    if (raising) {
      this.add('tried', raising, { ...trail, steps: [caught(root), ...trail.steps] });
      return true;
    }
    if (ts.isParameter(root) && isFunctionLike(root.parent)) {
      if (!this.seen.has(root)) this.parameter(root, root.parent, trail);
      this.seen.add(root);
      return true;
    }
    if (ts.isBindingElement(root)) {
      this.taken(root, trail);
      return true;
    }
    const places = placesOf(this.project, root);
    for (const place of places) this.elements(place, trail);
    return places.length > 0;
  }

  private parameter(root: ts.ParameterDeclaration, owner: FunctionLike, trail: Trail): void {
    if (isOnErrorCallback(this.project, owner)) {
      const target = (owner.parent as ts.BinaryExpression).left;
      const step = { node: target, message: 'the client or transport reports its errors here' };
      return this.add('reported', target, { ...trail, steps: [step, ...trail.steps] });
    }
    const index = owner.parameters.indexOf(root);
    if (index === 0) {
      for (const use of standsAt(this.project, owner)) {
        const promise = rejectedInto(use);
        if (promise) this.tried(promise, use, trail);
      }
    }
    for (const place of placesOf(this.project, root)) this.elements(place, trail);
    for (const argument of passedTo(this.project, owner, index)) {
      const step = { node: argument.at, message: 'the error is passed on here' };
      const passed = [argument, ...trail.passed];
      this.value(argument.node, { ...trail, passed, steps: [step, ...trail.steps] });
    }
    if (root.initializer) this.value(root.initializer, trail);
    if (!this.isComplete) return;
    const { unknown, unseen, name } = callersOf(this.project, owner);
    if (unknown !== undefined || unseen !== undefined)
      this.unseen ??= unseen ?? `Others may call \`${name}\`.`;
  }

  /** `const { error } = result`, `const [error] = errors` */
  private taken(element: ts.BindingElement, trail: Trail): void {
    const { checker } = this.project;
    const places = placesOf(this.project, element);
    for (const place of places) this.elements(place, trail);
    if (places.length > 0) return;
    if (takesReason(this.project, element)) {
      const result = takenApart(element);
      return result ? this.settled(result, trail) : this.lost(element);
    }
    const key = bindingKey(element);
    const type = checker.getTypeAtLocation(element.parent);
    const member = key === undefined ? undefined : checker.getPropertyOfType(type, key);
    const values = this.ofMember(member);
    for (const each of values) this.value(each, trail);
    if (values.length === 0) this.lost(element);
  }

  /** `error` of the records and fields that a member is declared for. */
  private ofMember(symbol: ts.Symbol | undefined): readonly ts.Expression[] {
    if (!symbol) return [];
    const declared = symbol.declarations ?? [];
    if (this.isComplete && declared.some((each) => isPublic(this.project, each)))
      this.unseen ??= `Others may set \`${symbol.name}\`.`;
    const all = new Set([...declared, ...implementers(this.project, symbol)]);
    return [...all].flatMap((each): readonly ts.Expression[] => {
      const assigned = [...bindingsOf(this.project).assigned.get(each)];
      if (ts.isShorthandPropertyAssignment(each)) return [each.name];
      if (ts.isPropertyAssignment(each) || ts.isPropertyDeclaration(each))
        return each.initializer ? [each.initializer, ...assigned] : assigned;
      return assigned;
    });
  }

  /** `for (const error of errors)`, `errors.some((error) => …)`, `causesOf(error).some(…)`, `errors[0]` */
  private elements(place: Place, trail: Trail): void {
    const node = unwrap(place.list);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const { entries, lists } = madeOf(this.project, place);
    for (const each of entries) this.value(each, trail);
    for (const each of lists) this.elements(each, trail);
    if (entries.length + lists.length === 0 && !isEmptyList(node)) this.lost(node);
  }

  /** `result.reason`: why a promise of `Promise.allSettled([…])` was rejected. */
  private settled(result: ErrorValue, trail: Trail): void {
    const all = settledInto(this.project, result);
    for (const { promise, call } of all) this.tried(promise, call, trail);
    if (all.length === 0) this.lost(result);
  }

  /** What rejects a promise, also one that has a name. */
  private tried(promise: ts.Node, at: ts.Node, trail: Trail): void {
    const next = { ...trail, steps: [caught(at), ...trail.steps] };
    const seen = new Set<ts.Node>();
    const open = [promise];
    for (const each of open) {
      const node = ts.isExpression(each) ? unwrap(each) : each;
      if (seen.has(node)) continue;
      seen.add(node);
      const values = ts.isExpression(node) && isNamed(node) ? valuesBehind(this.project, node) : [];
      open.push(...values);
      if (values.length === 0) this.add('tried', node, next);
    }
  }

  /** `await client.connect(transport).catch((error) => error)` */
  private caughtInChain(call: ts.CallExpression, trail: Trail): boolean {
    const callbacks = call.arguments.filter((each) => isFunctionLike(each) && rejectedInto(each));
    const values = callbacks.flatMap(
      (each) => bindingsOf(this.project).returns.get(each as ts.ArrowFunction) ?? [],
    );
    for (const each of values) this.value(each, trail);
    return callbacks.length > 0;
  }

  private add(kind: ErrorSource['kind'], node: ts.Node, { steps, passed }: Trail): void {
    this.found.push({ kind, node, steps, passed });
  }

  private lost(node: ts.Node): void {
    this.unseen ??= `\`${node.getText().split('\n')[0]}\` is not looked at.`;
  }
}

const caught = (node: ts.Node): Step => ({ node, message: 'the error is caught here' });

const isNamed = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

const declarationSymbol = ({ checker }: Project, name: ts.Node): ts.Symbol | undefined =>
  checker.getSymbolAtLocation(name);

/** Texts, records and the like: no error comes from them. */
const isPlain = (node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) ||
  ts.isObjectLiteralExpression(node) ||
  isFunctionLike(node) ||
  node.kind === ts.SyntaxKind.NullKeyword ||
  (ts.isIdentifier(node) && node.text === 'undefined');

const isEmptyList = (node: ts.Expression): boolean =>
  ts.isArrayLiteralExpression(node) && node.elements.length === 0;

/** `promise.catch(handle)`, `promise.then(done, handle)`: the promise. */
function rejectedInto(callback: ts.Expression): ts.Expression | undefined {
  const node = wrapped(callback);
  const call = node.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { name, expression } = call.expression;
  return ['catch', 'then'].indexOf(name.text) === call.arguments.indexOf(node) ? expression : undefined;
}
