import { rmSync } from 'node:fs';

/** Temporary files that exist right now: they go when the process is told to end. */
const alive = new Set<string>();
let guarded = false;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function rememberTemporary(file: string): void {
  guard();
  alive.add(file);
}

export function forgetTemporary(file: string): void {
  alive.delete(file);
}

function clean(): void {
  for (const file of alive) rmSync(file, { force: true });
  alive.clear();
}

/**
 * With a handler in place a signal waits until the write that is under way has ended (writing is synchronous); without
 * one it would end the process in the middle and leave the temporary file.
 */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.on('exit', clean);
  for (const signal of signals) {
    const handler = (): void => {
      clean();
      process.off(signal, handler);
      // Whoever else listens decides; with nobody left the default ends the process.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on(signal, handler);
  }
}
