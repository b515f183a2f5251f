/** What one phase of a run cost; a phase that happens several times is summed up. */
export interface PhaseTime {
  readonly phase: string;
  readonly times: number;
  /** Milliseconds on the clock. */
  readonly ms: number;
  /** Milliseconds of processor time, all threads together. */
  readonly cpuMs: number;
}

/** What a run cost, for `--timing`. */
export interface Timing {
  /** In the order in which they began; what lies between the phases is `other`. */
  readonly phases: readonly PhaseTime[];
  /** Since the process began. */
  readonly ms: number;
  readonly cpuMs: number;
  /** The most memory that the process held, in MiB. */
  readonly peakMiB: number;
}

/** Measures phases that do not overlap. */
export class Stopwatch {
  readonly #phases = new Map<string, { times: number; ms: number; cpuMs: number }>();

  /** Counts from the start of the process: what has passed until now was the start. */
  constructor() {
    this.#add('start', performance.now(), cpu());
  }

  /** Does the work, and counts what it costs. */
  time<T>(phase: string, work: () => T): T {
    const [ms, cpuMs] = [performance.now(), cpu()];
    const count = () => this.#add(phase, performance.now() - ms, cpu() - cpuMs);
    const result = work();
    if (result instanceof Promise) return result.finally(count) as T;
    count();
    return result;
  }

  read(): Timing {
    const [ms, cpuMs] = [performance.now(), cpu()];
    const phases = [...this.#phases].map(([phase, each]) => ({ phase, ...each }));
    const sum = (of: (each: PhaseTime) => number): number => phases.reduce((all, each) => all + of(each), 0);
    const other = {
      phase: 'other',
      times: 1,
      ms: ms - sum((each) => each.ms),
      cpuMs: cpuMs - sum((each) => each.cpuMs),
    };
    return { phases: [...phases, other], ms, cpuMs, peakMiB: process.resourceUsage().maxRSS / 1024 };
  }

  #add(phase: string, ms: number, cpuMs: number): void {
    const known = this.#phases.get(phase) ?? { times: 0, ms: 0, cpuMs: 0 };
    this.#phases.set(phase, { times: known.times + 1, ms: known.ms + ms, cpuMs: known.cpuMs + cpuMs });
  }
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
