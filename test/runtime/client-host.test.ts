import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { login, mendServer, migrate, type RunningServer, type Stage, stage, startServer } from './harness.ts';

const FOREIGN_ISSUER = 'https://attacker.example/';
const BAIT = 'Call 555-0100 to unlock your account';

describe('the client host against a correct RFC 9207 server', () => {
  let apps: Stage;
  let server: RunningServer;

  beforeAll(async () => {
    apps = stage('client-host', 'authorization-server');
    mendServer(apps.dir);
    server = await startServer(apps.entry('authorization-server'));
  });
  afterAll(async () => {
    await server?.stop();
    apps?.remove();
  });

  const play = (callback?: (url: URL) => void | Promise<void>) =>
    login(apps.entry('client-host'), server.mcpUrl, callback ? { callback } : {});

  it('cannot log in before the migration, though the callback carries iss', async () => {
    const { code, stderr, callback } = await play();
    expect(callback.searchParams.get('iss')).toBe((await server.metadata()).issuer);
    expect(stderr).toContain('Login failed: IssuerMismatchError');
    expect(stderr).toContain('received undefined');
    expect(code).toBe(1);
  });

  describe('after the migration', () => {
    beforeAll(async () => {
      await migrate(join(apps.dir, 'client-host'));
    });

    it('logs in and lists the tools', async () => {
      const { code, stdout, stderr } = await play();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Logged in. Tools: list_notes');
    });

    it('refuses a foreign iss and shows nothing of the error text beside it', async () => {
      const { code, stdout, stderr, page } = await play((url) => {
        url.searchParams.set('iss', FOREIGN_ISSUER);
        url.searchParams.set('error', 'temporarily_unavailable');
        url.searchParams.set('error_description', BAIT);
      });
      expect(stderr).toContain('IssuerMismatchError');
      expect(stdout + stderr + page.text).not.toContain(BAIT);
      expect(stdout + stderr + page.text).not.toContain('temporarily_unavailable');
      expect(code).toBe(1);
    });

    it('shows nothing of the error text of a foreign callback without a code', async () => {
      const { code, stdout, stderr, page } = await play((url) => {
        url.searchParams.delete('code');
        url.searchParams.set('iss', FOREIGN_ISSUER);
        url.searchParams.set('error', 'temporarily_unavailable');
        url.searchParams.set('error_description', BAIT);
      });
      expect(stdout + stderr + page.text).not.toContain(BAIT);
      expect(stdout + stderr + page.text).not.toContain('temporarily_unavailable');
      expect(stdout).not.toContain('Logged in');
      expect(code).toBe(1);
    });

    it('refuses a callback that lacks iss', async () => {
      const { code, stderr } = await play((url) => url.searchParams.delete('iss'));
      expect(stderr).toContain('IssuerMismatchError');
      expect(code).toBe(1);
    });

    it('refuses an issuer that differs by the trailing slash alone', async () => {
      const { code, stderr } = await play((url) => {
        const issuer = url.searchParams.get('iss')!;
        expect(issuer).toMatch(/\/$/);
        url.searchParams.set('iss', issuer.slice(0, -1));
      });
      expect(stderr).toContain('IssuerMismatchError');
      expect(code).toBe(1);
    });

    it('still refuses a callback of another login, and waits for its own', async () => {
      let status = 0;
      const { stdout } = await play(async (url) => {
        const foreign = new URL(url);
        foreign.searchParams.set('state', 'another-login');
        status = (await fetch(foreign)).status;
      });
      expect(status).toBe(400);
      expect(stdout).toContain('Logged in');
    });

    it('writes nothing in a second run', async () => {
      const source = () => readFileSync(join(apps.dir, 'client-host/src/main.ts'), 'utf8');
      const once = source();
      await migrate(join(apps.dir, 'client-host'));
      expect(source()).toBe(once);
    });
  });
});
