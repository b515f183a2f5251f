import { readFileSync } from 'node:fs';

/** From src/ in the sources and from dist/ in the package. */
const manifest = readManifest(new URL('../package.json', import.meta.url));

export const tool = { name: 'mcp-auth-codemod', version: manifest?.version ?? '0.0.0' };

function readManifest(url: URL): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(url, 'utf8'));
  } catch {
    return undefined;
  }
}
