import type { ts } from '../../../compiler.cjs';

/** Thrown to start over: a variable that was followed cannot be followed. */
export class Retry extends Error {}

/** The `let`s whose values are followed through their assignments instead of being written. */
export class Tracking {
  private readonly followed = new Set<ts.Symbol>();
  private readonly givenUp: Set<ts.Symbol>;

  constructor(givenUp = new Set<ts.Symbol>()) {
    this.givenUp = givenUp;
  }

  /** For another attempt. It does not follow the variables that this one gave up. */
  again(): Tracking {
    return new Tracking(this.givenUp);
  }

  get isEmpty(): boolean {
    return this.followed.size === 0;
  }

  follows(symbol: ts.Symbol): boolean {
    return this.followed.has(symbol);
  }

  canFollow(symbol: ts.Symbol): boolean {
    return !this.givenUp.has(symbol);
  }

  follow(symbol: ts.Symbol): void {
    this.followed.add(symbol);
  }

  giveUp(symbol: ts.Symbol): never {
    this.givenUp.add(symbol);
    throw new Retry();
  }
}
