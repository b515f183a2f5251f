import type { Detected } from './detected.ts';

/** A fix may need another one before it, so a number may stand still once. Twice means that fixes lead to more of their kind. */
const maxStalls = 2;

/** Fixes that overlap take turns. More turns than this cost more than they are worth. */
const maxRounds = 32;

/** The findings of one rule in one file. */
export const kindOf = (item: Detected): string => `${item.rule.id}\0${item.file}`;

/** Whether the rounds of a plan lead to an end: of each kind of finding there must be fewer and fewer. */
export class Progress {
  private readonly lowest = new Map<string, number>();
  private readonly stalls = new Map<string, number>();
  private round = 0;

  /**
   * The kinds whose fixes are not to be applied again, because they do not settle.
   *
   * @param found all findings of this round
   * @param wanted those of them whose fixes would be applied next
   */
  stalled(found: readonly Detected[], wanted: readonly Detected[]): ReadonlySet<string> {
    const kinds = new Set(wanted.map(kindOf));
    if (this.round++ >= maxRounds) return kinds;
    const counts = new Map<string, number>();
    for (const item of found) counts.set(kindOf(item), (counts.get(kindOf(item)) ?? 0) + 1);
    return new Set([...kinds].filter((kind) => this.isStalled(kind, counts.get(kind) ?? 0)));
  }

  private isStalled(kind: string, count: number): boolean {
    const lowest = this.lowest.get(kind) ?? Number.POSITIVE_INFINITY;
    this.lowest.set(kind, Math.min(lowest, count));
    const stalls = (this.stalls.get(kind) ?? 0) + (count < lowest ? 0 : 1);
    this.stalls.set(kind, stalls);
    return stalls >= maxStalls;
  }
}
