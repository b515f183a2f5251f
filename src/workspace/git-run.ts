import { spawn, spawnSync } from 'node:child_process';
import { devNull } from 'node:os';

export interface GitResult {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Exit code; undefined when git is missing or was killed. */
  readonly status: number | undefined;
}

/** Overrides settings with which a repository could run a program or change what our commands print. */
const hardening = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  ...[
    'core.quotePath=false',
    'core.fsmonitor=false',
    `core.hooksPath=${devNull}`,
    'core.untrackedCache=false',
    'submodule.recurse=false',
    'diff.external=',
    'diff.relative=false',
    'diff.ignoreSubmodules=none',
    'status.relativePaths=false',
    'status.showUntrackedFiles=all',
    'grep.fullName=false',
    'grep.lineNumber=false',
    'grep.column=false',
    'grep.fallbackToNoIndex=false',
    'color.ui=false',
  ].flatMap((setting) => ['-c', setting]),
];

/** The only GIT_* variables of the caller that pass: they say where the user's own configuration is. */
const kept =
  /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/;

const fixed = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  // A partial clone would fetch what is missing, with a program that the repository names.
  GIT_NO_LAZY_FETCH: '1',
  // git before 2.44 does not know that variable, so no transport is allowed either.
  GIT_ALLOW_PROTOCOL: 'none',
};

function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name) || kept.test(name)),
  );
  return { ...env, ...fixed, ...extra };
}

/**
 * Runs git without a shell, pager, hook, file monitor or anything else that a hostile repository could configure.
 *
 * @param args the command and its arguments; aliases do not apply, because only built-in commands are used
 * @param env variables in addition to the cleaned environment
 * @param input its standard input
 */
export function git(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  input = '',
): GitResult {
  const { stdout, stderr, status } = spawnSync('git', [...hardening, ...args], {
    cwd,
    env: environment(env),
    maxBuffer: Number.MAX_SAFE_INTEGER,
    windowsHide: true,
    input,
  });
  return { stdout: stdout ?? Buffer.alloc(0), stderr: stderr?.toString() ?? '', status: status ?? undefined };
}

/** Like {@link git}, without blocking the event loop. */
export function gitAsync(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<GitResult> {
  return new Promise((resolve) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const done = (status: number | null): void =>
      resolve({
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString(),
        status: status ?? undefined,
      });
    const child = spawn('git', [...hardening, ...args], {
      cwd,
      env: environment(env),
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', () => done(null));
    child.on('close', done);
  });
}

/** The parts of `-z` output. */
export function splitNul(output: Buffer): string[] {
  const parts = output.toString('utf8').split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}
