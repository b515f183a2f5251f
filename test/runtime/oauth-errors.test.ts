import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../harness.ts';

const codes = ['invalid_grant', 'invalid_client', 'invalid_scope', 'access_denied', 'unauthorized_client'];
const answers = [...codes, 'temporarily_unavailable', 'server_error', 'not_in_the_list'];

type Handler = { run(server: string, fetchFn: () => Promise<Response>): Promise<string> };

describe('a handler that tells OAuth errors apart by their classes', () => {
  let dir: string;
  const handlers: Record<string, Handler> = {};

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-'));
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
    const text = (part: string) =>
      readFileSync(join(root, 'fixtures/oauth-error-class/every-form', part, 'handler.mjs'), 'utf8');
    const v1 = text('input')
      .replace('@modelcontextprotocol/client', '@modelcontextprotocol/sdk/client/auth.js')
      .replace('@modelcontextprotocol/server-legacy/auth', '@modelcontextprotocol/sdk/server/auth/errors.js');
    for (const [name, code] of Object.entries({ v1, before: text('input'), after: text('expected') })) {
      mkdirSync(join(dir, name));
      writeFileSync(join(dir, name, 'handler.mjs'), code);
      handlers[name] = await import(pathToFileURL(join(dir, name, 'handler.mjs')).href);
    }
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const outcomes = (name: string) =>
    Promise.all(
      answers.map((error) =>
        handlers[name]!.run('https://auth.example.com', async () =>
          Response.json({ error }, { status: 400 }),
        ),
      ),
    );

  it('loses each of them with SDK v2, and has it again after the fix', async () => {
    const v1 = ['expired', 'forgotten', 'scope', 'denied', 'unauthorized', 'later', 'failed', 'failed'];
    expect(await outcomes('v1')).toEqual(v1);
    expect(await outcomes('before')).toEqual(answers.map(() => 'failed'));
    expect(await outcomes('after')).toEqual(v1);
  });
});
