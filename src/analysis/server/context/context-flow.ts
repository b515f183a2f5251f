import { ts } from '../../../compiler.cjs';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import {
  bindingKey,
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  isWithin,
  memberName,
  references,
  wrapped,
} from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { handlersBehind } from './handler-functions.ts';
import { type Registration, registrationsOf } from './registrations.ts';

/** A place where code asks a context of v2 for `authInfo`, which is not there. */
export interface ContextRead {
  readonly node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;
  readonly registration: Registration;
  /** The calls and assignments on the way, in order. */
  readonly steps: readonly ts.Node[];
  /** Where the context came into the function around it. */
  readonly entry: Entry;
}

/** A parameter that gets a context, or an object that has one. */
export interface Entry {
  readonly parameter: ts.ParameterDeclaration;
  /** The members that lead to the context, as {@link ContextFlow.passed} has them. */
  readonly from: string;
  /** Where it was passed on from. */
  readonly before: Set<Entry>;
}

/** What the contexts of v2 reach. */
export interface ContextFlow {
  readonly reads: readonly ContextRead[];
  /** The expressions that pass a context, or an object that has one, with the members that lead to it. */
  readonly passed: ReadonlyMap<ts.Node, ReadonlySet<string>>;
}

/**
 * Where does code read `authInfo` of a context of SDK v2?
 * Asked by the rule context-auth-info.
 * Gives the reads that are reached from a registration: through calls, wrappers, tables, spreads, members of objects and files.
 */
export const contextFlowOf = oncePerProject((project: Project): ContextFlow => {
  const walk = new Walk(project);
  for (const registration of registrationsOf(project))
    for (const fn of handlersBehind(project, registration.handler)) {
      walk.enter(fn, registration.index, {
        registration,
        steps: [],
        path: [],
        entry: undefined,
      });
    }
  // Code that sets the member itself finds it there.
  const written = new Set([...walk.written].flatMap((entry) => [...withThoseBefore(entry)]));
  const reads = [...walk.reads.values()].filter(
    ({ node, entry }) => !readsBoth(node) && ![...withThoseBefore(entry)].some((each) => written.has(each)),
  );
  return { reads, passed: walk.passed };
});

/** A parameter, and those that its context came through. */
function withThoseBefore(entry: Entry): ReadonlySet<Entry> {
  const found = new Set([entry]);
  for (const each of found) for (const before of each.before) found.add(before);
  return found;
}

/** How a context got somewhere. */
interface Way {
  readonly registration: Registration;
  readonly steps: readonly ts.Node[];
  /** The members that lead from the value to the context: `['extra']` for `{ extra: ctx }`. */
  readonly path: readonly string[];
  readonly entry: Entry | undefined;
}

const maxSteps = 12;

class Walk {
  readonly reads = new Map<ts.Node, ContextRead>();
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

  /** A function gets the context at a position. */
  enter(fn: FunctionLike, index: number, way: Way): void {
    const parameter = fn.parameters[index];
    if (!parameter || way.steps.length > maxSteps) return;
    this.project.askImports(fn);
    const entry = this.entryAt(parameter, way.path.join('.'));
    if (way.entry) entry.before.add(way.entry);
    this.bind(parameter.name, { ...way, entry });
  }

  private entryAt(parameter: ts.ParameterDeclaration, from: string): Entry {
    const known = this.entries.get(parameter) ?? [];
    this.entries.set(parameter, known);
    const found = known.find((each) => each.from === from) ?? { parameter, from, before: new Set() };
    if (!known.includes(found)) known.push(found);
    return found;
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
    else if (ts.isObjectBindingPattern(name)) for (const element of name.elements) this.take(element, way);
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

  private read(node: ContextRead['node'], { registration, steps, entry }: Way): void {
    if (entry && !this.reads.has(node)) this.reads.set(node, { node, registration, steps, entry });
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
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) this.member(parent, way);
    } else if (ts.isCallExpression(parent)) this.argument(parent, node, way);
    else if (ts.isVariableDeclaration(parent) && parent.initializer === node)
      this.bind(parent.name, { ...way, steps: [...way.steps, parent] });
    else if (ts.isShorthandPropertyAssignment(parent)) this.inObject(parent.parent, way, parent.name.text);
    else if (ts.isPropertyAssignment(parent) && parent.initializer === node)
      this.inObject(parent.parent, way, parent.name.getText());
    else if (ts.isSpreadAssignment(parent)) this.inObject(parent.parent, way, undefined);
    else if (ts.isBinaryExpression(parent) || ts.isConditionalExpression(parent))
      this.choice(parent, node, way);
  }

  /** `ctx ?? {}`, `ctx || {}`, `isHttp ? ctx : other`. */
  private choice(
    parent: ts.BinaryExpression | ts.ConditionalExpression,
    node: ts.Expression,
    way: Way,
  ): void {
    const isValue = ts.isBinaryExpression(parent)
      ? parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
        parent.operatorToken.kind === ts.SyntaxKind.BarBarToken
      : parent.condition !== node;
    if (isValue) this.use(parent, way);
  }

  private member(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, way: Way): void {
    const name = memberName(access);
    const [next, ...rest] = way.path;
    if (next === undefined) {
      if (name !== authInfoMember) return;
      if (!isWrite(access)) this.read(access, way);
      else if (way.entry) this.written.add(way.entry);
    } else if (name === next) this.use(access, { ...way, path: rest });
  }

  private argument(call: ts.CallExpression, node: ts.Expression, way: Way): void {
    const index = call.arguments.indexOf(node);
    if (index < 0 || call.arguments.slice(0, index).some(ts.isSpreadElement)) return;
    const known = this.passed.get(node) ?? new Set();
    this.passed.set(node, known.add(way.path.join('.')));
    for (const fn of handlersBehind(this.project, call.expression))
      this.enter(fn, index, { ...way, steps: [...way.steps, call] });
  }

  /** `{ extra: ctx }`, `{ ...ctx, user }`; a later member of the same name replaces what the spread brings. */
  private inObject(object: ts.ObjectLiteralExpression, way: Way, key: string | undefined): void {
    if (!ts.isObjectLiteralExpression(object) || !this.isNew(object, [...way.path, key ?? ''])) return;
    const own = way.path[0] ?? authInfoMember;
    if (key === undefined && object.properties.some(({ name }) => name?.getText() === own)) return;
    this.use(object, { ...way, path: key === undefined ? way.path : [key, ...way.path] });
  }
}

function isWrite(access: ts.Node): boolean {
  const { parent } = access;
  return ts.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind);
}

/** `ctx.http?.authInfo ?? ctx.authInfo`, `if (ctx.http) …`: code for both generations asks which one it has. */
function readsBoth(node: ts.Node): boolean {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  const choice = choiceAround(node);
  return mentionsIn(node.getSourceFile(), httpMember).some((mention) =>
    leadsToAuthInfo(mention)
      ? choice !== undefined && isWithin(mention, choice)
      : isWithin(mention, scope) && isTested(mention),
  );
}

/** The outermost `??`, `||` or `? :` that a read is an operand of. */
function choiceAround(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let { parent } = node; parent && ts.isExpression(parent); parent = parent.parent)
    if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) found = parent;
  return found;
}

/** `if (ctx.http)`, `'http' in ctx ? … : …`. */
function isTested(mention: ts.Node): boolean {
  for (let node: ts.Node = mention; node.parent && !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent)) return parent.expression === node;
    if (ts.isConditionalExpression(parent)) return parent.condition === node;
    if (ts.isCallExpression(parent) && parent.expression !== node) return false;
  }
  return false;
}

/** `http` of `ctx.http?.authInfo` and of `{ http: { authInfo } }`. */
function leadsToAuthInfo({ parent }: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent))
    return ts.isPropertyAccessExpression(parent.parent) && parent.parent.name.text === authInfoMember;
  return (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.name) &&
    parent.name.elements.some((element) => bindingKey(element) === authInfoMember)
  );
}
