import type { ts } from '../../../compiler.cjs';

/** The variables, parameters and destructured names that will hold the query itself. */
export class CarrierSet {
  readonly #carriers = new Set<ts.NamedDeclaration>();

  add(carrier: ts.NamedDeclaration): void {
    this.#carriers.add(carrier);
  }

  has(declaration: ts.Node): boolean {
    return this.#carriers.has(declaration as ts.NamedDeclaration);
  }

  get all(): readonly ts.NamedDeclaration[] {
    return [...this.#carriers];
  }
}
