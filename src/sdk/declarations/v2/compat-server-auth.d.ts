// biome-ignore-all lint: these files repeat what the packages declare
// What `--sdk 2` makes of a v1 server/auth import: server-legacy exports every name of v1's auth modules.
export * from './server-legacy.js';
