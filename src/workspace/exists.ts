import { existsSync } from 'node:fs';

/** Whether the path exists, relative to the working directory. */
export function exists(name: string): boolean {
  return existsSync(name);
}
