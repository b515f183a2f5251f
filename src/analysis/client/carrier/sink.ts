import type { ts } from '../../../compiler.cjs';
import type { Borrowing } from '../redemption/finish-auth-calls.ts';

/** A call that redeems an authorization code, and how the issuer reaches it. */
export interface Sink {
  readonly call: ts.CallExpression;
  readonly code: ts.Expression;
  /** The second string of `finishAuth`, which the fix removes. */
  readonly issuer?: ts.Expression | undefined;
  /** Set where the method is taken off its transport. */
  readonly borrowed?: Borrowing | undefined;
  /** The project's own declaration of the method, around a transport of the SDK. */
  readonly declaration?: ts.Declaration | undefined;
  /** `query`: the call takes the URLSearchParams; `fields`: it takes `code` and `iss` as fields of an options object. */
  readonly takes: 'query' | 'fields';
}

/** Finds the sink whose code an expression is. */
export type FindSink = (code: ts.Expression) => Sink | undefined;

/** The sinks that one migration serves. */
export class SinkSet {
  /** The sink whose code an expression is, among all sinks of the project. */
  readonly at: FindSink;
  readonly #served = new Map<ts.CallExpression, Sink>();

  constructor(at: FindSink) {
    this.at = at;
  }

  /** Serves a sink; false when it is served already. */
  add(sink: Sink): boolean {
    if (this.#served.has(sink.call)) return false;
    this.#served.set(sink.call, sink);
    return true;
  }

  all(): readonly Sink[] {
    return [...this.#served.values()];
  }
}
