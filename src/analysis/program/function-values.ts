import { ts } from '../../compiler.cjs';
import { bindingKey, enclosingFunction, type FunctionLike, isAssignment, unwrap, wrapped } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { calledAt, functionsAt } from './callees.ts';
import { CannotFollow } from './cannot-follow.ts';
import { constructionNames } from './class-names.ts';
import { answersTo, declarationAt } from './declaration-at.ts';
import { type ListMethod, listMethods, objectFunction } from './list-methods.ts';
import { valuesOf } from './mentions.ts';
import { readsOf } from './places.ts';
import type { Project } from './project.ts';
import { declaredAs, symbolOf } from './sdk-symbols.ts';
import { syntaxOf } from './syntax-index.ts';
import {
  anyKey,
  called,
  calledOn,
  computedOfThis,
  isExports,
  isMapMade,
  isOnlyLookedAt,
  isTarget,
  keyNamed,
  listGetting,
  namespacesOf,
  puts,
} from './value-places.ts';

/** What becomes of a function that is used as a value. */
export interface ValueUses {
  /** Calls of it under another name, and calls of the language and of frameworks that get it and may call it. */
  readonly calls: ReadonlySet<ts.CallExpression>;
  /** Where it cannot be followed: into a package, into a member that nobody declares. */
  readonly lost: ts.Node | undefined;
  readonly allLost: ReadonlySet<ts.Node>;
}

/**
 * Who calls a function that is kept in a list, passed on, or given back?
 * Asked before only the calls by its name count.
 * Follows the value through variables, lists, members, arguments and results.
 */
export function valueUses(project: Project, fn: FunctionLike): ValueUses {
  const walk = new ValueWalk(project);
  try {
    walk.start(fn);
  } catch (error) {
    if (!(error instanceof CannotFollow)) throw error;
    walk.allLost.add(error.node);
  }
  return walk;
}

const maxSteps = 300;

class ValueWalk implements ValueUses {
  readonly calls = new Set<ts.CallExpression>();
  readonly allLost = new Set<ts.Node>();
  private readonly project: Project;
  private readonly seen = new Map<ts.Node, Set<string>>();
  private steps = 0;

  constructor(project: Project) {
    this.project = project;
  }

  get lost(): ts.Node | undefined {
    return [...this.allLost][0];
  }

  start(fn: FunctionLike, path: readonly string[] = []): void {
    if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) this.follow(fn, path);
    else if (fn.name && ts.isObjectLiteralExpression(fn.parent))
      this.follow(fn.parent, [keyNamed(fn.name), ...path]);
    else if (ts.isClassElement(fn)) this.ofClass(fn, path);
    else if (fn.name) this.named(fn, fn.name, path);
  }

  /** The reads of a method, and what gets an object that has it. */
  private ofClass(method: ts.ClassElement, path: readonly string[]): void {
    this.ofMember(method, path);
    const { parent } = method;
    if (!method.name || !ts.isClassLike(parent)) return;
    for (const read of computedOfThis(this.project, parent)) this.follow(read, path);
    const { constructions } = syntaxOf(this.project);
    for (const name of constructionNames(this.project, parent))
      for (const { value } of constructions.get(name) ?? [])
        if (
          ts.isNewExpression(value) &&
          symbolOf(this.project, value.expression)?.valueDeclaration === parent
        )
          this.follow(value, [keyNamed(method.name), ...path]);
  }

  /** @param path the keys that lead from the value to the function */
  private follow(value: ts.Expression, path: readonly string[]): void {
    const node = wrapped(value);
    if (!this.isNew(node, path)) return;
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.inCall(parent, node, path);
    else if (ts.isPropertyAccessExpression(parent)) this.member(parent, path);
    else if (ts.isElementAccessExpression(parent)) this.element(parent, node, path);
    else if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      this.follow(parent.parent, [keyNamed(parent.name), ...path]);
    else if (ts.isArrayLiteralExpression(parent)) this.follow(parent, [anyKey, ...path]);
    else if (ts.isSpreadElement(parent)) this.spread(parent, path);
    else if (ts.isSpreadAssignment(parent)) this.follow(parent.parent, path);
    else if (ts.isVariableDeclaration(parent)) this.bound(parent.name, path);
    else if (ts.isPropertyDeclaration(parent)) this.ofMember(parent, path);
    else if (ts.isForOfStatement(parent)) this.loop(parent, path);
    else if (ts.isReturnStatement(parent)) this.answered(enclosingFunction(parent), path);
    else if (ts.isYieldExpression(parent))
      this.answered(enclosingFunction(parent), parent.asteriskToken ? path : [anyKey, ...path]);
    else if (ts.isArrowFunction(parent)) this.answered(parent, path);
    else if (ts.isBinaryExpression(parent)) this.operand(parent, node, path);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.follow(parent, path);
    } else if (ts.isAwaitExpression(parent)) this.follow(parent, path);
    else if (!isOnlyLookedAt(parent)) this.allLost.add(node);
  }

  private isNew(node: ts.Node, path: readonly string[]): boolean {
    const paths = this.seen.get(node) ?? new Set();
    const key = path.join('.');
    if (paths.has(key)) return false;
    if (++this.steps > maxSteps) this.allLost.add(node);
    this.seen.set(node, paths.add(key));
    return this.steps <= maxSteps;
  }

  /** `f.bind(x)`, `f.call(x)`; `checks.strict`, `checks.forEach((check) => …)`. */
  private member(access: ts.PropertyAccessExpression, path: readonly string[]): void {
    const name = access.name.text;
    const call = calledOn(access);
    const method = listMethods.get(name);
    const [next, ...rest] = path;
    if (next === undefined) {
      if (call && name === 'bind') this.follow(call, path);
      else if (call && /^(?:call|apply)$/.test(name)) this.calls.add(call);
    } else if (next === anyKey && call && method) this.inList(call, method, path);
    else if (next === name || next === anyKey) this.follow(access, rest);
  }

  private inList(call: ts.CallExpression, method: ListMethod, path: readonly string[]): void {
    if (method.gives === 'list') this.follow(call, path);
    if (method.gives === 'entry') this.follow(call, path.slice(1));
    const taker = method.takes === undefined ? undefined : call.arguments[0];
    if (!taker) return;
    const functions = functionsAt(this.project, taker);
    if (functions.length === 0) this.allLost.add(taker);
    for (const { parameters } of functions) {
      const parameter = parameters[method.takes!];
      if (parameter) this.bound(parameter.name, path.slice(1));
    }
  }

  private element(access: ts.ElementAccessExpression, node: ts.Expression, path: readonly string[]): void {
    const { argumentExpression: key } = access;
    const [next, ...rest] = path;
    if (access.expression !== node || next === undefined) return;
    const isOther = next !== anyKey && ts.isStringLiteralLike(key) && key.text !== next;
    if (!isOther) this.follow(access, rest);
  }

  private spread({ parent }: ts.SpreadElement, path: readonly string[]): void {
    if (ts.isArrayLiteralExpression(parent)) this.follow(parent, path);
    else this.allLost.add(parent);
  }

  private loop({ initializer, expression }: ts.ForOfStatement, path: readonly string[]): void {
    if (!ts.isVariableDeclarationList(initializer)) this.allLost.add(expression);
    else for (const { name } of initializer.declarations) this.bound(name, path.slice(1));
  }

  private operand(parent: ts.BinaryExpression, node: ts.Expression, path: readonly string[]): void {
    const { kind } = parent.operatorToken;
    if (isAssignment(kind)) {
      if (parent.right === node) this.assigned(parent, path);
    } else if (
      kind === ts.SyntaxKind.QuestionQuestionToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken
    )
      this.follow(parent, path);
  }

  private assigned({ left, right }: ts.BinaryExpression, path: readonly string[]): void {
    const target = unwrap(left);
    if (isExports(target)) return;
    const declaration =
      ts.isIdentifier(target) || ts.isPropertyAccessExpression(target)
        ? declarationAt(this.project, target)
        : undefined;
    if (!declaration && ts.isPropertyAccessExpression(target))
      this.holds(unwrap(target.expression), [keyNamed(target.name), ...path]);
    else if (!declaration && ts.isElementAccessExpression(target))
      this.holds(unwrap(target.expression), [anyKey, ...path]);
    else if (!declaration) this.allLost.add(right);
    else if (ts.isIdentifier(target)) this.named(declaration, target, path);
    else this.ofMember(declaration, path);
  }

  private inCall(
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Expression,
    path: readonly string[],
  ): void {
    if (call.expression === node) {
      if (!ts.isCallExpression(call)) return;
      if (path.length === 0) this.calls.add(call);
      else if (path[0] === called) this.follow(call, path.slice(1));
      return;
    }
    const index = call.arguments?.indexOf(node) ?? -1;
    const functions = calledAt(this.project, call);
    for (const { parameters } of functions) {
      const last = parameters.at(-1);
      const parameter = parameters[index] ?? (last?.dotDotDotToken && last);
      if (!parameter) continue;
      this.bound(parameter.name, parameter.dotDotDotToken ? [anyKey, ...path] : path);
      if (ts.isParameterPropertyDeclaration(parameter, parameter.parent)) this.ofMember(parameter, path);
    }
    if (functions.length === 0) this.outside(call, index, path);
  }

  /** A function of the language, of a framework, of the SDK, or of a package, which nobody sees into. */
  private outside(call: ts.CallExpression | ts.NewExpression, index: number, path: readonly string[]): void {
    const callee = unwrap(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
    const isDeclared = declaredAs(symbolOf(this.project, callee)) !== undefined;
    const put = ts.isPropertyAccessExpression(callee) ? puts.get(name) : undefined;
    const given = objectFunction(callee);
    if (path.length === 0 && ts.isCallExpression(call) && /^(?:then|catch|finally)$/.test(name)) {
      this.calls.add(call);
    } else if (!isDeclared) {
      // A list without a type has the methods of lists.
      if (put !== index) this.allLost.add(call);
    } else if (path.length === 0 && put === undefined) {
      if (ts.isCallExpression(call)) this.calls.add(call);
    } else if (given) this.follow(call, [anyKey, ...given, ...path.slice(1)]);
    else if (ts.isNewExpression(call)) this.follow(call, isMapMade(callee) ? path.slice(1) : path);
    else if (/^(?:freeze|all|assign)$/.test(name)) this.follow(call, path);
    if (put === index && ts.isPropertyAccessExpression(callee))
      this.holds(unwrap(callee.expression), [anyKey, ...path]);
  }

  /** `checks.push(f)`: whoever reads the list may call it. */
  private holds(list: ts.Expression, path: readonly string[]): void {
    const isName = ts.isIdentifier(list) || ts.isPropertyAccessExpression(list);
    const declaration = isName ? declarationAt(this.project, list) : undefined;
    if (!declaration) this.allLost.add(list);
    else if (ts.isIdentifier(list)) this.named(declaration, list, path);
    else this.ofMember(declaration, path);
  }

  private answered(owner: FunctionLike | undefined, path: readonly string[]): void {
    if (!owner) return;
    const list = listGetting(owner);
    if (list) return this.follow(list.call, [...list.keys, ...path]);
    for (const call of bindingsOf(this.project).calls.get(owner)) this.follow(call, path);
    const name = owner.name ?? (ts.isVariableDeclaration(owner.parent) ? owner.parent.name : undefined);
    if (name && ts.isIdentifier(name)) this.project.ask(name.text, owner);
    this.start(owner, [called, ...path]);
  }

  private bound(name: ts.BindingName, path: readonly string[]): void {
    if (ts.isIdentifier(name)) return this.named(name.parent, name, path);
    for (const element of name.elements) {
      if (!ts.isBindingElement(element)) continue;
      const key = bindingKey(element);
      if (element.dotDotDotToken) this.bound(element.name, path);
      // A map gives pairs to a loop.
      else if (path.length === 0 || path[0] === anyKey || path[0] === key)
        this.bound(element.name, path.slice(1));
    }
  }

  private named(declaration: ts.Node, name: ts.Node, path: readonly string[]): void {
    if (!this.isNew(declaration, path)) return;
    for (const use of valuesOf({ project: this.project }, [declaration], name))
      if (use !== name && !isTarget(use)) this.follow(use, path);
    if (!ts.isIdentifier(name)) return;
    for (const each of namespacesOf(this.project, declaration, name.text))
      this.follow(each, [name.text, ...path]);
  }

  /** The reads of a field or a method. */
  private ofMember(member: ts.Node, path: readonly string[]): void {
    const name = ts.isPropertyAccessExpression(member) ? member.name : (member as ts.NamedDeclaration).name;
    if (!name || !this.isNew(member, path)) return;
    for (const read of readsOf(
      this.project,
      name.getText(),
      answersTo(this.project, member as ts.Declaration),
    ))
      if (ts.isBindingElement(read)) this.bound(read.name, path);
      else if (!isTarget(read)) this.follow(read, path);
  }
}
