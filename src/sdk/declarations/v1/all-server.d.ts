// biome-ignore-all lint: these files repeat what the packages declare
// What `--sdk 1` makes of an import of the v2 server package.
export * from './all-client.js';
export * from './server/index.js';
export * from './server/mcp.js';
