// biome-ignore-all lint: these files repeat what the packages declare
// What `--sdk 1` makes of an import of the v2 client package.
export * from './client/auth.js';
export * from './client/index.js';
export * from './client/sse.js';
export * from './client/streamableHttp.js';
export { OAuthError } from './server/auth/errors.js';
export * from './shared/auth.js';
export * from './shared/protocol.js';
export * from './shared/transport.js';
export * from './types.js';
