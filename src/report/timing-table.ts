import type { PhaseTime, Timing } from '../model/timing.ts';

/** What a run cost, one line a phase, for `--timing` on a terminal. */
export function timingTable({ phases, ms, cpuMs, peakMiB }: Timing): string {
  const rows = [...phases, { phase: `total, ${peakMiB.toFixed(0)} MiB at most`, times: 1, ms, cpuMs }];
  const width = Math.max(...rows.map((row) => nameOf(row).length));
  const head = `${''.padEnd(width)}  ${'wall'.padStart(9)}  ${'CPU'.padStart(9)}`;
  return [
    head,
    ...rows.map((row) => `${nameOf(row).padEnd(width)}  ${seconds(row.ms)}  ${seconds(row.cpuMs)}`),
    '',
  ].join('\n');
}

const nameOf = ({ phase, times }: PhaseTime): string => (times > 1 ? `${phase} (${times} times)` : phase);

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`.padStart(9);
