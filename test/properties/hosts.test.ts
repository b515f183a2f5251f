import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seed, wanted } from './check.ts';
import { type HostBreach, type HostFiles, holdForHosts } from './host-laws.ts';
import { filesOfHost, type Host, hosts, simpler } from './hosts.ts';
import { keep, keptIn, smallest } from './kept.ts';

/** Each host that changes is run two dozen times. */
const target = Math.ceil(wanted / 10);
const perRun = 100;

const idOf = (index: number): string => `p${String(index).padStart(4, '0')}`;
const only = idOf(0);

const hold = (specs: readonly Host[], typed: boolean) =>
  holdForHosts(
    Object.fromEntries(specs.map((host, index) => [idOf(index), filesOfHost(host, idOf(index))])),
    typed,
  );

describe('what a client host does', () => {
  it(`is the same but for the fixed fault, for ${target} hosts`, { timeout: 3_600_000 }, async () => {
    let changed = 0;
    for (let part = 0; part * perRun < target; part++) {
      const size = Math.min(perRun, target - part * perRun);
      const specs = fc.sample(hosts, { seed: seed + part, numRuns: size });
      // The types of some are looked at: the compiler takes its time.
      const held = await hold(specs, part === 0);
      changed += held.changed.length;
      const [first] = held.breaches;
      if (first) throw await failed(first, specs[Number(first.id.slice(1))]!, seed + part);
    }
    // Hosts that no run changes prove nothing.
    expect(changed).toBeGreaterThanOrEqual(Math.floor(target / 10));
  });

  const kept = keptIn<HostFiles>('hosts');
  it(`is so for the ${kept.length} hosts for which it once was not`, { timeout: 600_000 }, async () => {
    for (const host of kept) expect((await holdForHosts({ [only]: host }, true)).breaches).toEqual([]);
  });
});

/** Shrinks and keeps a host, and says what is wrong. */
async function failed(breach: HostBreach, host: Host, seed: number): Promise<Error> {
  const found = await smallest(host, async (each) => (await hold([each], true)).breaches[0], simpler);
  const place = found ? keep('hosts', filesOfHost(found.program, only)) : 'not kept: alone it breaks no law';
  const { law, findings, before, after } = found?.breach ?? breach;
  const told = (files: object): string => Object.entries(files).flat().join('\n');
  const spec = JSON.stringify(found?.program ?? host);
  return new Error(
    [law, `PROPERTY_SEED=${seed}, ${place}`, spec, ...findings, told(before), '→', told(after)].join('\n'),
  );
}
