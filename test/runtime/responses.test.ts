import { IssuerMismatchError, OAuthError } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportedFinding } from '../../src/index.ts';
import { browse, type Decision } from './browser.ts';
import { type Folder, stageFolder } from './folder.ts';
import { beginLogin, callbackUri, listen, type RunningServers, startServers } from './harness.ts';
import { createUpstream } from './upstream.ts';

/** A small authorization server of fixtures/apps/responses. */
interface Shape {
  readonly app: string;
  /** The way of the authorization response. */
  readonly shape: string;
  /** The ways it can end; `iss` is to be on each. */
  readonly exits?: readonly Decision[];
  /** The rules that find something there, one for each finding. */
  readonly finds: readonly string[];
  readonly fix?: 'safe' | 'suggested';
  /** What the metadata promise of `iss` after the migration. */
  readonly promises?: boolean;
  /** Whether the responses carry it then. */
  readonly sends?: boolean;
}

const once = ['authorize-issuer'];
const twice = [...once, ...once];

const shapes: readonly Shape[] = [
  { app: 'consent-route', shape: 'a consent page whose POST route is in another file', finds: once },
  {
    app: 'upstream-callback',
    shape: 'an upstream login whose callback route is in another file, with three exits',
    exits: ['allow', 'deny', 'fail'],
    finds: [...twice, ...once],
  },
  { app: 'returned-url', shape: 'methods that return the URL to a route of another file', finds: twice },
  { app: 'returned-record', shape: 'a returned record, of which a route builds the URL', finds: once },
  { app: 'store', shape: 'a store behind an interface, URLSearchParams in a template', finds: once },
  { app: 'url-helper', shape: 'a helper in a file of its own builds the URL', finds: twice },
  { app: 'template', shape: 'templates and concatenation over a record of another file', finds: twice },
  {
    app: 'write-head',
    shape: 'writeHead and a Location header on the response of another route',
    finds: twice,
  },
  { app: 'json-page', shape: "a JSON body that the page's script follows", finds: once },
  { app: 'meta-refresh', shape: 'a page with a refresh, and one with a link', finds: twice },
  { app: 'factory', shape: 'an object made by a factory that closes over the requests', finds: once },
  { app: 'commonjs', shape: 'CommonJS without types', finds: once },
  {
    app: 'upstream-answers',
    shape: 'an upstream that answers the client itself',
    finds: once,
    fix: 'suggested',
    promises: false,
    sends: false,
  },
  {
    app: 'handler',
    shape: 'authorizationHandler() that is not told the issuer',
    finds: ['authorization-handler-issuer'],
  },
  {
    app: 'options-flag',
    shape: "the flag in the router's options, and a route that answers without iss",
    finds: ['issuer-flag-placement', ...once],
    promises: false,
  },
];

const promise = 'authorization_response_iss_parameter_supported';

/** `SHAPE=name` plays one application alone. */
const chosen = shapes
  .filter(({ app }) => app.includes(process.env.SHAPE ?? ''))
  .map((shape) => ({ fix: 'safe', promises: true, sends: true, ...shape }) as const);
const plays = chosen.flatMap(({ exits = ['allow', 'deny'] as const, ...shape }) =>
  exits.map((exit) => ({ ...shape, exit, title: `${shape.app} (${exit})` })),
);

describe('authorization responses that leave from elsewhere', () => {
  let upstream: Awaited<ReturnType<typeof listen>>;
  let apps: Folder;
  let servers: RunningServers | undefined;

  const restart = async (): Promise<void> => {
    await servers?.stop();
    const source = apps.compile();
    const names = chosen.map(({ app }) => app);
    servers = await startServers(source('shared/main'), names, { UPSTREAM_URL: upstream.url });
  };
  const metadata = (app: string) => servers!.of(app).metadata();
  const play = ({ app, exit }: (typeof plays)[number]) =>
    beginLogin(servers!.of(app).mcpUrl, { browse: (url) => browse(url, callbackUri, exit) });

  beforeAll(async () => {
    upstream = await listen(createUpstream());
    apps = stageFolder('responses');
  });
  afterAll(async () => {
    await servers?.stop();
    await upstream?.close();
    apps?.remove();
  });

  describe('before the migration', () => {
    beforeAll(restart);

    it.concurrent('all type-check', async () => expect(await apps.typeErrors()).toBe(''));

    for (const one of plays) {
      it.concurrent(`${one.title} promises iss, sends none and is refused: ${one.shape}`, async () => {
        expect(await metadata(one.app)).toMatchObject({ [promise]: true });
        const { callback, finish } = await play(one);
        expect(callback.has(one.exit === 'allow' ? 'code' : 'error')).toBe(true);
        expect(callback.has('iss')).toBe(false);
        await expect(finish()).rejects.toBeInstanceOf(IssuerMismatchError);
      });
    }
  });

  describe('after the migration', () => {
    let findingsOf: (app: string) => ReportedFinding[];
    beforeAll(async () => {
      findingsOf = await apps.migrate({ unsafe: true });
      await restart();
    });

    it.concurrent('all type-check', async () => expect(await apps.typeErrors()).toBe(''));

    for (const { app, finds, fix } of chosen) {
      it(`${app} has nothing left to do`, () => {
        const told = findingsOf(app).map(({ rule, fix, status, reason }) => ({ rule, fix, status, reason }));
        const reason = fix === 'safe' ? null : expect.anything();
        expect(told).toEqual(finds.map((rule) => ({ rule, fix, status: 'fixed', reason })));
      });
    }

    for (const one of plays) {
      const outcome = one.sends ? 'sends the issuer of its metadata' : 'promises no iss and sends none';
      const end = one.exit === 'allow' ? 'lets the client log in' : 'lets the client see why not';
      it.concurrent(`${one.title} ${outcome} and ${end}`, async () => {
        const { issuer, [promise]: promised } = await metadata(one.app);
        const { callback, finish } = await play(one);
        expect(promised).toBe(one.promises);
        expect(callback.getAll('iss')).toEqual(one.sends ? [issuer] : []);
        if (one.exit === 'allow') return expect(await finish()).toEqual(['list_notes']);
        const error = await finish().catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(OAuthError);
        expect(error).toMatchObject({ code: callback.get('error') });
      });
    }

    it('a second run finds nothing and writes nothing', async () => {
      const before = apps.sources();
      const findingsAgain = await apps.migrate({ unsafe: true });
      expect(
        chosen.flatMap(({ app }) => findingsAgain(app)).map(({ file, rule }) => `${file}: ${rule}`),
      ).toEqual([]);
      expect(apps.sources()).toEqual(before);
    });
  });
});
