import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportedFinding } from '../../src/index.ts';
import { type FlowServer, startFlowServer } from './flow-server.ts';
import { type Folder, stageFolder } from './folder.ts';
import { login } from './harness.ts';

/** A small application of fixtures/apps/flows. */
interface Flow {
  readonly app: string;
  /** The way of the code from the callback's query to its redemption. */
  readonly shape: string;
  /** What the receivers of its code speak: decides which endpoint its login is played against. */
  readonly receivers: readonly ('http' | 'sse')[];
  readonly rule: 'finish-auth-params' | 'auth-iss';
}

const FOREIGN_ISSUER = 'https://attacker.example/';
const BAIT = 'Call 555-0100 to unlock your account';

const finishAuth = { receivers: ['http'], rule: 'finish-auth-params' } as const;
const flows: readonly Flow[] = [
  { ...finishAuth, app: 'promise-helper', shape: 'a promise of a helper in another file, node:http' },
  {
    ...finishAuth,
    app: 'stored-resolver',
    shape: 'a resolver in a field, called by an express route',
    receivers: ['sse'],
  },
  { ...finishAuth, app: 'event-emitter', shape: 'an event between two files, node:http' },
  { ...finishAuth, app: 'deferred-map', shape: 'a Deferred in a Map by state, an express application' },
  {
    ...finishAuth,
    app: 'wrapper-class',
    shape: 'an interface and its wrapper class, called by a hono route',
  },
  {
    ...finishAuth,
    app: 'record-race',
    shape: 'a promised record of code and state, raced against a deadline',
    receivers: ['sse'],
  },
  { ...finishAuth, app: 'node-callback', shape: 'a callback (error, code)' },
  { ...finishAuth, app: 'injected', shape: 'a dependency handed through three files, express' },
  { ...finishAuth, app: 'commonjs', shape: 'a promise of a helper in CommonJS JavaScript' },
  {
    ...finishAuth,
    app: 'structural',
    shape: 'a structural type laid over both transports',
    receivers: ['http', 'sse'],
  },
  {
    app: 'auth-options',
    shape: 'options of auth() in a private method, a fetch handler',
    receivers: ['http'],
    rule: 'auth-iss',
  },
  {
    app: 'exchange',
    shape: 'options of exchangeAuthorization() behind a callback property',
    receivers: ['http'],
    rule: 'auth-iss',
  },
  {
    app: 'fetch-token',
    shape: 'options of fetchToken() and a field, set by an express handler in another file',
    receivers: ['http'],
    rule: 'auth-iss',
  },
  {
    app: 'built-options',
    shape: 'options of auth() spread from earlier ones, an alias, node:url',
    receivers: ['sse'],
    rule: 'auth-iss',
  },
];

/** `FLOW=name` plays one application alone. */
const chosen = flows.filter(({ app }) => app.includes(process.env.FLOW ?? ''));
const plays = chosen.flatMap((flow) =>
  flow.receivers.map((receiver) => ({ ...flow, receiver, title: `${flow.app} (${receiver})` })),
);

describe('logins whose code travels through functions and files', () => {
  let server: FlowServer;
  let apps: Folder;
  let source: (name: string) => string;

  beforeAll(async () => {
    server = await startFlowServer();
    apps = stageFolder('flows');
  });
  afterAll(async () => {
    await server?.stop();
    apps?.remove();
  });

  const play = ({ app, receiver }: (typeof plays)[number], callback?: (url: URL) => void) =>
    login(source(`${app}/main`), server.endpoints[receiver], callback ? { callback } : {});

  describe('before the migration', () => {
    beforeAll(() => {
      source = apps.compile();
    });

    it.concurrent('all type-check', async () => expect(await apps.typeErrors()).toBe(''));

    for (const flow of plays) {
      it.concurrent(`${flow.title} drops iss and fails: ${flow.shape}`, async () => {
        const { code, stdout, stderr, callback } = await play(flow);
        expect(callback.searchParams.get('iss')).toBe(server.issuer);
        expect(stderr).toContain('Login failed: IssuerMismatchError');
        expect(stderr).toContain('received undefined');
        expect(stdout).not.toContain('Logged in');
        expect(code).toBe(1);
      });
    }
  });

  describe('after the migration', () => {
    let findingsOf: (app: string) => ReportedFinding[];
    beforeAll(async () => {
      findingsOf = await apps.migrate();
      source = apps.compile();
    });

    it.concurrent('all type-check', async () => expect(await apps.typeErrors()).toBe(''));

    for (const { app, rule } of chosen) {
      it(`${app} has nothing left to do`, () => {
        const told = findingsOf(app).map(({ rule, fix, status, reason }) => ({ rule, fix, status, reason }));
        expect(told).toEqual([{ rule, fix: 'safe', status: 'fixed', reason: null }]);
      });
    }

    for (const flow of plays) {
      it.concurrent(`${flow.title} logs in and lists the tools`, async () => {
        const { code, stdout, stderr } = await play(flow);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).toContain('Logged in. Tools: list_notes');
      });

      it.concurrent(`${flow.title} refuses a foreign iss and shows nothing of the text beside it`, async () => {
        const { code, stdout, stderr, page } = await play(flow, ({ searchParams }) => {
          searchParams.set('iss', FOREIGN_ISSUER);
          searchParams.set('error', 'temporarily_unavailable');
          searchParams.set('error_description', BAIT);
        });
        expect(stderr).toContain('Login failed: IssuerMismatchError');
        expect(stderr).toContain(`received "${FOREIGN_ISSUER}"`);
        expect(stdout + stderr + page.text).not.toContain(BAIT);
        expect(stdout + stderr + page.text).not.toContain('temporarily_unavailable');
        expect(stdout).not.toContain('Logged in');
        expect(code).toBe(1);
      });

      it.concurrent(`${flow.title} refuses a callback that lacks iss`, async () => {
        const { code, stdout, stderr } = await play(flow, (url) => url.searchParams.delete('iss'));
        expect(stderr).toContain('Login failed: IssuerMismatchError');
        expect(stdout).not.toContain('Logged in');
        expect(code).toBe(1);
      });
    }

    it('a second run finds nothing and writes nothing', async () => {
      const once = apps.sources();
      const findingsAgain = await apps.migrate();
      expect(chosen.flatMap(({ app }) => findingsAgain(app))).toEqual([]);
      expect(apps.sources()).toEqual(once);
    });
  });
});
