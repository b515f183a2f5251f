import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../harness.ts';

const folderOf = (name: string): string => join(root, 'test/properties/failures', name);

/** The programs of a folder for which a law was once broken. */
export function keptIn<T>(folder: string): readonly T[] {
  const dir = folderOf(folder);
  const files = existsSync(dir) ? readdirSync(dir).sort() : [];
  return files.map((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')));
}

/** Keeps a program, to be tried in every later run; gives its place. */
export function keep(folder: string, program: object): string {
  const text = `${JSON.stringify(program, null, 2)}\n`;
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(folderOf(folder), { recursive: true });
  writeFileSync(join(folderOf(folder), name), text);
  return `test/properties/failures/${folder}/${name}`;
}

/** The smallest program that still breaks a law, and how; undefined when this one does not, alone. */
export async function smallest<T, B>(
  program: T,
  breachOf: (program: T) => Promise<B | undefined>,
  simpler: (program: T) => readonly T[],
): Promise<{ program: T; breach: B } | undefined> {
  const breach = await breachOf(program);
  if (breach === undefined) return undefined;
  for (const smaller of simpler(program)) {
    const found = await smallest(smaller, breachOf, simpler);
    if (found) return found;
  }
  return { program, breach };
}
