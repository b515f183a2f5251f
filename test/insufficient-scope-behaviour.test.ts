import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import * as client from '@modelcontextprotocol/client';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { root } from './harness.ts';

/** What a handler did with an error: the error itself and its message are named, for they are not the same text. */
interface Behaviour {
  readonly returned?: unknown;
  readonly thrown?: unknown;
  readonly printed: readonly unknown[];
}

type Exports = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** How the error comes to the handler: an exported `handle`, unless the fixture has a driver of its own. */
type Drive = (exports: Exports, error: Error) => unknown;

const load = createRequire(import.meta.url);
const { StreamableHTTPError } = load('@modelcontextprotocol/sdk/client/streamableHttp.js');

/** A file of a fixture, before or after: what the tool did not change is in the input. */
interface Version {
  readonly folder: string;
  readonly rewritten: boolean;
  readonly file: string;
}

function textOf({ folder, rewritten, file }: Version): string {
  const after = join(folder, 'expected', file);
  return readFileSync(rewritten && existsSync(after) ? after : join(folder, 'input', file), 'utf8');
}

/** Runs a handler file with the real SDK and a console that keeps what is printed. */
function exportsOf(version: Version, console: object, sdk: object): Exports {
  const { outputText } = ts.transpileModule(textOf(version).replaceAll('await import(', 'require('), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    fileName: version.file.replace(/\.[cm]?[jt]s$/, '.ts'),
  });
  const module: { exports: Exports } = { exports: {} };
  const resolve = (name: string): unknown => {
    if (name === '@modelcontextprotocol/client') return sdk;
    if (!name.startsWith('.')) return load(name);
    const file = join(dirname(version.file), name).replace(/\.js$/, '.ts');
    return exportsOf({ ...version, file }, console, sdk);
  };
  const run = new Function('module', 'exports', 'require', 'console', outputText);
  run(module, module.exports, resolve, console);
  return module.exports;
}

/** An MCP client whose calls fail with the error. */
class FailingClient {
  error: Error;
  constructor(error: Error) {
    this.error = error;
  }
  async listTools() {
    throw this.error;
  }
  async callTool() {
    throw this.error;
  }
  /** Only the SSE transport connects. */
  async connect(transport: unknown) {
    if (!(transport instanceof client.SSEClientTransport)) throw this.error;
  }
}

const url = new URL('https://mcp.example.com/mcp');
const call =
  (name: string, ...args: unknown[]): Drive =>
  (exports) =>
    exports[name]!(...args);
const withClient =
  (name: string, ...args: unknown[]): Drive =>
  (exports, error) =>
    exports[name]!(new FailingClient(error), ...args);
const withError =
  (name: string): Drive =>
  (exports, error) =>
    exports[name]!(error);
/** Runs the last function that a method of a framework is given. */
const registered =
  (name: string, method: string): Drive =>
  (exports, error) => {
    let run: unknown;
    exports[name]!(new FailingClient(error), { [method]: (...given: unknown[]) => (run = given.at(-1)) });
    return (run as (...args: unknown[]) => unknown)({}, {});
  };
/** The last middleware of an Express application, which gets the errors of its routes. */
const errorMiddleware =
  (name: string): Drive =>
  (exports, error) => {
    const app = exports[name]!(new FailingClient(error)) as { router: { stack: { handle: unknown }[] } };
    const handle = app.router.stack.at(-1)!.handle as (...args: unknown[]) => unknown;
    const answer: unknown[] = [];
    const response = {
      status: (code: number) => {
        answer.push(code);
        return response;
      },
      send: (body: unknown) => answer.push(body),
    };
    handle(error, {}, response, () => answer.push('next'));
    return answer;
  };
const construct = (exports: Exports, name: string, ...args: unknown[]) =>
  new (exports[name] as unknown as new (...args: unknown[]) => Record<string, unknown>)(...args);

const drivers: Readonly<Record<string, readonly Drive[]>> = {
  'error-middleware': [errorMiddleware('gateway')],
  'error-middleware-elsewhere': [errorMiddleware('gateway')],
  'finds-status-passed-on': [
    (exports, error) => {
      const notes = { last: '' };
      try {
        return [exports.handle!(error, notes), notes.last];
      } catch (thrown) {
        return [thrown, notes.last];
      }
    },
    (exports, error) =>
      exports.end!({
        start: async () => {
          throw error;
        },
        terminateSession: async () => undefined,
      }),
  ],
  'name-shown': [withError('label')],
  'data-destructured': [withError('note'), withError('log')],
  'one-code-of-a-post': [
    withClient('run', 'report'),
    (exports, error) => exports.pingAll!([{ ping: () => Promise.reject(error) }]),
  ],
  'one-code-of-a-stream': [
    (exports, error) => exports.resume!({ resumeStream: () => Promise.reject(error) }, '1'),
  ],
  'suggest-base-class': [withError('explain'), withError('exitCode')],
  'table-asked-first': [withError('explain'), withError('title'), withError('show')],
  'table-map': [withError('hint'), withError('exitCode')],
  'table-of-records': [withError('title'), withError('codeTitle')],
  'status-by-key': [withClient('list')],
  'class-method': [
    async (exports, error) => {
      const reports = construct(exports, 'Reports', new FailingClient(error));
      const failure = await (reports.load as () => Promise<unknown>)().catch((thrown: unknown) => thrown);
      return [failure, reports.state];
    },
  ],
  'message-written': [withClient('handle', { write: () => true })],
  'no-answer-again': [withClient('handle')],
  'promise-catch': [withClient('ask'), withClient('askTwo')],
  'refuse-helper-retried': [withError('isDenied')],
  'refuse-handed-on': [withError('shown')],
  'return-before-more': [
    (exports, error) => {
      const tools = new FailingClient(error);
      return exports.sync!(
        { listTools: () => tools.listTools(), ping: async () => undefined },
        () => undefined,
      );
    },
  ],
  'rethrow-before-fallback': [withClient('connect', url)],
  'sdk-2-forced': [withError('explain')],
  'sdk-2-predicate': [withError('explain')],
  'settled-read-in-loop': [withClient('handle', ['a', 'b'])],
  'settled-thrown-class': [withClient('handle', 'a'), withClient('show', 'a')],
  'settled-told': [withClient('handle')],
  'thrown-to-framework': [
    registered('addRoutes', 'get'),
    registered('listen', 'on'),
    registered('addTools', 'registerTool'),
  ],
  'thrown-to-importers': [withClient('listNotes'), withClient('readNote', 'a'), withClient('copyNote', 'a')],
  'thrown-to-library': [registered('startJobs', 'work'), registered('startPlainJobs', 'work')],
  'step-up-unsure': [call('connect', url), call('withToken', url, {}), call('thrown', url, {})],
  'stored-error': [
    async (exports, error) => {
      const connection = construct(exports, 'Connection');
      await (connection.list as (client: unknown) => Promise<unknown>)(new FailingClient(error));
      return connection.forbidden;
    },
    withClient('list'),
  ],
};

async function behaviour(version: Version, drive: Drive, error: Error): Promise<Behaviour> {
  const printed: unknown[] = [];
  const print = (...args: unknown[]) => printed.push(args);
  class Client extends FailingClient {
    constructor() {
      super(error);
    }
  }
  const exports = exportsOf(version, { log: print, error: print, warn: print }, { ...client, Client });
  try {
    const returned = normal(await drive(exports, error), error);
    return { returned, printed: normal(printed, error) as unknown[] };
  } catch (thrown) {
    return { thrown: normal(thrown, error), printed: normal(printed, error) as unknown[] };
  }
}

function normal(value: unknown, error: Error): unknown {
  if (value === error) return '<the error>';
  if (typeof value === 'string')
    return value.replaceAll(error.message, '<its message>').replaceAll(error.name, '<its name>');
  if (Array.isArray(value)) return value.map((item) => normal(item, error));
  if (value instanceof Error) {
    const { stack: _, ...own } = Object.getOwnPropertyDescriptors(value);
    const members = Object.entries(own).map(([key, { value: member }]) => [key, normal(member, error)]);
    return { class: value.constructor.name, ...Object.fromEntries(members) };
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, normal(member, error)]));
}

const codes = client.SdkErrorCode;
const http = (status: number, code = codes.ClientHttpNotImplemented) =>
  new client.SdkHttpError(code, `HTTP failure ${status === 403 ? '' : status}`, { status });

const unchanged: readonly (() => Error)[] = [
  () => http(400),
  () => http(401, codes.ClientHttpAuthentication),
  () => http(403, codes.ClientHttpForbidden),
  () => http(404),
  () => http(429),
  () => http(500, codes.ClientHttpFailedToOpenStream),
  () => new client.SdkError(codes.RequestTimeout, 'too late'),
  () => new client.UnauthorizedError('log in'),
  () => new client.ProtocolError(-32603, 'internal'),
  () => new client.IssuerMismatchError('metadata', 'https://a', 'https://b'),
  () => new Error('plain'),
];

const folder = join(root, 'fixtures/insufficient-scope-catch');
const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)));

const isHandler = /export (async )?(function|const) handle\b|exports\.handle\b/;

const rewritten = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'expected')))
  // Components need their framework to run.
  .filter((name) => filesIn(join(folder, name, 'expected')).some((each) => /\.[cm]?[jt]sx?$/.test(each)))
  .map((name) => {
    const input = join(folder, name, 'input');
    const changed = filesIn(join(folder, name, 'expected'));
    const file =
      drivers[name] === undefined
        ? filesIn(input).find((each) => isHandler.test(readFileSync(join(input, each), 'utf8')))
        : changed[0];
    return { name, file };
  });

/** The code that a 403 had of the one kind of call that a handler is about. */
const ofOneCall: Readonly<Record<string, client.SdkErrorCode>> = {
  'one-code-of-a-post': codes.ClientHttpNotImplemented,
  'one-code-of-a-stream': codes.ClientHttpFailedToOpenStream,
};

/** The code that names the permission, for some handlers ask for it; of v1 for code that is read as v2. */
const forbidden = (name: string): Error =>
  name.startsWith('sdk-2-')
    ? new StreamableHTTPError(403, 'HTTP failure')
    : http(403, ofOneCall[name] ?? codes.ClientHttpForbidden);

const lost = () => new client.InsufficientScopeError({ requiredScope: 'reports:read' });

describe('a rewritten handler', () => {
  it('is driven in every fixture', () => {
    expect(rewritten.filter(({ file }) => file === undefined)).toEqual([]);
    expect(rewritten.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(drivers)));
  });

  const cases = rewritten.flatMap(({ name, file = '' }) => {
    const version = { folder: join(folder, name), file };
    const before = { ...version, rewritten: false };
    const after = { ...version, rewritten: true };
    return (drivers[name] ?? [withError('handle')]).map((drive) => ({ name, before, after, drive }));
  });

  describe.each(cases)('$name', ({ name, before, after, drive }) => {
    it('does for InsufficientScopeError what it did for a 403', async () => {
      expect(await behaviour(after, drive, lost())).toEqual(await behaviour(before, drive, forbidden(name)));
    });

    it('was not right before', async () => {
      expect(await behaviour(before, drive, lost())).not.toEqual(
        await behaviour(before, drive, forbidden(name)),
      );
    });

    it('does for every other error what it did', async () => {
      for (const make of [() => forbidden(name), ...unchanged]) {
        const error = make();
        const then = await behaviour(before, drive, error);
        expect(await behaviour(after, drive, error), error.message).toEqual(then);
      }
    });
  });
});
