import { ts } from '../../../compiler.cjs';
import type { Registration } from './registrations.ts';

/** `ctx.authInfo`, `ctx['authInfo']`, `const { authInfo } = ctx`, `({ authInfo } = ctx)`. */
export type ReadNode =
  | ts.PropertyAccessExpression
  | ts.ElementAccessExpression
  | ts.BindingElement
  | ts.PropertyAssignment
  | ts.ShorthandPropertyAssignment;

/** A place where code asks a context for `authInfo`, which is not there on v2. */
export interface ContextRead {
  readonly node: ReadNode;
  readonly registration: Registration;
  /** The calls and assignments on the way, in order. */
  readonly steps: readonly ts.Node[];
  /** Where the context came into the function around it. */
  readonly entry: Entry;
}

/** A test for the member, which no context of v2 has: `'authInfo' in ctx`. */
export interface ContextTest extends Omit<ContextRead, 'node'> {
  readonly node: TestNode;
}

export type TestNode = ts.BinaryExpression | ts.CallExpression | ts.ForInStatement;

export const isTestNode = (node: ReadNode | TestNode): node is TestNode =>
  ts.isBinaryExpression(node) || ts.isCallExpression(node) || ts.isForInStatement(node);

/** A parameter, a field, a variable or a storage that gets a context, or an object that has one. */
export interface Entry {
  readonly place: ts.Declaration;
  /** The members that lead to the context, as {@link ContextFlow.carried} has them. */
  readonly from: string;
  /** Where it was passed on from. */
  readonly before: Set<Entry>;
}

/** What contexts reach. */
export interface ContextFlow {
  readonly reads: readonly ContextRead[];
  readonly tests: readonly ContextTest[];
  /** The expressions that may be a context, or an object that has one, with the members that lead to it. */
  readonly carried: ReadonlyMap<ts.Node, ReadonlySet<string>>;
  readonly entries: ReadonlyMap<ts.Node, readonly Entry[]>;
  /** Code that may set the member, of contexts that came by an entry: `ctx.authInfo ??= …`, `Object.assign(ctx, …)`. */
  readonly changed: ReadonlyMap<Entry, readonly ts.Expression[]>;
}

/** How a context got somewhere. */
export interface Way {
  readonly registration: Registration;
  readonly steps: readonly ts.Node[];
  /** The members that lead from the value to the context: `['extra']` for `{ extra: ctx }`. */
  readonly path: readonly string[];
  readonly entry: Entry | undefined;
}
