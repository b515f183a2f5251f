import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A new directory (real path) with these files; it goes after the test file. */
export function tree(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'workspace-')));
  made.push(dir);
  put(dir, files);
  return dir;
}

export function put(dir: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), content);
  }
}

/** Runs git as a user would, without the configuration of this machine. */
export function sh(dir: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
}

export function repository(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const dir = tree(files);
  sh(dir, 'init', '-q', '-b', 'main');
  return dir;
}

export function commitAll(dir: string): void {
  sh(dir, 'add', '-A');
  sh(dir, 'commit', '-q', '-m', 'all');
}
