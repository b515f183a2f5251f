import type { ts } from '../../../compiler.cjs';
import type { Value } from './value.ts';

/** What one evaluation knows of the variables so far. */
export class Knowledge {
  private readonly values: Map<ts.Symbol, Value>;
  /** Variables that hold the outcome of a decision, such as `const isForbidden = …`. */
  private readonly decisions: Set<ts.Symbol>;
  private nameIndex: { readonly size: number; readonly names: ReadonlySet<string> } | undefined;

  constructor(values = new Map<ts.Symbol, Value>(), decisions = new Set<ts.Symbol>()) {
    this.values = values;
    this.decisions = decisions;
  }

  get(symbol: ts.Symbol): Value | undefined {
    return this.values.get(symbol);
  }

  has(symbol: ts.Symbol): boolean {
    return this.values.has(symbol);
  }

  learn(symbol: ts.Symbol, value: Value): void {
    this.values.set(symbol, value);
  }

  forget(symbol: ts.Symbol): void {
    this.values.delete(symbol);
  }

  learnDecision(symbol: ts.Symbol): void {
    this.decisions.add(symbol);
  }

  isDecision(symbol: ts.Symbol): boolean {
    return this.decisions.has(symbol);
  }

  /** Names of the variables whose value is known. */
  names(): ReadonlySet<string> {
    if (this.nameIndex?.size !== this.values.size) {
      const names = new Set([...this.values.keys()].map(({ name }) => name));
      this.nameIndex = { size: this.values.size, names };
    }
    return this.nameIndex.names;
  }

  fork(): Knowledge {
    return new Knowledge(new Map(this.values), new Set(this.decisions));
  }

  /** Takes the values of the wanted variables from `other`. */
  takeFrom(other: Knowledge, isWanted: (symbol: ts.Symbol) => boolean): void {
    for (const [symbol, value] of other.values) if (isWanted(symbol)) this.learn(symbol, value);
  }

  /** Takes all that a fork of this learned. */
  merge(fork: Knowledge): void {
    this.takeFrom(fork, () => true);
    for (const symbol of fork.decisions) this.learnDecision(symbol);
  }

  /** A copy in which the decisions with a wanted value have another one, and which decisions these are. */
  replaceDecisions(
    isWanted: (value: Value | undefined) => boolean,
    value: Value,
  ): { readonly replaced: readonly ts.Symbol[]; readonly known: Knowledge } {
    const replaced = [...this.decisions].filter((symbol) => isWanted(this.get(symbol)));
    const values = new Map(this.values);
    for (const symbol of replaced) values.set(symbol, value);
    return { replaced, known: new Knowledge(values, this.decisions) };
  }
}
