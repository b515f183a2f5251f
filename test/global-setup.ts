import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './harness.ts';

const built = join(root, 'dist/cli.js');

/** The tests of the binary run what users run: builds it when a source is newer. */
export default function setup(): void {
  if (existsSync(built) && statSync(built).mtimeMs > newest()) return;
  try {
    execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  } catch (error) {
    // A type error stops the type-check of CI; the output is there all the same.
    if (!existsSync(built)) throw error;
  }
}

function newest(): number {
  const folders = ['src', 'transforms'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
