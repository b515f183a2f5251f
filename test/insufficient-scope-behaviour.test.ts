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

type Handle = (error: unknown) => unknown;

const load = createRequire(import.meta.url);

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
function exportsOf(version: Version, console: object): { handle?: Handle } {
  const { outputText } = ts.transpileModule(textOf(version).replaceAll('await import(', 'require('), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    fileName: version.file.replace(/\.[cm]?[jt]s$/, '.ts'),
  });
  const module: { exports: { handle?: Handle } } = { exports: {} };
  const resolve = (name: string): unknown => {
    if (name === '@modelcontextprotocol/client') return client;
    if (!name.startsWith('.')) return load(name);
    const file = join(dirname(version.file), name).replace(/\.js$/, '.ts');
    return exportsOf({ ...version, file }, console);
  };
  const run = new Function('module', 'exports', 'require', 'console', outputText);
  run(module, module.exports, resolve, console);
  return module.exports;
}
async function behaviour(version: Version, error: Error): Promise<Behaviour | undefined> {
  const printed: unknown[] = [];
  const print = (...args: unknown[]) => printed.push(args);
  const { handle } = exportsOf(version, { log: print, error: print, warn: print });
  if (!handle) return undefined;
  try {
    const returned = normal(await handle(error), error);
    return { returned, printed: normal(printed, error) as unknown[] };
  } catch (thrown) {
    return { thrown: normal(thrown, error), printed: normal(printed, error) as unknown[] };
  }
}

function normal(value: unknown, error: Error): unknown {
  if (value === error) return '<the error>';
  if (typeof value === 'string') return value.replaceAll(error.message, '<its message>');
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

const rewritten = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'expected')))
  .flatMap((name) => {
    const input = join(folder, name, 'input');
    const file = filesIn(input).find((each) =>
      /export (async )?(function|const) handle\b|exports\.handle\b/.test(
        readFileSync(join(input, each), 'utf8'),
      ),
    );
    const version = { folder: join(folder, name), file: file ?? '' };
    return file
      ? [{ name, before: { ...version, rewritten: false }, after: { ...version, rewritten: true } }]
      : [];
  });

describe('a rewritten handler', () => {
  it('has cases', () => expect(rewritten.length).toBeGreaterThan(45));

  describe.each(rewritten)('$name', ({ before, after }) => {
    it('does for InsufficientScopeError what it did for a 403', async () => {
      // The code that names the permission, for some handlers ask for it.
      const old = await behaviour(before, http(403, codes.ClientHttpForbidden));
      const now = await behaviour(
        after,
        new client.InsufficientScopeError({ requiredScope: 'reports:read' }),
      );
      expect(now).toEqual(old);
    });

    it('was not right before', async () => {
      const old = await behaviour(before, http(403, codes.ClientHttpForbidden));
      const lost = await behaviour(
        before,
        new client.InsufficientScopeError({ requiredScope: 'reports:read' }),
      );
      expect(lost).not.toEqual(old);
    });

    it('does for every other error what it did', async () => {
      for (const make of unchanged) {
        const error = make();
        expect(await behaviour(after, error), error.message).toEqual(await behaviour(before, error));
      }
    });
  });
});
