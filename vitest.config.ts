import { defineConfig } from 'vitest/config';
import SlowestFirst from './test/slowest-first.ts';

/** These run the build, as users do. */
const binary = ['test/cli*.test.ts', 'test/package.test.ts', 'test/jscodeshift.test.ts'];
/** These change only folders of their own, so a worker may keep the compiler and its parsed libraries between them. */
const fixtures = ['test/fixtures-*.test.ts', 'test/docs.test.ts'];
const setupFiles = ['test/cached-packages.ts'];
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // One worker for each core: most of these tests compute.
    maxWorkers: '100%',
    sequence: { sequencer: SlowestFirst },
    projects: [
      { test: { name: 'fixtures', include: fixtures, isolate: false, setupFiles, ...timeouts } },
      {
        test: {
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: [...binary, ...fixtures],
          setupFiles,
          ...timeouts,
        },
      },
      { test: { name: 'binary', include: binary, globalSetup: ['test/global-setup.ts'], ...timeouts } },
    ],
  },
});
