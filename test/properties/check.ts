import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { root } from '../harness.ts';
import type { Batch } from './batch.ts';
import { holdTheLaws } from './laws.ts';
import { asWritten, type Naming, type Program, programs, renamed, render } from './program.ts';
import { type Variation, variations } from './variations.ts';

/** PROPERTY_PROGRAMS=20000 PROPERTY_SEED=random looks further than CI does. */
export const wanted = Number(process.env.PROPERTY_PROGRAMS ?? 2_000);
const seedOf = (text = '20260301'): number =>
  text === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(text);
export const seed = seedOf(process.env.PROPERTY_SEED);

/** How many programs share one run: a run has a price of its own. */
const perRun = 100;
const kept = join(root, 'test/properties/failures');

const batchOf = (specs: readonly Program[], naming: Naming): Batch =>
  Object.fromEntries(
    specs.map((spec, index) => {
      const folder = `p${String(index).padStart(4, '0')}`;
      return [folder, render(spec, folder, naming)];
    }),
  );

/**
 * Holds the laws for programs of these shapes.
 *
 * @param share of all the programs that are wanted
 */
export function checkShapes(names: readonly string[], share: number): void {
  const target = Math.ceil(wanted * share);
  it(`hold for ${target} programs: ${names.join(', ')}`, { timeout: 3_600_000 }, async () => {
    let count = 0;
    for (let part = 0; count < target; part++) {
      const variation = variations[part % variations.length] as Variation;
      const size = Math.min(perRun, target - count);
      const found = await fc.check(
        fc.asyncProperty(
          fc.array(programs(names), { minLength: 1, maxLength: size, size: 'max' }),
          async (specs) => {
            await holdTheLaws(batchOf(specs, asWritten), batchOf(specs, renamed), variation);
            count += specs.length;
          },
        ),
        { seed: seed + part, numRuns: 1, interruptAfterTimeLimit: 120_000 },
      );
      if (found.failed) fail(found.counterexample?.[0] ?? [], variation, seed + part, found.errorInstance);
    }
    expect(count).toBeGreaterThanOrEqual(target);
  });
}

/** Keeps the programs as a fixture, and says how to meet them again. */
function fail(specs: readonly Program[], variation: Variation, seed: number, error: unknown): never {
  const text = `${JSON.stringify(
    { variation: variation.name, files: batchOf(specs, asWritten), renamed: batchOf(specs, renamed) },
    null,
    2,
  )}\n`;
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, name), text);
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(
    `seed ${seed} (PROPERTY_SEED), ${variation.name}; kept as test/properties/failures/${name}\n${JSON.stringify(specs)}\n${message}`,
  );
}

/** The programs for which a law was once broken. */
export function checkKept(): void {
  const files = existsSync(kept) ? readdirSync(kept).filter((name) => name.endsWith('.json')) : [];
  it(`hold for the ${files.length} programs for which they once did not`, { timeout: 600_000 }, async () => {
    for (const name of files) {
      const { variation, files: batch, renamed: other } = JSON.parse(readFileSync(join(kept, name), 'utf8'));
      const known = variations.find((each) => each.name === variation);
      expect(known, `${name}: a variation that exists`).toBeDefined();
      await holdTheLaws(batch, other, known as Variation);
    }
  });
}
