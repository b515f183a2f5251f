import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from './batch.ts';
import { seed, wanted } from './check.ts';
import { type ContextBreach, holdForContexts, type Request } from './context-laws.ts';
import { type ContextHost, contextHosts, filesOfContext, requestOf, simpler } from './contexts.ts';
import { emptyTally, expectFloor, type Tally } from './floor.ts';
import { keep, keptIn, smallest } from './kept.ts';
import { told } from './told.ts';

const target = Math.ceil(wanted / 20);
const perRun = 50;
const idOf = (index: number): string => `p${String(index).padStart(4, '0')}`;

function hold(
  specs: readonly ContextHost[],
  typed: boolean,
  tally?: Tally,
): Promise<readonly ContextBreach[]> {
  const all = specs.map((spec, index) => [idOf(index), spec] as const);
  return holdForContexts(
    Object.fromEntries(all.map(([id, spec]) => [id, filesOfContext(spec)])),
    Object.fromEntries(all.map(([id, spec]) => [id, requestOf(spec)])),
    typed,
    tally,
  );
}

describe('who calls a handler', () => {
  it(`is known as on v1, or found, for ${target} servers`, { timeout: 3_600_000 }, async () => {
    const tally = emptyTally();
    for (let part = 0; part * perRun < target; part++) {
      const size = Math.min(perRun, target - part * perRun);
      const specs = fc.sample(contextHosts, { seed: seed + part, numRuns: size });
      const [first] = await hold(specs, part === 0, tally);
      if (first) throw await failed(first, specs[Number(first.id.slice(1))]!, seed + part);
    }
    expectFloor(tally, { safe: 66 });
  });

  const kept = keptIn<{ files: Batch[string]; request: Request }>('contexts');
  it(`is so for the ${kept.length} servers for which it once was not`, { timeout: 600_000 }, async () => {
    if (kept.length === 0) return;
    const all = kept.map((each, index) => [idOf(index), each] as const);
    const batch = Object.fromEntries(all.map(([id, { files }]) => [id, files]));
    const requests = Object.fromEntries(all.map(([id, { request }]) => [id, request]));
    expect(await holdForContexts(batch, requests, true)).toEqual([]);
  });
});

/** Shrinks and keeps a server, and says what is wrong. */
async function failed(breach: ContextBreach, host: ContextHost, seed: number): Promise<Error> {
  const found = await smallest(host, async (each) => (await hold([each], true))[0], simpler);
  const place = found
    ? keep('contexts', { files: filesOfContext(found.program), request: requestOf(found.program) })
    : 'not kept: alone it breaks no law';
  return told(found?.breach ?? breach, `PROPERTY_SEED=${seed}, ${place}`, found?.program ?? host);
}
