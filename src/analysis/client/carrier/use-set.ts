import type { ts } from '../../../compiler.cjs';

/** What each use of a carrier wants: the whole query, or the code alone. */
export class UseSet {
  readonly #whole = new Set<ts.Node>();
  readonly #plain = new Set<ts.Expression>();
  readonly #reduced = new Set<ts.Node>();

  /** The expression gives the query from now on, and something takes it whole. */
  wantWhole(expression: ts.Node): void {
    this.#whole.add(expression);
  }

  /** The expression gives the query from now on, and only the code is wanted there. */
  wantCode(expression: ts.Expression): void {
    this.#plain.add(expression);
  }

  /** The code is read out of the query here. */
  reduce(use: ts.Node): void {
    this.#reduced.add(use);
  }

  isWhole(expression: ts.Node): boolean {
    return this.#whole.has(expression);
  }

  /** Expressions, not names, of which the code alone is wanted. */
  get plain(): readonly ts.Expression[] {
    return [...this.#plain].filter((each) => !this.isWhole(each));
  }

  get whole(): ReadonlySet<ts.Node> {
    return this.#whole;
  }

  get reduced(): ReadonlySet<ts.Node> {
    return this.#reduced;
  }
}
