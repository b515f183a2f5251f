import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type RequestListener, validateHeaderValue } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../../src/index.ts';
import { root } from '../harness.ts';
import { listen } from './harness.ts';

const middlewares = {
  v1: "'@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'",
  legacy: "'@modelcontextprotocol/server-legacy/auth'",
  express: "'@modelcontextprotocol/express'",
} as const;
type Middleware = keyof typeof middlewares;

const errors = {
  v1: [
    "import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';",
    'new InvalidTokenError(',
  ],
  legacy: [
    "import { InvalidTokenError } from '@modelcontextprotocol/server-legacy/auth';",
    'new InvalidTokenError(',
  ],
  server: [
    "import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';",
    'new OAuthError(OAuthErrorCode.InvalidToken, ',
  ],
  client: ["import { OAuthError } from '@modelcontextprotocol/client';", "new OAuthError('invalid_token', "],
  custom: [
    "import { CustomOAuthError } from '@modelcontextprotocol/server-legacy/auth';",
    "new CustomOAuthError('invalid_token', ",
  ],
  grant: [
    "import { InvalidGrantError } from '@modelcontextprotocol/server-legacy/auth';",
    'new InvalidGrantError(',
  ],
  plain: ['', 'new Error('],
} as const;
type Thrown = keyof typeof errors;

function textOf(middleware: Middleware, thrown: Thrown): string {
  const [importing, made] = errors[thrown];
  return `import express from 'express';
import { requireBearerAuth } from ${middlewares[middleware]};
${importing}

const known = new Map([
  ['good', { owner: 'anna', until: 4102444800 }],
  ['old', { owner: 'anna', until: 1 }],
]);

export const app = express();
app.use(
  requireBearerAuth({
    verifier: {
      async verifyAccessToken(token) {
        const found = known.get(token);
        if (!found) throw ${made}'Unknown access token');
        if (found.until < Date.now() / 1000) throw ${made}'Token has expired');
        return { token, clientId: found.owner, scopes: [], expiresAt: found.until };
      },
    },
  }),
);
app.use((req, res) => res.json(req.auth));
`;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function stageText(text: string): { dir: string; file: string } {
  const dir = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-verifier-'));
  folders.push(dir);
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module", "private": true }');
  const file = join(dir, 'app.js');
  writeFileSync(file, text);
  return { dir, file };
}

/** Status and challenge for a good, an unknown and an expired token. */
async function answers(file: string, version: string): Promise<string[]> {
  const { app } = (await import(`${pathToFileURL(file)}?${version}`)) as { app: RequestListener };
  const server = await listen(app);
  try {
    const all: string[] = [];
    for (const token of ['good', 'bad', 'old']) {
      const response = await fetch(server.url, { headers: { authorization: `Bearer ${token}` } });
      await response.text();
      const challenge = response.headers.get('www-authenticate') ?? 'no challenge';
      all.push(`${response.status} ${challenge.replace(/, resource_metadata.*/, '')}`);
    }
    return all;
  } finally {
    await server.close();
  }
}

const challenged = [
  '200 no challenge',
  '401 Bearer error="invalid_token", error_description="Unknown access token"',
  '401 Bearer error="invalid_token", error_description="Token has expired"',
];
const failed = ['200 no challenge', '500 no challenge', '500 no challenge'];
const refused = ['200 no challenge', '400 no challenge', '400 no challenge'];

/** What each middleware answers today; the table of the rule's page. */
const cases: readonly (readonly [Middleware, Thrown, readonly string[]])[] = [
  ['v1', 'v1', challenged],
  ['v1', 'plain', failed],
  ['v1', 'server', failed],
  ['v1', 'legacy', failed],
  ['legacy', 'legacy', challenged],
  ['legacy', 'plain', failed],
  ['legacy', 'server', failed],
  ['legacy', 'v1', failed],
  ['legacy', 'custom', refused],
  ['legacy', 'grant', refused],
  ['express', 'server', challenged],
  ['express', 'client', challenged],
  ['express', 'plain', failed],
  ['express', 'legacy', failed],
  ['express', 'v1', failed],
];

describe.each(cases)('the middleware of %s and the error of %s', (middleware, thrown, today) => {
  it('answers as the page says, and 401 with a challenge after the fix', async () => {
    const { dir, file } = stageText(textOf(middleware, thrown));
    expect(await answers(file, 'before')).toEqual(today);
    const { report } = await run({
      cwd: dir,
      paths: ['.'],
      mode: 'apply',
      rule: ['token-verifier-error'],
      unsafe: true,
    });
    expect(report.problems).toEqual([]);
    expect(report.findings).toHaveLength(today === challenged ? 0 : 2);
    if (today === challenged) expect(readFileSync(file, 'utf8')).toBe(textOf(middleware, thrown));
    expect(await answers(file, 'after')).toEqual(challenged);
  });
});

describe('a text that no header can hold', () => {
  it('is refused where the middleware writes it raw: the answer would be 500 again', async () => {
    const text = 'Schlüssel … unbekannt';
    expect(() => validateHeaderValue('WWW-Authenticate', text)).toThrow(/Invalid character/);
    const plain = textOf('v1', 'plain').replaceAll('Unknown access token', text);
    const { dir } = stageText(plain);
    const { report } = await run({ cwd: dir, paths: ['.'], mode: 'dry-run', rule: ['token-verifier-error'] });
    expect(report.findings.map(({ fix, reason }) => [fix, reason?.code])).toEqual([
      ['none', 'message-in-header'],
      ['suggested', 'message-shown'],
    ]);
  });
});
