import type { AddressInfo } from 'node:net';
import { mcpAuthRouter, type OAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { createProject } from '../src/analysis/program/project.ts';
import { applyEdits } from '../src/edit/apply.ts';
import { rule } from '../transforms/authorize-issuer/rule.ts';

const file = '/project/provider.ts';
/** What the metadata advertises is known by the mount. */
const mount = '/project/mount.ts';
const mounting = `import { mcpAuthRouter } from '@modelcontextprotocol/server-legacy/auth';
import { Provider } from './provider.ts';

export const router = mcpAuthRouter({ provider: new Provider(), issuerUrl: new URL('https://as.example') });
`;

function analyse(text: string) {
  const project = createProject([file, mount], {
    readText: (name) => (name === file ? text : name === mount ? mounting : undefined),
    resolveImport: (specifier) => (specifier === './provider.ts' ? file : undefined),
  });
  return rule.detect(project).map((match) => {
    const source = match.node.getSourceFile();
    const line = (offset: number) => source.getLineAndCharacterOfPosition(offset).line + 1;
    const { message, flow } = rule.describe(match, project);
    return {
      line: line(match.node.getStart()),
      fix: rule.fix(match, project),
      message,
      flow: flow.map((step) => `${line(step.node.getStart())}: ${step.message}`),
    };
  });
}

const provider = (authorize: string, members = '') => `import type { Request, Response } from 'express';
import type { AuthorizationParams, OAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';

export class Provider implements OAuthServerProvider {
  ${members}
  async authorize(client: unknown, params: AuthorizationParams, res: Response): Promise<void> {
    ${authorize}
  }
}
`;

describe('the way of the response', () => {
  it('names the statements that may be the answer where none is followed', () => {
    const [found] = analyse(
      provider(
        `await this.rows.insert(params.redirectUri, params.state);
    res.redirect('https://login.example');`,
        `declare rows: import('acme-rows').Rows;
  async finish(id: string, res: Response): Promise<void> {
    const row = await this.rows.take(id);
    if (!row) return void res.json({ error: 'unknown' });
    const url = new URL(row.to);
    url.searchParams.set('code', 'one');
    res.json({ next: url.href });
  }
  help(res: Response, place: string): void {
    const url = new URL(place);
    url.searchParams.set('topic', 'login');
    res.redirect(url.href);
  }`,
      ),
    );

    expect(found?.fix).toMatchObject({ level: 'suggested' });
    expect(found?.flow).toEqual([
      '18: authorize() receives the request, issuer included',
      '20: authorize() ends here without an answer to the client',
      '11: this may be the answer: it sends a code or an error, without iss',
    ]);
  });

  it('names where the request comes in, is stored, becomes a URL and leaves', () => {
    const [found] = analyse(
      provider(
        `this.pending.set('one', params);
    res.redirect('https://login.example');`,
        `private pending = new Map<string, AuthorizationParams>();
  finish(): string {
    const params = this.pending.get('one');
    const url = new URL(params!.redirectUri);
    url.searchParams.set('code', 'one');
    return url.href;
  }`,
      ),
    );
    expect(found?.flow).toEqual([
      '12: authorize() receives the request, issuer included',
      '13: the request is stored',
      '8: the URL is built without iss',
      '8: it leaves without iss',
    ]);
    expect(found?.fix.level).toBe('safe');
  });

  it('names the call that takes the response away', () => {
    const [found] = analyse(provider('await answers.send(res, params);'));
    expect(found?.fix).toMatchObject({
      level: 'suggested',
      assumes: 'response-elsewhere',
      detail: 'It is passed to `answers.send`.',
    });
    expect(found?.message).toContain('RFC 9207');
  });
});

describe('one provider, one change', () => {
  it('gives every exit the edits of all', () => {
    const found = analyse(
      provider(`if (!params.state) {
      res.writeHead(302, { Location: \`\${params.redirectUri}?error=invalid_request\` });
      return;
    }
    res.writeHead(302, { Location: \`\${params.redirectUri}?code=one\` });`),
    );
    expect(found.map(({ fix }) => fix.level)).toEqual(['safe', 'safe']);
    expect(found[0]?.fix).toEqual(found[1]?.fix);
    expect(found[0]?.fix.level === 'safe' && found[0].fix.edits).toHaveLength(2);
  });

  it('rewrites no exit when one cannot be followed, and suggests the flag for all', () => {
    const found = analyse(
      provider(`if (!params.state) {
      res.writeHead(302, { Location: params.redirectUri });
      return;
    }
    res.writeHead(302, { Location: \`\${params.redirectUri}?code=one\` });`),
    );
    expect(found).toHaveLength(2);
    for (const { fix } of found) {
      expect(fix.level).toBe('suggested');
      const written = fix.level === 'none' ? [] : fix.edits.map(({ text }) => text);
      expect(written.join()).toContain('authorizationResponseIssParameterSupported');
      expect(written.join()).not.toContain('iss=');
    }
  });
});

/** Where the browser is sent by the real SDK, given the class that a text declares. */
async function answerOf(text: string): Promise<URL> {
  const body = text.replace(/^import .*\n/gm, '').replace('export class', 'return class');
  const Provider = new Function(body)() as new () => OAuthServerProvider;
  const app = express();
  const issuerUrl = new URL('http://localhost:4000');
  app.use(mcpAuthRouter({ provider: new Provider(), issuerUrl, authorizationOptions: { rateLimit: false } }));
  const server = app.listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/authorize`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'one',
      redirect_uri: 'http://127.0.0.1:9/callback',
      code_challenge: 'x',
      code_challenge_method: 'S256',
    }).toString();
    const response = await fetch(url, { redirect: 'manual' });
    return new URL(response.headers.get('location') ?? 'about:blank');
  } finally {
    server.close();
  }
}

describe('with the real SDK', () => {
  const text = (exit: string) => `import '@modelcontextprotocol/server-legacy/auth';
import type { OAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';

export class Provider /* implements OAuthServerProvider */ {
  clientsStore = { getClient: () => ({ client_id: 'one', redirect_uris: ['http://127.0.0.1:9/callback'] }) };

  async authorize(_client, params, res) {
    const url = new URL(params.redirectUri);
    url.searchParams.set('code', 'one');
    ${exit}
  }
}
`;
  const implementing = (source: string) =>
    source.replace('/* implements OAuthServerProvider */', 'implements OAuthServerProvider');
  const issuer = 'http://localhost:4000/';

  it.each([
    'res.writeHead(302, { Location: url.href }).end();',
    "res.writeHead(302, ['Location', url.href]).end();",
    "res.setHeader('Location', url.href); res.status(302).end();",
    'res.set({ location: url.href }).sendStatus(302);',
    'res.location(url.href).status(302).end();',
  ])('%s has no iss before, and the issuer of the metadata after', async (exit) => {
    const source = implementing(text(exit));
    const [found] = analyse(source);
    expect((await answerOf(text(exit))).searchParams.get('iss')).toBeNull();
    if (found?.fix.level !== 'safe') throw new Error('no safe fix');
    const mended = applyEdits(source, found.fix.edits).replace('implements OAuthServerProvider', '');
    expect((await answerOf(mended)).searchParams.get('iss')).toBe(issuer);
  });

  it.each([
    'res.redirect(url.href);',
    'res.redirect(302, url.href);',
    'res.status(302).redirect(url.href);',
    'setTimeout(() => res.redirect(url.href), 1);',
  ])('%s has iss already, so there is no finding', async (exit) => {
    expect(analyse(implementing(text(exit)))).toEqual([]);
    expect((await answerOf(text(exit))).searchParams.get('iss')).toBe(issuer);
  });
});
