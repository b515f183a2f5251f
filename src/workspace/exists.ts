import { existsSync } from 'node:fs';

/** Whether there is something of that name, seen from the working directory. */
export function exists(name: string): boolean {
  return existsSync(name);
}
