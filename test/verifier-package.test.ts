import { describe, expect, it } from 'vitest';
import { run } from '../src/index.ts';
import { project } from './properties/batch.ts';

/** A server whose package names these packages; nothing is installed. */
async function reasonsWith(...packages: readonly string[]): Promise<unknown[]> {
  const dependencies = Object.fromEntries(packages.map((name) => [name, '2.0.2']));
  const cwd = project(
    {
      'package.json': JSON.stringify({ name: 'gate', private: true, type: 'module', dependencies }),
      'gate.ts': `import { requireBearerAuth } from '@modelcontextprotocol/express';
const owners = new Map<string, string>();
export const bearer = requireBearerAuth({
  verifier: {
    async verifyAccessToken(token) {
      const owner = owners.get(token);
      if (!owner) throw new Error('Unknown access token');
      return { token, clientId: owner, scopes: [] };
    },
  },
});
`,
    },
    false,
  );
  const { report } = await run({
    cwd,
    paths: ['.'],
    mode: 'dry-run',
    verify: false,
    rule: ['token-verifier-error'],
  });
  return report.findings.map(({ fix, reason }) => [fix, reason?.code]);
}

describe('the package of the error that a fix takes', () => {
  it('is refused where no package.json names one that exports it', async () => {
    expect(await reasonsWith('@modelcontextprotocol/express')).toEqual([['none', 'server-package-missing']]);
  });

  it('is any that is named', async () => {
    const found = [['suggested', 'message-shown']];
    const express = '@modelcontextprotocol/express';
    expect(await reasonsWith(express, '@modelcontextprotocol/server')).toEqual(found);
    expect(await reasonsWith(express, '@modelcontextprotocol/client')).toEqual(found);
  });
});
