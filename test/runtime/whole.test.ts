import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, login, migrate, type Stage, stage, startServer } from './harness.ts';

const APPS = ['client-host', 'authorization-server', 'error-handler'];
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

describe('all applications, migrated in one run', () => {
  let apps: Stage;

  beforeAll(async () => {
    apps = stage(...APPS);
    await migrate(apps.dir);
  });
  afterAll(() => apps?.remove());

  it.each(APPS)('%s type-checks with its own tsconfig', async (app) => {
    expect(await execute([tsc, '-p', join(apps.dir, app), '--noEmit'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('lets the client host log in to the authorization server', async () => {
    const server = await startServer(apps.entry('authorization-server'));
    const { code, stdout, callback } = await login(apps.entry('client-host'), server.mcpUrl);
    await server.stop();
    expect(callback.searchParams.getAll('iss')).toHaveLength(1);
    expect(stdout).toContain('Logged in. Tools: list_notes');
    expect(code).toBe(0);
  });

  it('plays the demo to its end', async () => {
    const demo = fileURLToPath(new URL('../../fixtures/apps/demo.mjs', import.meta.url));
    const { code, stdout, stderr } = await execute([demo]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Logged in. Tools: list_notes');
  });
});
