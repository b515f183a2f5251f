import fc from 'fast-check';
import { describe, it } from 'vitest';
import { seed, wanted } from './check.ts';
import { emptyTally, expectFloor, type Tally } from './floor.ts';
import { filesOfGrant, type GrantHost, grantHosts, simpler } from './grants.ts';
import { keep, smallest } from './kept.ts';
import { told } from './told.ts';
import { holdForVerifiers, type VerifierBreach } from './verifier-laws.ts';

const target = Math.ceil(wanted / 25);
const perRun = 40;
const idOf = (index: number): string => `p${String(index).padStart(4, '0')}`;

const hold = (
  specs: readonly GrantHost[],
  typed: boolean,
  tally?: Tally,
): Promise<readonly VerifierBreach[]> =>
  holdForVerifiers(
    Object.fromEntries(specs.map((spec, index) => [idOf(index), filesOfGrant(spec)])),
    typed,
    tally,
  );

describe('what a token endpoint answers to a bad code or token', () => {
  it(`is 400, or found, for ${target} servers`, { timeout: 3_600_000 }, async () => {
    const tally = emptyTally();
    for (let part = 0; part * perRun < target; part++) {
      const size = Math.min(perRun, target - part * perRun);
      const specs = fc.sample(grantHosts, { seed: seed + part, numRuns: size });
      const [first] = await hold(specs, part === 0, tally);
      if (first) throw await failed(first, specs[Number(first.id.slice(1))]!, seed + part);
    }
    // A check that is used as a value has receivers that nobody sees, so its fix is suggested.
    expectFloor(tally, { safe: 26, suggested: 26 });
  });
});

/** Shrinks and keeps a server, and says what is wrong. */
async function failed(breach: VerifierBreach, host: GrantHost, seed: number): Promise<Error> {
  const found = await smallest(host, async (each) => (await hold([each], true))[0], simpler);
  const place = found
    ? keep('verifiers', { files: filesOfGrant(found.program) })
    : 'not kept: alone it breaks no law';
  return told(found?.breach ?? breach, `PROPERTY_SEED=${seed}, ${place}`, found?.program ?? host);
}
