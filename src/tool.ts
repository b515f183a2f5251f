import { readFileSync } from 'node:fs';

/** From src/ in the sources and from dist/src/ in the package. */
const manifest = ['../package.json', '../../package.json']
  .map((path) => new URL(path, import.meta.url))
  .map(readManifest)
  .find((found) => found?.name === 'mcp-auth-codemod');

export const tool = { name: 'mcp-auth-codemod', version: manifest?.version ?? '0.0.0' };

function readManifest(url: URL): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(url, 'utf8'));
  } catch {
    return undefined;
  }
}
