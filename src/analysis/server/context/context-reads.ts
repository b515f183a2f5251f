import { ts } from '../../../compiler.cjs';
import type { Registration } from './registrations.ts';

/** A member access, or a member of a pattern; `({ authInfo } = ctx)` has the pattern of an assignment. */
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
  /** Values that may stand there instead of the context. */
  readonly others: readonly ts.Expression[];
}

/** A test for the member, which no context of v2 has: `'authInfo' in ctx`. */
export interface ContextTest extends Omit<ContextRead, 'node'> {
  readonly node: TestNode;
}

export type TestNode = ts.BinaryExpression | ts.CallExpression;

export const isTestNode = (node: ReadNode | TestNode): node is TestNode =>
  ts.isBinaryExpression(node) || ts.isCallExpression(node);

/** A parameter, a field, a variable or a storage that gets a context, or an object that has one. */
export interface Entry {
  readonly place: ts.Declaration;
  /** The members that lead to the context, as {@link ContextFlow.passed} has them. */
  readonly from: string;
  /** Where it was passed on from. */
  readonly before: Set<Entry>;
}

/** What contexts reach. */
export interface ContextFlow {
  readonly reads: readonly ContextRead[];
  /** The expressions that pass a context, or an object that has one, with the members that lead to it. */
  readonly passed: ReadonlyMap<ts.Node, ReadonlySet<string>>;
  readonly tests: readonly ContextTest[];
  /** The expressions that are a context. */
  readonly reached: ReadonlySet<ts.Node>;
  /** Where the member of a context is set if it has none: `ctx.authInfo ??= DEV`. */
  readonly filled: ReadonlyMap<Entry, ts.Node>;
}

/** How a context got somewhere. */
export interface Way {
  readonly registration: Registration;
  readonly steps: readonly ts.Node[];
  /** The members that lead from the value to the context: `['extra']` for `{ extra: ctx }`. */
  readonly path: readonly string[];
  readonly entry: Entry | undefined;
  readonly others: readonly ts.Expression[];
}
