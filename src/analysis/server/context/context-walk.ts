import { ts } from '../../../compiler.cjs';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import { isPattern, type Pattern } from '../../program/assigned-targets.ts';
import {
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  memberName,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { thisParameters } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import {
  argumentsObjects,
  entryTaken,
  keysInList,
  restFor,
  spreadIn,
} from '../../program/rest-parameters.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import type { ContextRead, ContextTest, Entry, ReadNode, Way } from './context-reads.ts';
import { isCopy, isPassedThrough, isWrite, keySet, keyWritten, writtenAs } from './context-uses.ts';
import { decoratorWrappers } from './decorator-wrappers.ts';
import { type Kept, keptByAssignment, keptByStorage, keptInField } from './kept-contexts.ts';
import { presenceTest } from './presence-tests.ts';
import { givesOperand } from './read-values.ts';
import type { Registration } from './registrations.ts';
import { isReplaced } from './replaced-members.ts';
import { keyOf, keyTaken, partsFor } from './taken-parts.ts';
import { takersOf, thisIn, walkersOf } from './takers.ts';

const maxSteps = 12;

/** Follows contexts through calls, wrappers, tables, spreads, members of objects and files, and out of what keeps them. */
export class Walk {
  readonly reads = new Map<ts.Node, ContextRead>();
  readonly tests = new Map<ts.Node, ContextTest>();
  readonly carried = new Map<ts.Node, Set<string>>();
  readonly changed = new Map<Entry, ts.Expression[]>();
  /** Parameters of which the project sets the member. */
  readonly written = new Set<Entry>();
  readonly entries = new Map<ts.Node, Entry[]>();
  private readonly seen = new Set<string>();
  private readonly ids = new Map<ts.Node, number>();
  private readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }

  /** The SDK calls a handler, with the context as the last argument: at the position `index`. */
  start(fn: FunctionLike, index: number, registration: Registration): void {
    this.enter(fn, index, { registration, steps: [], path: [], entry: undefined }, true);
  }

  /** A function gets the context at a position. */
  private enter(fn: FunctionLike, position: number, way: Way, isLast: boolean): void {
    if (way.steps.length > maxSteps) return;
    for (const each of decoratorWrappers(this.project).wrappers.get(fn) ?? [])
      this.enter(each, position, { ...way, steps: [...way.steps, each] }, isLast);
    const index = position + thisParameters(fn);
    const rest = restFor(fn, index);
    const parameter = rest ? undefined : fn.parameters[index];
    const lists = argumentsObjects(fn);
    if (rest || parameter || lists.length > 0) this.project.askImports(fn);
    const within = (place: ts.Declaration, at: number): readonly Way[] =>
      keysInList(at, isLast).map((key) => this.at(place, { ...way, path: [key, ...way.path] }));
    // `(...args)` and `arguments` have the context under its position.
    for (const list of lists) for (const each of within(fn, position)) this.use(list, each);
    if (rest) for (const each of within(rest, index - fn.parameters.length + 1)) this.bind(rest.name, each);
    if (!parameter) return;
    const next = this.at(parameter, way);
    this.bind(parameter.name, next);
    if (ts.isParameterPropertyDeclaration(parameter, parameter.parent))
      this.takeOut(keptInField(this.project, parameter), next);
  }

  /** The way of a context that came to a place. */
  private at(place: ts.Declaration, way: Way): Way {
    const from = way.path.join('.');
    const known = this.entries.get(place) ?? [];
    this.entries.set(place, known);
    const entry = known.find((each) => each.from === from) ?? { place, from, before: new Set() };
    if (!known.includes(entry)) known.push(entry);
    if (way.entry && way.entry !== entry) entry.before.add(way.entry);
    return { ...way, entry };
  }

  /** Where code takes a context out of what keeps it. */
  private takeOut(kept: Kept | undefined, way: Way): void {
    if (!kept || !this.isNew(kept.place, ['kept', ...way.path]) || way.steps.length > maxSteps) return;
    const next = this.at(kept.place, way);
    for (const use of kept.uses)
      if (ts.isBindingName(use) && !ts.isExpression(use)) this.bind(use, next);
      else if (ts.isIdentifier(use) && ts.isBindingElement(use.parent)) this.bind(use, next);
      else if (!isWrite(use)) this.use(use as ts.Expression, next);
  }

  private isNew(node: ts.Node, path: readonly string[]): boolean {
    const id = this.ids.get(node) ?? this.ids.size;
    this.ids.set(node, id);
    const key = `${id} ${path.join('.')}`;
    return !this.seen.has(key) && this.seen.add(key) !== undefined;
  }

  /** A name or a pattern that gets the context. */
  private bind(name: ts.BindingName, way: Way): void {
    if (!this.isNew(name, way.path)) return;
    if (ts.isIdentifier(name)) this.follow(name, way);
    else for (const element of name.elements) if (ts.isBindingElement(element)) this.take(element, way);
  }

  /** `{ authInfo }`, `{ extra: { authInfo } }`, `{ name, ...rest }`. */
  private take(element: ts.BindingElement, way: Way): void {
    if (element.dotDotDotToken) {
      const isTaken = (element.parent.elements as readonly ts.BindingElement[]).some(
        (other) => keyTaken(other) === (way.path[0] ?? authInfoMember),
      );
      if (!isTaken && ts.isObjectBindingPattern(element.parent)) this.bind(element.name, way);
      return;
    }
    const key = keyTaken(element);
    const [next, ...rest] = way.path;
    if (next === undefined) {
      if (key === authInfoMember) this.read(element, way);
    } else if (key === next) this.bind(element.name, { ...way, path: rest });
  }

  /** `({ authInfo } = ctx)`, `[ctx] = list`. */
  private takeApart(pattern: Pattern, way: Way): void {
    const path = way.path.slice(1);
    for (const part of partsFor(pattern, way.path[0] ?? authInfoMember))
      if (ts.isExpression(part)) this.putInto(part, { ...way, path });
      else if (way.path.length === 0) this.read(part, way);
      else this.putInto(ts.isPropertyAssignment(part) ? part.initializer : part.name, { ...way, path });
  }

  private putInto(target: ts.Expression, way: Way): void {
    const node = unwrap(target);
    const place = ts.isBinaryExpression(node) ? unwrap(node.left) : node;
    if (isPattern(place)) this.takeApart(place, way);
    else this.takeOut(keptByAssignment(this.project, place), { ...way, steps: [...way.steps, target] });
  }

  private read(node: ReadNode, { registration, steps, entry }: Way): void {
    if (entry && !this.reads.has(node)) this.reads.set(node, { registration, steps, entry, node });
  }

  private follow(name: ts.Identifier, way: Way): void {
    const symbol = this.project.checker.getSymbolAtLocation(name);
    const scope = enclosingFunction(name.parent) ?? name.getSourceFile();
    if (!symbol) return;
    const root = ts.isParameter(name.parent) ? name.parent.parent : scope;
    for (const use of references(this.project.checker, symbol, root))
      if (use !== name && use.parent !== name.parent) this.use(use, way);
  }

  /** An expression that is the context, or an object on the way to it. */
  private use(expression: ts.Expression, way: Way): void {
    const node = wrapped(expression);
    const { parent } = node;
    const known = this.carried.get(node) ?? new Set();
    this.carried.set(node, known.add(way.path.join('.')));
    const test = way.path.length === 0 ? presenceTest(node) : undefined;
    if (test && way.entry) this.tests.set(test, { ...way, entry: way.entry, node: test });
    const spread = way.path.length > 0 ? spreadIn(node) : undefined;
    if (spread) this.spread(spread, way);
    else if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) this.member(parent, way);
    } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.argument(parent, node, way);
    else if (ts.isAwaitExpression(parent)) this.use(parent, way);
    else if (ts.isForOfStatement(parent)) this.walked(parent, node, way);
    else if (ts.isArrayLiteralExpression(parent)) this.inList(parent, node, way);
    else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      this.returned(parent, way);
    else if (ts.isVariableDeclaration(parent) && parent.initializer === node)
      this.bind(parent.name, { ...way, steps: [...way.steps, parent] });
    else if (ts.isShorthandPropertyAssignment(parent)) this.inObject(parent, way, parent.name.text);
    else if (ts.isPropertyAssignment(parent) && parent.initializer === node)
      this.inObject(parent, way, keyOf(parent) ?? parent.name.getText());
    else if (ts.isSpreadAssignment(parent)) this.inObject(parent, way, undefined);
    else if (ts.isBinaryExpression(parent) || ts.isConditionalExpression(parent))
      this.choice(parent, node, way);
  }

  /** `fn(...args)`, `fn.apply(this, args)`: what a wrapper of any function does. */
  private spread({ call, callee, from }: NonNullable<ReturnType<typeof spreadIn>>, way: Way): void {
    const [key, ...path] = way.path;
    const index = from + Number(key);
    this.project.askFile(call.getSourceFile().fileName);
    if (Number.isNaN(index) || Number(key) < 0) return;
    const next = { ...way, path, steps: [...way.steps, call] };
    for (const fn of handlersBehind(this.project, callee)) this.enter(fn, index, next, false);
  }

  private change({ entry }: Way, node: ts.Expression): void {
    if (entry) this.changed.set(entry, [...(this.changed.get(entry) ?? []), node]);
  }

  /** `for (const ctx of list)` */
  private walked({ initializer, expression }: ts.ForOfStatement, node: ts.Node, way: Way): void {
    if (expression !== node || !/^\d+$/.test(way.path[0] ?? '')) return;
    const next = { ...way, path: way.path.slice(1) };
    if (!ts.isVariableDeclarationList(initializer)) this.putInto(initializer, next);
    else for (const { name } of initializer.declarations) this.bind(name, next);
  }

  private inList(list: ts.ArrayLiteralExpression, node: ts.Expression, way: Way): void {
    const index = list.elements.indexOf(node);
    if (index < 0 || list.elements.slice(0, index).some(ts.isSpreadElement)) return;
    this.use(list, { ...way, path: [String(index), ...way.path] });
  }

  /** `getContext()`, where a function gives the context back. */
  private returned(at: ts.Node, way: Way): void {
    const fn = ts.isArrowFunction(at) ? at : enclosingFunction(at);
    if (!fn || !this.isNew(fn, ['returned', ...way.path]) || way.steps.length > maxSteps) return;
    const { name } = fn;
    if (name && ts.isIdentifier(name)) this.project.ask(name.text, fn);
    for (const call of bindingsOf(this.project).calls.get(fn)) this.use(call, way);
  }

  /** `ctx ?? {}`, `ctx || {}`, `isHttp ? ctx : other`; `this.ctx = ctx` and `this.ctx ??= ctx` keep it. */
  private choice(
    parent: ts.BinaryExpression | ts.ConditionalExpression,
    node: ts.Expression,
    way: Way,
  ): void {
    if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind)) {
      if (parent.right !== node) return;
      this.putInto(parent.left, way);
      this.use(parent, { ...way, steps: [...way.steps, parent] });
    } else if (givesOperand(parent, node)) this.use(parent, way);
  }

  private member(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, way: Way): void {
    const name = memberName(access);
    const [next, ...rest] = way.path;
    if (next === undefined) {
      const key = keyWritten(this.project, access, authInfoMember);
      if (key) this.change(way, key);
      if (name !== authInfoMember || ts.isDeleteExpression(access.parent)) return;
      const written = writtenAs(access);
      if (written === 'surely') return void (way.entry && this.written.add(way.entry));
      if (written !== 'maybe') this.read(access, way);
      if (written) this.change(way, access);
    } else if (name === next) this.use(access, { ...way, path: rest });
    else {
      const [taken, inner] = [entryTaken(access), { ...way, path: rest }];
      if (taken?.key === next) this.use(taken.value, inner);
      for (const each of walkersOf(this.project, access, next)) this.enter(each.fn, each.index, inner, false);
    }
  }

  private argument(call: ts.CallExpression | ts.NewExpression, node: ts.Expression, way: Way): void {
    const given: readonly ts.Expression[] = call.arguments ?? [];
    const at = given.indexOf(node);
    if (at < 0 || given.slice(0, at).some(ts.isSpreadElement)) return;
    this.project.askFile(call.getSourceFile().fileName);
    const next = { ...way, steps: [...way.steps, call] };
    const key = keySet(this.project, call, authInfoMember);
    if (key && at + way.path.length === 0) this.change(next, key);
    if (isCopy(this.project, call)) this.copied(call, given.slice(at + 1), at, next);
    else if (at === 0 && isPassedThrough(this.project, call)) this.use(call, next);
    if (ts.isCallExpression(call) && at === 0) this.takeOut(keptByStorage(this.project, call), next);
    if (at === 0) for (const each of thisIn(this.project, call)) this.use(each, next);
    for (const { fn, index } of takersOf(this.project, call, at))
      this.enter(fn, index, next, at === given.length - 1);
  }

  /** `Object.assign({}, ctx, more)`; what is assigned to a context itself is there on v2, too. */
  private copied(
    call: ts.CallExpression | ts.NewExpression,
    later: readonly ts.Expression[],
    at: number,
    way: Way,
  ): void {
    const isSet = isReplaced(this.project, later, way.path[0] ?? authInfoMember);
    const isContext = at === 0 && way.path.length === 0;
    if (isSet && isContext && way.entry) this.written.add(way.entry);
    if (isSet) return;
    if (isContext && ts.isCallExpression(call)) this.change(way, call);
    this.use(call, way);
  }

  /** `{ extra: ctx }`, `{ ...ctx, user }`; a later member of the same name replaces what the spread brings. */
  private inObject(member: ts.ObjectLiteralElementLike, way: Way, key: string | undefined): void {
    const object = member.parent;
    if (!ts.isObjectLiteralExpression(object) || !this.isNew(member, ['member', ...way.path])) return;
    const own = way.path[0] ?? authInfoMember;
    const later = object.properties.slice(object.properties.indexOf(member) + 1);
    const spreads = later.flatMap((each) => (ts.isSpreadAssignment(each) ? each.expression : []));
    const isOwn = later.some((each) => keyOf(each) === own) || isReplaced(this.project, spreads, own);
    if (key !== undefined || !isOwn)
      this.use(object, { ...way, path: key === undefined ? way.path : [key, ...way.path] });
  }
}
