import { readFileSync } from 'node:fs';

/** The page of a rule, which ships with the package: from src/workspace/ in the sources and from dist/src/workspace/ in it. */
export function rulePage(id: string): string {
  for (const up of ['../../', '../../../']) {
    try {
      return readFileSync(new URL(`${up}transforms/${id}/README.md`, import.meta.url), 'utf8');
    } catch {
      // Not there: the other layout.
    }
  }
  return `The page of ${id} is missing from this installation.\n`;
}
