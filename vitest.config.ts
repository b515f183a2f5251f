import { defineConfig } from 'vitest/config';

/** These run what is built, as users do. */
const binary = ['test/cli*.test.ts', 'test/package.test.ts', 'test/jscodeshift.test.ts'];
const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // One worker for each core: most of these tests compute.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'source', include: ['test/**/*.test.ts'], exclude: binary, ...timeouts } },
      { test: { name: 'binary', include: binary, globalSetup: ['test/global-setup.ts'], ...timeouts } },
    ],
  },
});
