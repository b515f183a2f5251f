import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AppBreach, type AppsHeld, holdForApps } from './app-laws.ts';
import { type App, addsIss, apps, filters, simpler, textOfApp } from './apps.ts';
import { seed, wanted } from './check.ts';
import { keep, keptIn, smallest } from './kept.ts';

const target = Math.ceil(wanted / 20);
const perRun = 50;

const idOf = (index: number): string => `p${String(index).padStart(4, '0')}`;
const only = idOf(0);

/** One middleware that adds or removes `iss` speaks for its whole project: such servers have projects of their own. */
async function hold(specs: readonly App[], typed: boolean): Promise<AppsHeld> {
  const all = specs.map((app, index) => [idOf(index), app] as const);
  const groups = [
    all.filter(([, app]) => addsIss(app)),
    all.filter(([, app]) => filters(app)),
    all.filter(([, app]) => !addsIss(app) && !filters(app)),
  ];
  const held: AppsHeld[] = [];
  for (const group of groups.filter(({ length }) => length > 0))
    held.push(await holdForApps(Object.fromEntries(group.map(([id, app]) => [id, textOfApp(app)])), typed));
  return {
    breaches: held.flatMap(({ breaches }) => breaches),
    changed: held.flatMap(({ changed }) => changed),
  };
}

describe('what an authorization server answers', () => {
  it(`is the same but for one iss, for ${target} servers`, { timeout: 3_600_000 }, async () => {
    let changed = 0;
    for (let part = 0; part * perRun < target; part++) {
      const size = Math.min(perRun, target - part * perRun);
      const specs = fc.sample(apps, { seed: seed + part, numRuns: size });
      const held = await hold(specs, part === 0);
      changed += held.changed.length;
      const [first] = held.breaches;
      if (first) throw await failed(first, specs[Number(first.id.slice(1))]!, seed + part);
    }
    // Servers that no run changes prove nothing.
    expect(changed).toBeGreaterThanOrEqual(Math.floor(target / 10));
  });

  const kept = keptIn<{ text: string }>('apps');
  it(`is so for the ${kept.length} servers for which it once was not`, { timeout: 600_000 }, async () => {
    for (const { text } of kept) expect((await holdForApps({ [only]: text }, true)).breaches).toEqual([]);
  });
});

/** Shrinks and keeps a server, and says what is wrong. */
async function failed(breach: AppBreach, app: App, seed: number): Promise<Error> {
  const found = await smallest(app, async (each) => (await hold([each], true)).breaches[0], simpler);
  const place = found ? keep('apps', { text: textOfApp(found.program) }) : 'not kept: alone it breaks no law';
  const { law, findings, before, after } = found?.breach ?? breach;
  const spec = JSON.stringify(found?.program ?? app);
  return new Error(
    [law, `PROPERTY_SEED=${seed}, ${place}`, spec, ...findings, before, '→', after].join('\n'),
  );
}
