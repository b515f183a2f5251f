// biome-ignore-all lint: these files repeat what the packages declare
// What `--sdk 1` makes of an import of the v2 server-legacy package.
export * from './server/auth/clients.js';
export * from './server/auth/errors.js';
export * from './server/auth/handlers/authorize.js';
export * from './server/auth/handlers/register.js';
export * from './server/auth/handlers/revoke.js';
export * from './server/auth/handlers/token.js';
export * from './server/auth/middleware/bearerAuth.js';
export * from './server/auth/provider.js';
export * from './server/auth/providers/proxyProvider.js';
export * from './server/auth/router.js';
export * from './server/auth/types.js';
