import { gitPatch } from '../src/edit/patch.ts';
import type { Edit } from '../src/model/edit.ts';
import type { Range } from '../src/model/finding.ts';
import { obligations } from '../src/model/obligations.ts';
import type { Report, ReportedFinding } from '../src/model/report.ts';

const connect = `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { waitForCode } from './callback.js';

export async function login(transport: StreamableHTTPClientTransport) {
\tconst code = await waitForCode();
\tawait transport.finishAuth(code);
}
`;
const callback = `import { createServer } from 'node:http';

export function waitForCode(): Promise<string> {
  return new Promise((resolve) => {
    createServer((req) => {
      const url = new URL(req.url!, 'http://localhost');
      resolve(url.searchParams.get('code')!);
    }).listen(8090);
  });
}
`;
const provider = `export const provider = {
  async authorize(client, params, res) {
    await store.save({ redirectUri: params.redirectUri, state: params.state });
    res.redirect(upstream.href);
  },
};
`;
const files = {
  'src/connect.ts': connect,
  'src/callback.ts': callback,
  'src/provider.ts': provider,
} as const;
const old = `import { Client } from '@modelcontextprotocol/sdk/client/index.js';\nawait transport.finishAuth(code);\n`;

const docs = (rule: string) => `https://example.com/mcp-auth-codemod/transforms/${rule}`;

/** Where `part` first stands in `text`. */
export function rangeOf(text: string, part: string): Range {
  const position = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
  const start = text.indexOf(part);
  if (start < 0) throw new Error(`no ${part}`);
  return { start: position(start), end: position(start + part.length) };
}

export function editOf(file: keyof typeof files, part: string, text: string): Edit {
  const start = files[file].indexOf(part);
  if (start < 0) throw new Error(`no ${part}`);
  return { file, start, end: start + part.length, text };
}

const step = (file: keyof typeof files, part: string, message: string) => ({
  file,
  range: rangeOf(files[file], part),
  message,
});

export function sampleFinding(part: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: 'finish-auth-params',
    severity: 'error',
    file: 'src/connect.ts',
    range: rangeOf(connect, 'transport.finishAuth(code)'),
    message:
      "finishAuth gets the code alone, so the callback's iss is lost and the login fails with every server that sends it (RFC 9207). Pass it the callback's URLSearchParams.",
    fix: 'safe',
    status: 'open',
    reason: null,
    assumes: null,
    afterUpgrade: null,
    flow: [
      step('src/callback.ts', "url.searchParams.get('code')", "the code leaves the callback's query"),
      step('src/callback.ts', 'resolve', 'resolves the promise of waitForCode'),
      step('src/connect.ts', 'await waitForCode()', 'awaited here'),
      step('src/connect.ts', 'transport.finishAuth(code)', 'reaches finishAuth'),
    ],
    docs: docs('finish-auth-params'),
    package: 'app',
    fingerprint: 'f1',
    edits: [
      editOf('src/callback.ts', 'Promise<string>', 'Promise<URLSearchParams>'),
      editOf('src/callback.ts', "url.searchParams.get('code')!", 'url.searchParams'),
      editOf('src/connect.ts', 'const code = await', 'const callbackParams = await'),
      editOf('src/connect.ts', 'finishAuth(code)', 'finishAuth(callbackParams)'),
    ],
    todo: null,
    ...part,
  };
}

/** One finding of each kind, as a run with nothing written would have them. */
export const samples = {
  safe: sampleFinding(),
  suggested: sampleFinding({
    rule: 'step-up-retries-zero',
    severity: 'warning',
    message: 'maxStepUpRetries: 0 gives an error that claims a re-authorization took place.',
    reason: {
      code: 'changes-error-type',
      text: 'The error that callers see changes to InsufficientScopeError.',
    },
    todo: 'Check that the callers handle InsufficientScopeError, then run again with --unsafe.',
    flow: [],
    docs: docs('step-up-retries-zero'),
    fingerprint: 'f2',
    fix: 'suggested',
    assumes: { obligation: 'scope-error-handled', text: obligations['scope-error-handled'] },
    edits: [editOf('src/connect.ts', '(code)', "(code, { onInsufficientScope: 'throw' })")],
  }),
  none: sampleFinding({
    rule: 'authorize-issuer',
    file: 'src/provider.ts',
    range: rangeOf(provider, 'res.redirect(upstream.href)'),
    message: 'The authorization response leaves on another route and carries no iss.',
    fix: 'none',
    reason: {
      code: 'persisted-record',
      text: 'The stored request is persisted, so a field cannot be added here.',
    },
    todo: 'Store params.issuer with the request and append it as iss where the URL is built.',
    flow: [step('src/provider.ts', 'store.save', 'authorize() stores the request')],
    docs: docs('authorize-issuer'),
    fingerprint: 'f3',
    edits: [],
  }),
  pending: sampleFinding({
    file: 'src/old.ts',
    range: rangeOf(old, 'transport.finishAuth(code)'),
    message: "finishAuth gets the code alone; SDK v2 wants the callback's URLSearchParams.",
    fix: 'none',
    status: 'pending',
    reason: { code: 'sdk-v1', text: 'This code uses SDK v1, where the new form does not exist yet.' },
    todo: 'Upgrade to the v2 packages first.',
    afterUpgrade: {
      severity: 'error',
      fix: 'suggested',
      reason: { code: 'public-signature', text: 'This changes what a published package exports.' },
      assumes: { obligation: 'scope-error-handled', text: obligations['scope-error-handled'] },
      todo: 'Review it as a change of your API.',
      edits: [{ file: 'src/old.ts', start: old.indexOf('(code)'), end: old.length - 2, text: '(params)' }],
    },
    flow: [],
    fingerprint: 'f4',
    edits: [],
  }),
  suppressed: sampleFinding({
    rule: 'callback-state',
    severity: 'warning',
    message: 'The handler never compares state.',
    status: 'suppressed',
    fix: 'none',
    flow: [],
    fingerprint: 'f5',
    edits: [],
  }),
} satisfies Record<string, ReportedFinding>;

export function sampleReport(part: Partial<Report> = {}): Report {
  const findings = part.findings ?? Object.values(samples);
  const of = (status: string) => findings.filter((finding) => finding.status === status).length;
  return {
    mode: 'lint',
    tool: { name: 'mcp-auth-codemod', version: '1.2.3' },
    findings,
    problems: [],
    summary: {
      filesScanned: 214,
      filesAnalyzed: 12,
      findings: findings.length,
      fixed: of('fixed'),
      open: of('open'),
      pending: of('pending'),
      suppressed: of('suppressed'),
    },
    unverified: null,
    repositoryPrefix: '',
    sources: new Map([...Object.entries(files), ['src/old.ts', old]]),
    written: new Map(),
    patch: gitPatch([{ path: 'src/connect.ts', before: connect, after: connect.replace('code', 'params') }]),
    rules: ['finish-auth-params', 'step-up-retries-zero', 'authorize-issuer', 'callback-state'].map((id) => ({
      id,
      severity: id === 'callback-state' || id === 'step-up-retries-zero' ? 'warning' : 'error',
      summary: `What ${id} finds, in one line.`,
      docs: docs(id),
      obligations: [],
    })),
    ...part,
  };
}
