import { writeSync } from 'node:fs';
import { UsageError } from '../model/usage-error.ts';
import { explain } from '../workspace/io-errors.ts';

/** Writes everything before it returns. A closed pipe (`| head`) means that the reader has enough. */
function writeAll(descriptor: number, name: string, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw new UsageError(explain(`The report cannot be written to ${name}`, error));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

export const stdout = (text: string): void => writeAll(1, 'stdout', text);
export const stderr = (text: string): void => writeAll(2, 'stderr', text);

/** Color only on a terminal. NO_COLOR and FORCE_COLOR decide first (https://no-color.org). */
export function wantsColor(stream: { isTTY?: boolean }, flag: boolean): boolean {
  if (!flag || (process.env.NO_COLOR ?? '') !== '') return false;
  const forced = process.env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** A step over this many files is expected to last longer than a second. */
const manyFiles = 60;

/**
 * Lines on stderr for work that takes longer than a second. No timer can fire while the compiler works, so a step is announced
 * when it begins, if the run is already a second old or the step will be long.
 */
export function progress(): (step: string, files: number) => void {
  const start = performance.now();
  return (step, files) => {
    if (files < manyFiles && performance.now() - start < 1_000) return;
    stderr(`mcp-auth-codemod: ${step} ${files} file${files === 1 ? '' : 's'} …\n`);
  };
}
