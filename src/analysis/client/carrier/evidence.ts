import type { ts } from '../../../compiler.cjs';
import type { RefusalCode } from '../../../model/refusals.ts';
import type { QueryRead } from '../query/query-read.ts';
import type { CarrierObligation } from './carrier-obligations.ts';

/** Something of the project that a migration changes although code outside the project may rely on it. */
export interface Assumption {
  /** What it leaves unproved. */
  readonly obligation: CarrierObligation;
  readonly code: RefusalCode;
  readonly detail: string;
  /** True when code outside the project passes the code in here. */
  readonly isInput?: boolean;
}

/** What one migration has found at the ends of its flow: queries, and code that the project does not show. */
export class Evidence {
  readonly #reads = new Map<ts.Node, QueryRead>();
  readonly #arrivals = new Set<ts.Node>();
  readonly #kept = new Set<ts.Expression>();
  readonly #assumptions: Assumption[] = [];

  /** The code leaves a query here. */
  readAt(read: QueryRead): void {
    this.#reads.set(read.node, read);
  }

  get reads(): readonly QueryRead[] {
    return [...this.#reads.values()];
  }

  /** The flow ends at a query that arrives whole already. */
  arriveAt(node: ts.Node): void {
    this.#arrivals.add(node);
  }

  /** A string without a query arrives here, and stays one. */
  keep(expression: ts.Expression): void {
    this.#kept.add(expression);
  }

  get kept(): ReadonlySet<ts.Expression> {
    return this.#kept;
  }

  assume(assumption: Assumption): void {
    this.#assumptions.push(assumption);
  }

  get assumptions(): readonly Assumption[] {
    return this.#assumptions;
  }

  /** Where queries enter the flow. */
  get sources(): readonly ts.Node[] {
    return [...this.#reads.keys(), ...this.#arrivals];
  }

  get hasSource(): boolean {
    return this.#reads.size + this.#arrivals.size > 0;
  }

  /** True when every query arrives whole already, though no type says so. */
  get isWholeAlready(): boolean {
    return this.#reads.size === 0;
  }

  get takesInput(): boolean {
    return this.#assumptions.some((each) => each.isInput);
  }
}
