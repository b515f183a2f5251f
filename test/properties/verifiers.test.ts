import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from './batch.ts';
import { seed, wanted } from './check.ts';
import { emptyTally, expectFloor, type Tally } from './floor.ts';
import { keep, keptIn, smallest } from './kept.ts';
import { told } from './told.ts';
import { holdForVerifiers, type VerifierBreach } from './verifier-laws.ts';
import { filesOfVerifier, simpler, type VerifierHost, verifierHosts } from './verifiers.ts';

const target = Math.ceil(wanted / 25);
const perRun = 40;
const idOf = (index: number): string => `p${String(index).padStart(4, '0')}`;

/** Code that reads errors speaks for its whole project: servers with such code have a project of their own. */
async function hold(
  specs: readonly VerifierHost[],
  typed: boolean,
  tally?: Tally,
): Promise<readonly VerifierBreach[]> {
  const all = specs.map((spec, index) => [idOf(index), spec] as const);
  const found: VerifierBreach[] = [];
  for (const reads of [false, true]) {
    const group = all.filter(([, { reader }]) => (reader !== 'none') === reads);
    if (group.length === 0) continue;
    const batch = Object.fromEntries(group.map(([id, spec]) => [id, filesOfVerifier(spec)]));
    found.push(...(await holdForVerifiers(batch, typed, tally)));
  }
  return found;
}

describe('what a server answers to a bad token', () => {
  it(`is 401 with a challenge, or found, for ${target} servers`, { timeout: 3_600_000 }, async () => {
    const tally = emptyTally();
    for (let part = 0; part * perRun < target; part++) {
      const size = Math.min(perRun, target - part * perRun);
      const specs = fc.sample(verifierHosts, { seed: seed + part, numRuns: size });
      const [first] = await hold(specs, part === 0, tally);
      if (first) throw await failed(first, specs[Number(first.id.slice(1))]!, seed + part);
    }
    // Servers with code that tests the class that a fix would replace get none. Codes of a grant or a client are suggested.
    expectFloor(tally, { safe: 15, suggested: 24 });
  });

  const kept = keptIn<{ files: Batch[string] }>('verifiers');
  it(`is so for the ${kept.length} servers for which it once was not`, { timeout: 600_000 }, async () => {
    if (kept.length === 0) return;
    const batch = Object.fromEntries(kept.map(({ files }, index) => [idOf(index), files]));
    expect(await holdForVerifiers(batch, true)).toEqual([]);
  });
});

/** Shrinks and keeps a server, and says what is wrong. */
async function failed(breach: VerifierBreach, host: VerifierHost, seed: number): Promise<Error> {
  const found = await smallest(host, async (each) => (await hold([each], true))[0], simpler);
  const place = found
    ? keep('verifiers', { files: filesOfVerifier(found.program) })
    : 'not kept: alone it breaks no law';
  return told(found?.breach ?? breach, `PROPERTY_SEED=${seed}, ${place}`, found?.program ?? host);
}
