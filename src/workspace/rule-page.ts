import { readFileSync } from 'node:fs';

/** The page of a rule. It ships with the package: seen from src/workspace/ in the sources, from dist/ in the package. */
export function rulePage(id: string): string {
  for (const up of ['../../', '../']) {
    try {
      return readFileSync(new URL(`${up}transforms/${id}/README.md`, import.meta.url), 'utf8');
    } catch {
      // Not there: try the other layout.
    }
  }
  return `The page of ${id} is missing from this installation. Install mcp-auth-codemod again.\n`;
}
