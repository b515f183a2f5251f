import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './harness.ts';
import { commitAll, repository } from './workspace-helpers.ts';

export const binary = join(root, 'bin/mcp-auth-codemod.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real executable, without what the caller's terminal or CI would add to the environment. */
export function cli(cwd: string, args: readonly string[] = [], env: Record<string, string> = {}): Ran {
  const { FORCE_COLOR: _f, NO_COLOR: _n, CI: _c, GITHUB_ACTIONS: _g, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...args], {
    cwd,
    encoding: 'utf8',
    // What never ends fails, instead of keeping the tests from ending.
    timeout: 240_000,
    killSignal: 'SIGKILL',
    env: { ...rest, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...env },
  });
  return { code: status, stdout, stderr: stderr.replace(progress, '') };
}

/** Steps are announced when a run is slow: on a busy machine any run may be. `announced` keeps them. */
const progress = /^mcp-auth-codemod: (analyzing|type-checking) .*\n/gm;

export function announced(cwd: string, args: readonly string[]): string {
  return spawnSync(process.execPath, [binary, ...args], { cwd, encoding: 'utf8' }).stderr;
}

/** The report as JSON, which must be all that stdout holds. */
export function json(ran: Ran) {
  return JSON.parse(ran.stdout) as {
    summary: Record<string, number>;
    findings: {
      rule: string;
      file: string;
      status: string;
      fix: string;
      severity: string;
      reason: { code: string; text: string } | null;
    }[];
    problems: { file: string; message: string }[];
    unverified?: string;
  };
}

/** One finding with a safe fix. */
export const broken = `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export async function callback(request: Request, state: string): Promise<void> {
  const url = new URL(request.url);
  const code = url.searchParams.get('code');
  if (!code || url.searchParams.get('state') !== state) throw new Error('No code');
  await new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp')).finishAuth(code);
}
`;

export const fixed = broken.replace('finishAuth(code)', 'finishAuth(url.searchParams)');

/** One finding that stays: a code that a person types in. */
export const manual = `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createInterface } from 'node:readline/promises';

const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'));
const terminal = createInterface({ input: process.stdin, output: process.stdout });
await transport.finishAuth(await terminal.question('Code: '));
`;

/** SDK code without a fault. */
export const clean = fixed;

/** The bytes of every file below a folder, links and .git left out. */
export function bytesOf(dir: string): Record<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
      .filter((name) => !/(^|\/)\.git\//.test(name))
      .sort()
      .map((name) => [name, readFileSync(join(dir, name), 'latin1')]),
  );
}

/** A git work tree in which everything is committed. */
export function committed(files: Readonly<Record<string, string | Buffer>>): string {
  const dir = repository(files);
  commitAll(dir);
  return dir;
}

/** Puts the real packages in reach of a project. */
export function installed(dir: string): string {
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  return dir;
}

export { commitAll as commitAllIn, put, sh, tree } from './workspace-helpers.ts';
