import { writeSync } from 'node:fs';
import { UsageError } from '../model/usage-error.ts';
import { explain } from '../workspace/io-errors.ts';

/** Writes all of it before going on, and takes a closed pipe (`| head`) for the wish to stop reading. */
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

/** Colour only where a person looks; NO_COLOR and FORCE_COLOR decide first (https://no-color.org). */
export function wantsColor(stream: { isTTY?: boolean }, flag: boolean): boolean {
  if (!flag || (process.env.NO_COLOR ?? '') !== '') return false;
  const forced = process.env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** From so many files on a step is taken to last longer than a second. */
const manyFiles = 60;

/**
 * Lines on stderr for work that takes longer than a second. The compiler does not let a timer run, so each step is
 * announced when it begins, if the run is a second old or the step is going to be long.
 */
export function progress(): (step: string, files: number) => void {
  const start = performance.now();
  return (step, files) => {
    if (files < manyFiles && performance.now() - start < 1_000) return;
    stderr(`mcp-auth-codemod: ${step} ${files} file${files === 1 ? '' : 's'} …\n`);
  };
}
