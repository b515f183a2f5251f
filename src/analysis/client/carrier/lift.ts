import type { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import type { Project } from '../../program/project.ts';
import { Absence } from './absence.ts';
import { BoxSet } from './box-set.ts';
import { Bypassed } from './bypassed.ts';
import { CarrierSet } from './carrier-set.ts';
import { EditList } from './edit-list.ts';
import { EmptyYet } from './empty-yet.ts';
import { Evidence } from './evidence.ts';
import { FieldSet } from './field-set.ts';
import { FlowGraph } from './flow-graph.ts';
import { Generics } from './generics.ts';
import { NewNames } from './new-names.ts';
import { RetypedAliases } from './retyped-aliases.ts';
import { type FindSink, SinkSet } from './sink.ts';
import { Trace } from './trace.ts';
import { UseSet } from './use-set.ts';
import { Visited } from './visited.ts';

/** What all migrations of one project share. */
export interface Shared {
  readonly findSink: FindSink;
  readonly names: NewNames;
}

/** What takes strings beside the query: nothing; everything, where code outside the project passes the code in; or these places. */
export interface Widening {
  readonly wide?: 'all' | ReadonlySet<ts.Node>;
  /** The expressions that stay strings. */
  readonly kept?: ReadonlySet<ts.Expression>;
  /** True for a walk that only asks who gives a value: what holds it keeps its type. */
  readonly asks?: boolean;
}

export type Local = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

/**
 * The recursive descent of a migration. Handlers of one kind of node continue through it, and none imports the dispatcher that
 * implements it (follow.ts). `path` leads from the node to the code; an empty path means that the node is the code itself.
 */
export interface Follow {
  /** Backwards: what an expression is made from. */
  expression(expression: ts.Expression, path: AccessPath): void;
  /** Forwards: who takes the value of an expression. */
  out(expression: ts.Expression, path: AccessPath): void;
  /** Both directions, from whatever a name means. */
  symbol(symbol: ts.Symbol | undefined, path: AccessPath, at: ts.Node): void;
  /** Both directions, from a variable, a parameter or a destructured name: its type, its writers and its readers. */
  local(declaration: Local, path: AccessPath): void;
  /** Both directions, from a member of a record, class or interface, by any of its declarations. */
  field(declarations: readonly ts.Declaration[], path: AccessPath): void;
  /** Both directions, from a function: its body, and everyone who has it. */
  function(fn: ts.FunctionLikeDeclaration, path: AccessPath): void;
}

/** Continues from one kind of node. Tables by kind hold these. */
export type Handler<N extends ts.Node> = (lift: Lift, node: N, path: AccessPath) => void;

/**
 * One migration while it runs. Each part of its state answers its own questions, and handlers go on through `follow`.
 * Names and uses are written at the end (finish.ts), when every carrier is known.
 */
export class Lift {
  readonly project: Project;
  readonly names: NewNames;
  readonly follow: Follow;
  readonly sinks: SinkSet;
  readonly visited: Visited;
  readonly edits = new EditList();
  readonly trace = new Trace();
  readonly evidence = new Evidence();
  readonly carriers = new CarrierSet();
  readonly fields = new FieldSet();
  readonly uses = new UseSet();
  readonly absence = new Absence();
  readonly emptyYet = new EmptyYet();
  readonly bypassed = new Bypassed();
  readonly aliases = new RetypedAliases();
  readonly generics = new Generics();
  readonly boxes = new BoxSet();
  readonly flow = new FlowGraph();
  /** The calls, and the elements of components, that pass on what is followed. */
  readonly callers = new Set<ts.Node>();
  readonly #widening: Widening;
  readonly #followOf: (lift: Lift) => Follow;

  /** @param followOf - makes the descent: it knows the handlers, which know nothing but this state */
  constructor(
    project: Project,
    { findSink, names }: Shared,
    widening: Widening,
    followOf: (lift: Lift) => Follow,
  ) {
    this.project = project;
    this.names = names;
    this.#widening = widening;
    this.#followOf = followOf;
    this.sinks = new SinkSet(findSink);
    this.visited = new Visited(project);
    this.follow = followOf(this);
  }

  /** Another walk, which only asks who gives a value. Nothing that it would write is written. */
  asking(followOther: (lift: Lift, follow: Follow) => Partial<Follow>): Lift {
    const shared: Shared = { findSink: () => undefined, names: new NewNames() };
    return new Lift(this.project, shared, { asks: true }, (lift) => {
      const follow = this.#followOf(lift);
      return { ...follow, ...followOther(lift, follow) };
    });
  }

  get asks(): boolean {
    return this.#widening.asks === true;
  }

  /** True where everything on the flow takes strings beside the query from now on. */
  get isWidened(): boolean {
    return this.#widening.wide === 'all';
  }

  /** True for a place that takes strings beside the query: by default, the one that is followed at this moment. */
  isWide(place = this.flow.current): boolean {
    const { wide } = this.#widening;
    return wide === 'all' || (place !== undefined && (wide?.has(place) ?? false));
  }

  /** True for an expression that stays a string: a caller that has no query passes it. */
  keeps(expression: ts.Expression): boolean {
    const keeps = this.#widening.kept?.has(expression) ?? false;
    if (keeps) {
      this.evidence.keep(expression);
      this.trace.step(expression, 'a string without the query is passed here, and stays one');
      this.flow.begin(expression);
    }
    return keeps;
  }
}
