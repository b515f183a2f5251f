/** How much of what is generated the tool fixes: a tool that refuses everything would break no other law. */
import { expect } from 'vitest';
import type { ReportedFinding } from '../../src/index.ts';

export type Outcome = 'safe' | 'suggested' | 'none' | 'nothing';
export type Tally = Record<Outcome, number>;

export const emptyTally = (): Tally => ({ safe: 0, suggested: 0, none: 0, nothing: 0 });

/**
 * What becomes of one program.
 *
 * @param findings those of a run that writes the safe fixes
 * @param open those that are left when the suggested ones are written, too
 */
export function outcomeOf(findings: readonly ReportedFinding[], open: readonly ReportedFinding[]): Outcome {
  if (findings.length === 0) return 'nothing';
  if (findings.every(({ status }) => status === 'fixed')) return 'safe';
  return open.length === 0 ? 'suggested' : 'none';
}

/** Shares of all programs, in percent. They are those of today less a little; fewer programs say nothing about shares. */
export function expectFloor(tally: Tally, floor: Partial<Readonly<Tally>>, programs = 80): void {
  const all = Object.values(tally).reduce((sum, each) => sum + each, 0);
  if (all < programs) return;
  for (const [outcome, share] of Object.entries(floor))
    expect(
      (100 * tally[outcome as Outcome]) / all,
      `${outcome}, of ${JSON.stringify(tally)}`,
    ).toBeGreaterThanOrEqual(share);
}
