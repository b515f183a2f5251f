import { ts } from '../../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../../program/ast.ts';
import { functionAt } from '../../../program/callees.ts';
import { type Key, keysOf } from '../../../program/declaration-at.ts';
import type { Flow } from '../flow/flow.ts';
import { decodersOf, isEncoder } from '../flow/own-json.ts';
import { putInto, storesAt } from '../flow/store-roots.ts';
import type { Fact } from '../flow/value-facts.ts';
import {
  declarationsOf,
  expressionsAround,
  memberAround,
  receivingKeys,
  returningFunction,
  storeAround,
} from './next.ts';
import { callsOf, membersWith, usesOf } from './uses.ts';

type Call = ts.CallExpression | ts.NewExpression;

/** What carries the request of one provider, its redirect_uri or a URL built from it. */
export interface Carriers {
  /** The expressions that carry it, without what {@link unwrap} takes off. */
  readonly expressions: ReadonlySet<ts.Expression>;
  /** Functions that get or return it; stores, fields and members of module-level objects that hold it. */
  readonly declarations: ReadonlySet<ts.NamedDeclaration>;
  /** Calls with an argument that carries it, or with a collection that it is put into. */
  readonly calls: ReadonlySet<Call>;
  /** Assignments of it, with `=`. */
  readonly assignments: ReadonlySet<ts.BinaryExpression>;
}

/**
 * What in the program carries the request that a provider's `authorize()` gets?
 * Asked by the search for more files, and before facts are asked of many expressions.
 * Gives it by a walk forwards from the parameters: to evaluate every node of every file instead would cost seconds. Where a
 * value may go is taken generously; the facts of the flow then decide whether it is there.
 */
export const carriersOf = oncePerFlow(['client', 'uris', 'params', 'rest', 'redirect', 'build']);

/** The same for the `res` that `authorize()` gets, and the HTTP request behind it. */
export const respondersOf = oncePerFlow(['response', 'request']);

function oncePerFlow(kinds: readonly Fact['kind'][]): (flow: Flow) => Carriers {
  const known = new WeakMap<Flow, Carriers>();
  return (flow) => {
    const found = known.get(flow) ?? new Walk(flow, new Set(kinds)).run();
    known.set(flow, found);
    return found;
  };
}

class Walk {
  readonly expressions = new Set<ts.Expression>();
  /** Expressions that were looked at, whether they carry the request or not. */
  private readonly asked = new Set<ts.Expression>();
  private readonly entered = new Set<Key>();
  private readonly stores = new Set<Key>();
  private readonly returning = new Set<FunctionLike>();
  readonly declarations = new Set<ts.NamedDeclaration>();
  readonly calls = new Set<Call>();
  readonly assignments = new Set<ts.BinaryExpression>();
  private readonly flow: Flow;
  private readonly kinds: ReadonlySet<Fact['kind']>;

  /** @param kinds the facts that are followed */
  constructor(flow: Flow, kinds: ReadonlySet<Fact['kind']>) {
    this.flow = flow;
    this.kinds = kinds;
  }

  run(): Carriers {
    for (const parameter of this.flow.authorize.parameters) this.enter(parameter, parameter);
    for (const node of this.expressions) this.leave(node);
    return this;
  }

  private ask(node: ts.Expression): void {
    const plain = unwrap(node);
    if (this.asked.has(plain)) return;
    this.asked.add(plain);
    if (this.carries(plain)) this.expressions.add(plain);
  }

  private carries(value: ts.Expression): boolean {
    return this.flow.reach(value).some(({ kind }) => this.kinds.has(kind));
  }

  /** The same for what is known about a declaration. */
  private holds(facts: readonly Fact[]): boolean {
    return facts.some(
      (fact) => this.kinds.has(fact.kind) || (fact.kind === 'record' && this.carries(fact.literal)),
    );
  }

  /** Where an expression that carries the request passes it on. */
  private leave(node: ts.Expression): void {
    const { project } = this.flow;
    for (const around of expressionsAround(node)) this.ask(around);
    const outer = wrapped(node);
    const { parent } = outer;
    if (isArgument(outer)) {
      this.calls.add(parent as Call);
      // What reads the text again is linked to it by its type only.
      if (ts.isCallExpression(parent) && isEncoder(parent))
        for (const each of decodersOf(project)) this.ask(each);
    }
    if (ts.isBinaryExpression(parent) && parent.right === outer) {
      if (parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) this.assignments.add(parent);
    }
    for (const key of receivingKeys(project, node)) {
      this.note(key);
      this.enter(key, node);
    }
    const member = memberAround(node);
    if (member && ts.isPropertyAssignment(member)) this.note(member);
    const store = storeAround(node);
    if (store) {
      for (const key of keysOf(project, store)) this.note(key);
      for (const key of storesAt(project, store)) this.enterStore(key, store);
    }
    const owner = returningFunction(node);
    if (owner) this.enterReturn(owner);
  }

  /** Notes what holds the request, where other files can name it. */
  private note(key: Key): void {
    if (typeof key === 'string') return;
    if (ts.isPropertyDeclaration(key) || ts.isPropertySignature(key)) this.declarations.add(key);
    else if (
      ts.isVariableDeclaration(key) ||
      ts.isPropertyAssignment(key) ||
      ts.isShorthandPropertyAssignment(key)
    ) {
      if (isNamedForOthers(key)) this.declarations.add(key);
    }
  }

  /** The uses of a variable, parameter, field or member that gets the request. */
  private enter(key: Key, at: ts.Node): void {
    const { flow } = this;
    if (this.entered.has(key)) return;
    this.entered.add(key);
    if (typeof key !== 'string') {
      if (!this.holds(flow.factsOfDeclaration(key))) return;
      if (ts.isParameter(key)) this.enterFunction(key.parent as FunctionLike);
      const { name } = key as ts.VariableDeclaration;
      if (name && isPattern(name)) {
        for (const element of name.elements) if (ts.isBindingElement(element)) this.enter(element, element);
        return;
      }
    }
    for (const use of usesOf(flow.project, key, at)) {
      if (ts.isBindingElement(use)) this.enter(use, use);
      else this.ask(use);
    }
  }

  private enterReturn(owner: FunctionLike): void {
    if (this.returning.has(owner)) return;
    this.returning.add(owner);
    this.enterFunction(owner);
    if (ts.isGetAccessor(owner)) this.enter(owner, owner);
    for (const call of callsOf(this.flow.project, owner)) this.ask(call);
  }

  /** Notes a function, and the members through which other files call one that is local. */
  private enterFunction(owner: FunctionLike): void {
    if (owner === this.flow.authorize || this.declarations.has(owner)) return;
    this.declarations.add(owner);
    if (ts.isConstructorDeclaration(owner)) return;
    const { project } = this.flow;
    for (const member of membersWith(project, owner)) {
      if (isNamedForOthers(member)) continue;
      const value = ts.isPropertyAssignment(member) ? member.initializer : member.name;
      if (functionAt(project, value) === owner) this.declarations.add(member);
    }
  }

  /** The uses of a collection that the request is put into, under every name that it has. */
  private enterStore(key: Key, at: ts.Node): void {
    if (this.stores.has(key)) return;
    this.stores.add(key);
    const { project } = this.flow;
    for (const use of usesOf(project, key, at)) {
      if (ts.isBindingElement(use)) {
        this.enterStore(use, use);
        continue;
      }
      this.read(use);
      const member = memberAround(use);
      const members = member ? declarationsOf(project, member) : [];
      for (const next of [...receivingKeys(project, use), ...members]) this.enterStore(next, use);
    }
  }

  /** What is taken out of a collection, and the call that gets the whole. */
  private read(store: ts.Expression): void {
    const outer = wrapped(store);
    const { parent } = outer;
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
      for (const around of expressionsAround(store)) this.ask(around);
    const member = memberAround(store);
    const given = member ? wrapped(member.parent) : outer;
    if (isArgument(given) && putInto(this.flow.project, store).some((put) => this.carries(put)))
      this.calls.add(given.parent as Call);
  }
}

function isArgument(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && (parent.arguments?.includes(node) ?? false)
  );
}

function isPattern(name: ts.Node): name is ts.BindingPattern {
  return ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name);
}

/** True for what other files can name: top-level variables, and the members of their objects. */
function isNamedForOthers(node: ts.Node): boolean {
  for (let owner = node.parent; owner; owner = owner.parent) {
    if (ts.isSourceFile(owner)) return true;
    if (isFunctionLike(owner) || ts.isCallExpression(owner)) return false;
  }
  return false;
}
