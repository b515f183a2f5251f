import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type BranchObligation,
  branchObligations,
} from '../../src/analysis/errors/branch/branch-obligations.ts';
import { stepUpObligations } from '../../src/analysis/errors/step-up/step-up-obligations.ts';
import { proved } from '../../src/model/proof.ts';
import { breaches } from './handler-laws.ts';
import { stepUp } from './step-up-laws.ts';
import { mutant, switchedOff } from './switched-off.ts';

vi.mock('../../src/analysis/errors/branch/same-for-callers.ts', async (original) =>
  mutant('same-outcome', await original(), { isSameForCallers: () => false }),
);
vi.mock('../../src/analysis/errors/branch/error-settled.ts', async (original) =>
  mutant('error-settled', await original(), {
    errorSettled: () => ({ near: proved, far: () => proved }),
  }),
);
vi.mock('../../src/analysis/errors/branch/members-exist.ts', async (original) =>
  mutant('members-exist', await original(), { membersExist: () => proved }),
);
vi.mock('../../src/analysis/errors/branch/comments-kept.ts', async (original) =>
  mutant('comments-kept', await original(), { commentsKept: () => proved }),
);
vi.mock('../../src/analysis/errors/step-up/options-owned.ts', async (original) =>
  mutant('options-owned', await original(), { optionsOwned: () => proved }),
);
vi.mock('../../src/analysis/errors/step-up/scope-error-handled.ts', async (original) =>
  mutant('scope-error-handled', await original(), { scopeErrorHandled: () => proved }),
);

const handler = (names: string, ...lines: string[]): string =>
  `import { ${names} } from '@modelcontextprotocol/client';\n\n${lines.join('\n')}\n`;

/** For each obligation a handler that breaks when it is not asked for. */
const handlers: Readonly<Record<BranchObligation, readonly [file: string, text: string]>> = {
  'same-outcome': [
    'handler.ts',
    handler(
      'SdkHttpError',
      'export function handle(error: unknown): string {',
      "  if (statusOf(error) === 404) return 'gone';",
      "  return 'failed';",
      '}',
      '',
      'function statusOf(error: unknown): number {',
      '  return error instanceof SdkHttpError ? error.status : 0;',
      '}',
    ),
  ],
  'error-settled': [
    'handler.ts',
    handler(
      'SdkHttpError',
      'export const trace: unknown[] = [];',
      'const attempt = async (error: unknown): Promise<string> => {',
      "  trace.push('attempt');",
      '  throw error;',
      '};',
      'export async function handle(given: unknown): Promise<string> {',
      '  try {',
      '    return await attempt(given);',
      '  } catch (error) {',
      '    if (error instanceof SdkHttpError && error.status === 403) return await attempt(given);',
      "    return 'failed';",
      '  }',
      '}',
    ),
  ],
  'members-exist': [
    'handler.js',
    handler(
      'SdkHttpError',
      'export async function handle(error) {',
      '  const held = { error };',
      '  const { error: other } = held;',
      '  if (error instanceof SdkHttpError && error.status === 403) return describe(held);',
      "  return other ? 'failed' : 'nothing';",
      '}',
      "const describe = (each) => 'status ' + each['err' + 'or'].status;",
    ),
  ],
  'comments-kept': [
    'handler.ts',
    handler(
      'SdkHttpError',
      'export const trace: unknown[] = [];',
      'export function handle(error: unknown): unknown {',
      '  // @ts-expect-error -- the loader sets it',
      "  trace.push('seen'); if (error instanceof SdkHttpError && error.status === 403) return 'denied'; else return trace.loaded;",
      '}',
    ),
  ],
};

const transports = (...lines: string[]): string =>
  handler(
    'Client, InsufficientScopeError, type OAuthClientProvider, SdkHttpError, StreamableHTTPClientTransport, type StreamableHTTPClientTransportOptions',
    ...lines,
    'export async function host(send: typeof fetch, provider: OAuthClientProvider): Promise<unknown> {',
    "  const client = new Client({ name: 'host', version: '1.0.0' });",
    '  try {',
    '    await client.connect(open(send, provider));',
    "    return 'connected';",
    '  } catch (error) {',
    '    return describe(error);',
    '  }',
    '}',
  );

/** The same for the options of a transport. */
const options: Readonly<Record<(typeof stepUpObligations)[number], string>> = {
  'options-owned': transports(
    'const common: StreamableHTTPClientTransportOptions = { maxStepUpRetries: 0 };',
    "const url = new URL('https://mcp.example.com/mcp');",
    'export const background = (fetch: typeof globalThis.fetch) => new StreamableHTTPClientTransport(url, { ...common, fetch });',
    'const open = (fetch: typeof globalThis.fetch, authProvider: OAuthClientProvider) =>',
    '  new StreamableHTTPClientTransport(url, { ...common, authProvider, maxStepUpRetries: 2, fetch });',
    'const describe = (error: unknown): string =>',
    "  error instanceof InsufficientScopeError || error instanceof SdkHttpError ? 'denied' : 'failed';",
  ),
  'scope-error-handled': transports(
    'const open = (send: typeof fetch, authProvider: OAuthClientProvider): StreamableHTTPClientTransport =>',
    "  new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'), { maxStepUpRetries: 0, authProvider, fetch: send });",
    "const describe = (error: unknown): string => (error instanceof SdkHttpError ? 'denied' : 'failed');",
  ).replace('InsufficientScopeError, ', ''),
};

describe('a tool that takes an obligation for proved is noticed', () => {
  afterEach(() => {
    switchedOff.id = undefined;
  });

  it.each(branchObligations)('%s', async (id) => {
    const [file, text] = handlers[id];
    expect(await breaches({ [file]: text }, true)).toEqual([]);
    switchedOff.id = id;
    expect(await breaches({ [file]: text }, true)).not.toEqual([]);
  });

  it.each(stepUpObligations)('%s', async (id) => {
    const right = await stepUp(options[id]);
    expect(right.after).toBe(right.before);
    switchedOff.id = id;
    const wrong = await stepUp(options[id]);
    expect(wrong.after).not.toBe(wrong.before);
  });
});
