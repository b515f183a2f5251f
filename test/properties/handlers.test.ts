import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { root } from '../harness.ts';
import { seed, wanted } from './check.ts';
import { type Breach, breaches } from './handler-laws.ts';
import { handlerModule } from './handlers.ts';
import type { Choose } from './parts.ts';
import { styles } from './program.ts';
import { plain, restyle, type Style } from './style.ts';

/** A handler as data: what fast-check makes, shrinks and prints. */
interface Handler {
  /** One number for each choice; where they end, the plainest is chosen. */
  readonly choices: readonly number[];
  readonly style: Style;
}

const handlers: fc.Arbitrary<Handler> = fc.record({
  choices: fc.array(fc.nat(255), { minLength: 5, maxLength: 60, size: 'max' }),
  style: fc.oneof(fc.constant(plain), styles),
});

function textOf({ choices, style }: Handler): string {
  let next = 0;
  const choose: Choose = (...options) =>
    options[(choices[next++] ?? 0) % options.length] as (typeof options)[number];
  return restyle(handlerModule(choose), style);
}

const filesOf = (specs: readonly Handler[]): Record<string, string> =>
  Object.fromEntries(specs.map((spec, index) => [`p${String(index).padStart(4, '0')}.ts`, textOf(spec)]));

/** Handlers are slow to run: each is compiled, and given every error, before and after. */
const target = Math.ceil(wanted / 10);
const perRun = 100;
const kept = join(root, 'test/properties/failures/handlers');

describe('what a handler does', () => {
  it(`is the same but for the mended fault, for ${target} handlers`, { timeout: 3_600_000 }, async () => {
    for (let part = 0; part * perRun < target; part++) {
      const size = Math.min(perRun, target - part * perRun);
      const found = await fc.check(
        fc.asyncProperty(fc.array(handlers, { minLength: size, maxLength: size }), async (specs) => {
          // The types of some are looked at: the compiler takes its time.
          const broken = await breaches(filesOf(specs), part === 0);
          if (broken.length > 0) throw keep(broken);
        }),
        // A failing handler is kept as it is, and small enough to read.
        { seed: seed + part, numRuns: 1, endOnFailure: true },
      );
      if (found.failed) throw new Error(`PROPERTY_SEED=${seed + part}\n${found.errorInstance}`);
    }
  });

  const files = existsSync(kept) ? readdirSync(kept).sort() : [];
  it(`is so for the ${files.length} handlers for which it once was not`, { timeout: 600_000 }, async () => {
    const texts = files.map((file) => [
      file.replace(/\.txt$/, '.ts'),
      readFileSync(join(kept, file), 'utf8'),
    ]);
    expect(await breaches(Object.fromEntries(texts))).toEqual([]);
  });
});

/** Keeps the handlers, to be tried in every later run. */
function keep(broken: readonly Breach[]): Error {
  mkdirSync(kept, { recursive: true });
  const told = broken.map(({ before, after, law, findings }) => {
    const name = `${createHash('sha256').update(before).digest('hex').slice(0, 12)}.txt`;
    writeFileSync(join(kept, name), before);
    return `${law}\nkept as test/properties/failures/handlers/${name}\n${findings.join('\n')}\n${before}\n→\n${after}`;
  });
  return new Error(told.join('\n\n'));
}
