import type { ts } from '../../../compiler.cjs';

/** Variables that a direct use of the query passes by; they go when nothing else reads them. */
export class Bypassed {
  readonly #uses = new Map<ts.Symbol, Set<ts.Identifier>>();

  add(variable: ts.Symbol, use: ts.Identifier): void {
    this.#uses.set(variable, (this.#uses.get(variable) ?? new Set()).add(use));
  }

  /** Each variable with the uses that go. */
  get all(): readonly (readonly [ts.Symbol, ReadonlySet<ts.Identifier>])[] {
    return [...this.#uses];
  }
}
