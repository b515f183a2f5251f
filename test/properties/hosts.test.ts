import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { root } from '../harness.ts';
import { seed, wanted } from './check.ts';
import { type HostBreach, holdForHosts } from './host-laws.ts';
import { filesOfHost, type Host, hosts, simpler } from './hosts.ts';

/** Each host that changes is run two dozen times. */
const target = Math.ceil(wanted / 10);
const perRun = 100;
const kept = join(root, 'test/properties/failures/hosts');

const idOf = (index: number): string => `p${String(index).padStart(4, '0')}`;

const hold = (specs: readonly Host[], typed = false) =>
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
      if (first) throw await fail(first, specs[Number(first.id.slice(1))]!, seed + part);
    }
    // Hosts that no run changes prove nothing.
    expect(changed).toBeGreaterThan(target / 5);
  });

  const files = existsSync(kept) ? readdirSync(kept).sort() : [];
  it(`is so for the ${files.length} hosts for which it once was not`, { timeout: 600_000 }, async () => {
    const known = files.map((file) => [idOf(0), JSON.parse(readFileSync(join(kept, file), 'utf8'))]);
    for (const each of known)
      expect((await holdForHosts(Object.fromEntries([each]), true)).breaches).toEqual([]);
  });
});

/** Shrinks a host, keeps it to be tried in every later run, and says what is wrong. */
async function fail(breach: HostBreach, host: Host, seed: number): Promise<Error> {
  const smallest = (await shrunk(host)) ?? { host, breach };
  const { id, law, before, after, findings } = smallest.breach;
  const text = `${JSON.stringify({ source: smallest.host.source, files: before }, null, 2)}\n`;
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(kept, { recursive: true });
  if (id === idOf(0)) writeFileSync(join(kept, name), text);
  const told = (files: object): string => Object.entries(files).flat().join('\n');
  return new Error(
    `${law}\nPROPERTY_SEED=${seed}, kept as test/properties/failures/hosts/${name}\n${JSON.stringify(smallest.host)}\n${findings.join('\n')}\n${told(before)}\n→\n${told(after)}`,
  );
}

/** The smallest host that still breaks a law. */
async function shrunk(host: Host): Promise<{ host: Host; breach: HostBreach } | undefined> {
  const [breach] = (await hold([host], true)).breaches;
  if (!breach) return undefined;
  for (const smaller of simpler(host)) {
    const found = await shrunk(smaller);
    if (found) return found;
  }
  return { host, breach };
}
