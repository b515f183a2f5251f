import { ts } from '../../../compiler.cjs';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import { isPlainAssignment } from '../../program/assigned-targets.ts';
import {
  bindingKey,
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  memberName,
  references,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { constructorAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import type { ContextRead, ContextTest, Entry, ReadNode, Way } from './context-reads.ts';
import { isCopy, isWrite, memberTakenApart } from './context-uses.ts';
import { type Kept, keptByAssignment, keptByStorage, keptInField } from './kept-contexts.ts';
import { mixProof, otherAssignments, otherOperands, otherParts } from './mixed-values.ts';
import { presenceTest } from './presence-tests.ts';
import type { Registration } from './registrations.ts';
import { argumentsObjects, entryTaken, keysInList, restFor, spreadIn } from './rest-parameters.ts';

const maxOthers = 3;
const maxSteps = 12;

/** Follows contexts through calls, wrappers, tables, spreads, members of objects and files, and out of what keeps them. */
export class Walk {
  readonly reads = new Map<ts.Node, ContextRead>();
  readonly tests = new Map<ts.Node, ContextTest>();
  readonly reached = new Set<ts.Node>();
  readonly filled = new Map<Entry, ts.Node>();
  readonly passed = new Map<ts.Node, Set<string>>();
  /** Parameters of which the project sets the member. */
  readonly written = new Set<Entry>();
  private readonly entries = new Map<ts.Node, Entry[]>();
  private readonly seen = new Set<string>();
  private readonly ids = new Map<ts.Node, number>();
  private readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }

  /** The SDK calls a handler, with the context as the last argument. */
  start(fn: FunctionLike, registration: Registration): void {
    this.enter(
      fn,
      registration.index,
      { registration, steps: [], path: [], entry: undefined, others: [] },
      true,
    );
  }

  /** A function gets the context at a position. */
  private enter(fn: FunctionLike, index: number, way: Way, isLast: boolean): void {
    if (way.steps.length > maxSteps) return;
    const rest = restFor(fn, index);
    const parameter = rest ? undefined : fn.parameters[index];
    const lists = argumentsObjects(fn);
    if (rest || parameter || lists.length > 0) this.project.askImports(fn);
    for (const list of lists) this.inList(fn, index, isLast, way, (each) => this.use(list, each));
    if (rest)
      this.inList(rest, index - fn.parameters.length + 1, isLast, way, (each) => this.bind(rest.name, each));
    if (!parameter) return;
    const next = this.at(parameter, way);
    this.bind(parameter.name, next);
    if (ts.isParameterPropertyDeclaration(parameter, parameter.parent))
      this.takeOut(keptInField(this.project, parameter), next);
  }

  /** `(...args)` and `arguments` have the context under its position. */
  private inList(
    place: ts.Declaration,
    index: number,
    isLast: boolean,
    way: Way,
    go: (way: Way) => void,
  ): void {
    for (const key of keysInList(index, isLast)) go(this.at(place, { ...way, path: [key, ...way.path] }));
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
    if (!kept || !this.isNew(kept.place, ['kept', ...way.path], way) || way.steps.length > maxSteps) return;
    const next = this.at(kept.place, way);
    for (const use of kept.uses)
      if (ts.isBindingName(use) && !ts.isExpression(use)) this.bind(use, next);
      else if (ts.isIdentifier(use) && ts.isBindingElement(use.parent)) this.bind(use, next);
      else if (!isWrite(use)) this.use(use as ts.Expression, next);
  }

  private isNew(node: ts.Node, path: readonly string[], { others }: Way): boolean {
    const id = this.ids.get(node) ?? this.ids.size;
    this.ids.set(node, id);
    const key = [id, path.join('.'), ...others.map(({ pos }) => pos)].join(' ');
    return !this.seen.has(key) && this.seen.add(key) !== undefined;
  }

  /** A name or a pattern that gets the context. */
  private bind(name: ts.BindingName, way: Way): void {
    if (!this.isNew(name, way.path, way)) return;
    if (ts.isIdentifier(name)) this.follow(name, way);
    else for (const element of name.elements) if (ts.isBindingElement(element)) this.take(element, way);
  }

  /** `{ authInfo }`, `{ extra: { authInfo } }`, `{ name, ...rest }`. */
  private take(element: ts.BindingElement, way: Way): void {
    if (element.dotDotDotToken) {
      const isTaken = (element.parent.elements as readonly ts.BindingElement[]).some(
        (other) => bindingKey(other) === (way.path[0] ?? authInfoMember),
      );
      if (!isTaken) this.bind(element.name, way);
      return;
    }
    const key = bindingKey(element);
    const [next, ...rest] = way.path;
    if (next === undefined) {
      if (key === authInfoMember) this.read(element, way);
    } else if (key === next) this.bind(element.name, { ...way, path: rest });
  }

  private read(node: ReadNode, { registration, steps, entry, others }: Way): void {
    const known = this.reads.get(node);
    if (known) this.reads.set(node, { ...known, others: [...new Set([...known.others, ...others])] });
    else if (entry) this.reads.set(node, { node, registration, steps, entry, others });
  }

  private mixed(way: Way, others: readonly ts.Expression[]): Way {
    const all = new Set([...way.others, ...others]);
    return { ...way, others: [...all].slice(0, maxOthers) };
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
    if (way.path.length === 0) this.whole(node, way);
    const spread = way.path.length > 0 ? spreadIn(node) : undefined;
    if (spread) this.spread(spread, way);
    else if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) this.member(parent, way);
    } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.argument(parent, node, way);
    else if (ts.isAwaitExpression(parent)) this.use(parent, way);
    else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      this.returned(parent, way);
    else if (ts.isVariableDeclaration(parent) && parent.initializer === node)
      this.bind(parent.name, {
        ...this.mixed(
          way,
          otherAssignments(this.project, parent).filter((each) => each !== node),
        ),
        steps: [...way.steps, parent],
      });
    else if (ts.isShorthandPropertyAssignment(parent)) this.inObject(parent.parent, way, parent.name.text);
    else if (ts.isPropertyAssignment(parent) && parent.initializer === node)
      this.inObject(parent.parent, way, parent.name.getText());
    else if (ts.isSpreadAssignment(parent)) this.inObject(parent.parent, way, undefined, node);
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

  private whole(node: ts.Expression, { registration, steps, entry, others }: Way): void {
    this.reached.add(node);
    const test = presenceTest(node);
    if (test && entry) this.tests.set(test, { node: test, registration, steps, entry, others });
  }

  /** `getContext()`, where a function gives the context back. */
  private returned(at: ts.Node, way: Way): void {
    const fn = ts.isArrowFunction(at) ? at : enclosingFunction(at);
    if (!fn || !this.isNew(fn, ['returned', ...way.path], way) || way.steps.length > maxSteps) return;
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
      this.pass(node, way);
      const member = memberTakenApart(parent.left, authInfoMember);
      if (member && way.path.length === 0) return this.read(member, way);
      this.takeOut(keptByAssignment(this.project, parent.left), { ...way, steps: [...way.steps, parent] });
      return;
    }
    const isValue = !ts.isConditionalExpression(parent)
      ? parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
        parent.operatorToken.kind === ts.SyntaxKind.BarBarToken
      : parent.condition !== node;
    if (isValue) this.use(parent, this.mixed(way, otherOperands(parent, node)));
  }

  private member(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, way: Way): void {
    const name = memberName(access);
    const [next, ...rest] = way.path;
    if (next === undefined) {
      if (name !== authInfoMember || ts.isDeleteExpression(access.parent)) return;
      const isFilled = isWrite(access) && !isPlainAssignment(access.parent);
      if (isFilled && way.entry) this.filled.set(way.entry, access.parent);
      if (!isWrite(access) || isFilled) this.read(access, way);
      else if (way.entry) this.written.add(way.entry);
    } else if (name === next) this.use(access, { ...way, path: rest });
    else {
      const taken = entryTaken(access);
      if (taken?.key === next) this.use(taken.value, { ...way, path: rest });
    }
  }

  private argument(call: ts.CallExpression | ts.NewExpression, node: ts.Expression, way: Way): void {
    const given: readonly ts.Expression[] = call.arguments ?? [];
    const index = given.indexOf(node);
    if (index < 0 || given.slice(0, index).some(ts.isSpreadElement)) return;
    this.pass(node, way);
    // Files on the way may name nothing of the SDK.
    this.project.askFile(call.getSourceFile().fileName);
    const next = { ...way, steps: [...way.steps, call] };
    if (isCopy(this.project, call)) this.copied(call, index, next);
    if (ts.isCallExpression(call) && index === 0) this.takeOut(keptByStorage(this.project, call), next);
    const functions = ts.isNewExpression(call)
      ? constructorAt(this.project, call.expression)
      : handlersBehind(this.project, call.expression);
    for (const fn of functions) this.enter(fn, index, next, index === given.length - 1);
  }

  /** `Object.assign({}, ctx, more)`; what is assigned to a context itself is there on v2, too. */
  private copied(call: ts.CallExpression | ts.NewExpression, index: number, way: Way): void {
    const parts = call.arguments as readonly ts.Expression[];
    const others = way.path.length === 0 ? otherParts(this.project, parts, index) : [];
    if (index > 0 && others) this.use(call, this.mixed(way, others));
    else if (index === 0 && way.entry && !others) this.written.add(way.entry);
    else if (index === 0) {
      const others = parts.slice(1);
      if (way.entry && mixProof(this.project, others, () => false).state !== 'proved')
        this.filled.set(way.entry, call);
      this.use(call, this.mixed(way, others));
    }
  }

  private pass(node: ts.Expression, { path }: Way): void {
    const known = this.passed.get(node) ?? new Set();
    this.passed.set(node, known.add(path.join('.')));
  }

  /** `{ extra: ctx }`, `{ ...ctx, user }`; a later member of the same name replaces what the spread brings. */
  private inObject(
    object: ts.ObjectLiteralExpression,
    way: Way,
    key: string | undefined,
    part?: ts.Expression,
  ): void {
    if (!ts.isObjectLiteralExpression(object) || !this.isNew(object, [...way.path, key ?? ''], way)) return;
    const own = way.path[0] ?? authInfoMember;
    if (key === undefined && object.properties.some(({ name }) => name?.getText() === own)) return;
    if (key !== undefined) return this.use(object, { ...way, path: [key, ...way.path] });
    const spreads = object.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression);
    const at = part ? spreads.indexOf(part) : -1;
    const others = way.path.length === 0 ? otherParts(this.project, spreads, at) : [];
    if (others) this.use(object, this.mixed(way, others));
  }
}
