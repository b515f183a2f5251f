import type { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';

/** How a place was reached: backwards from what it gives its value to, forwards from where it gets it, or by its declaration. */
export type Direction = 'back' | 'out' | 'declared';

interface Frame {
  readonly node: ts.Node;
  readonly path: AccessPath;
  readonly direction: Direction;
}

/** The walk descends by recursion. A flow of real code has some twenty steps; this many, and the deepest nesting, fit the stack. */
const maxSteps = 600;

/**
 * Which places of one walk give their value to which others? Two ask it. Of a widened flow, the places that strings
 * arrive at take both forms, all others take the query alone (widened.ts); and on which ways does nothing ask for the code
 * (asked-code.ts)? Where the direction is not certain, both are noted.
 */
export class FlowGraph {
  readonly #stack: Frame[] = [];
  readonly #to = new Map<ts.Node, Set<ts.Node>>();
  readonly #codes = new Set<ts.Node>();
  #failure: { readonly error: unknown; readonly stack: readonly Frame[] } | undefined;

  /** The place that is followed at this moment. */
  get current(): ts.Node | undefined {
    return this.#stack.at(-1)?.node;
  }

  /** Follows a place: what is followed meanwhile is linked with it. */
  within(frame: Frame, follow: () => void): void {
    if (this.#stack.length >= maxSteps)
      throw new CannotFollow('flow-too-wide', frame.node, `It is more than ${maxSteps} steps away.`);
    const from = this.#stack.at(-1);
    if (from) this.#connect(from, frame);
    if (isOfCode(frame)) this.#codes.add(frame.node);
    this.#stack.push(frame);
    try {
      follow();
    } catch (error) {
      if (this.#failure?.error !== error) this.#failure = { error, stack: [...this.#stack] };
      throw error;
    } finally {
      this.#stack.pop();
    }
  }

  /** The value of a place arrives at the one that is followed. */
  begin(source: ts.Node): void {
    if (this.current) this.link(source, this.current);
  }

  /** A place that shares its values with the one that is followed. */
  join(node: ts.Node): void {
    if (this.current) this.joinAll([this.current, node]);
  }

  joinAll(nodes: readonly ts.Node[]): void {
    const [first, ...others] = nodes;
    if (!first) return;
    for (const each of others) {
      this.link(first, each);
      this.link(each, first);
    }
  }

  /** The expressions that stand for the code itself on the way to where the walk failed, from the call on. */
  codesBefore(error: unknown): readonly ts.Expression[] {
    const failure = this.#failure;
    if (failure?.error !== error) return [];
    return (failure?.stack ?? []).filter(isOfCode).map(({ node }) => node as ts.Expression);
  }

  /** True for an expression that stands for the code itself, and gives it to what was followed before. */
  isCode(node: ts.Node): boolean {
    return this.#codes.has(node);
  }

  /** Every place that the values of these arrive at, but for what lies behind an end. */
  reachedFrom(
    sources: Iterable<ts.Node>,
    isEnd: (node: ts.Node) => boolean = () => false,
  ): ReadonlySet<ts.Node> {
    const reached = new Set<ts.Node>(sources);
    for (const node of reached) {
      if (isEnd(node)) continue;
      for (const next of this.#to.get(node) ?? []) reached.add(next);
    }
    return reached;
  }

  #connect(from: Frame, to: Frame): void {
    const isPlain = to.path.every(({ kind }) => kind === 'await' || kind === 'call');
    const isOneWay = isPlain && (to.direction !== 'back' || from.direction !== 'out' || isArgument(from, to));
    if (!isOneWay) return this.joinAll([from.node, to.node]);
    if (to.direction === 'out' || (to.direction === 'declared' && from.direction === 'out'))
      this.link(from.node, to.node);
    else if (to.direction === 'back' || from.direction === 'back') this.link(to.node, from.node);
    else this.joinAll([from.node, to.node]);
  }

  /** The value of one place arrives at the other. */
  link(from: ts.Node, to: ts.Node): void {
    this.#to.set(from, (this.#to.get(from) ?? new Set()).add(to));
  }
}

/** The place is an expression that stands for the code itself. */
function isOfCode({ direction, path }: Frame): boolean {
  return direction === 'back' && path.length === 0;
}

/** What a call passes to the parameter whose function is followed to that call. */
function isArgument(from: Frame, to: Frame): boolean {
  return from.path[0]?.kind === 'argument' && to.path.length === from.path.length - 1;
}
