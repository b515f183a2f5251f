import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { root } from './harness.ts';

/** Takes long whatever its size, the longest first. */
const slow = ['flows', 'calls', 'jscodeshift', 'handlers', 'cli-faults', 'cli-verify', 'cli-exit'];

/**
 * What takes longest starts first, so that all cores end together. vitest's own order goes by the size of a file where
 * it has not run yet, as in CI: the files of the fixtures, of three lines, would come last.
 */
export default class SlowestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    return [...specs].sort((a, b) => weight(b.moduleId) - weight(a.moduleId));
  }
}

function weight(file: string): number {
  const name = basename(file, '.test.ts');
  const { size } = statSync(file);
  if (name.startsWith('fixtures-'))
    return 2e9 + readdirSync(join(root, 'fixtures', name.slice('fixtures-'.length))).length;
  // Beside those, for they share a worker.
  if (name === 'docs') return 2e9;
  return slow.includes(name) ? 1e9 - slow.indexOf(name) * 1e6 : size;
}
