import { rmSync } from 'node:fs';

/** Temporary files that exist now. They are deleted when the process is told to end. */
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
 * With a handler, a signal waits until the current write has ended, because writing is synchronous. Without one, it would end
 * the process in the middle and leave the temporary file.
 */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.on('exit', clean);
  for (const signal of signals) {
    const handler = (): void => {
      clean();
      process.off(signal, handler);
      // Other listeners decide what happens. Without any, the default ends the process.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on(signal, handler);
  }
}
