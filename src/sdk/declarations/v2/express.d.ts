// biome-ignore-all lint: these files repeat what the packages declare
// @modelcontextprotocol/express 2.0.2.
import type { Express, RequestHandler, Router } from 'express';
import type { AuthMetadataOptions, VerifyBearerTokenOptions } from './server.js';

export type { AuthMetadataOptions, OAuthTokenVerifier } from './server.js';
export { getOAuthProtectedResourceMetadataUrl } from './server.js';
export interface CreateMcpExpressAppOptions {
  host?: string;
  allowedHosts?: string[];
  allowedOrigins?: string[];
  jsonLimit?: string;
}
export function createMcpExpressApp(options?: CreateMcpExpressAppOptions): Express;
export function hostHeaderValidation(allowedHostnames: string[]): RequestHandler;
export function localhostHostValidation(): RequestHandler;
export function originValidation(allowedOriginHostnames: string[]): RequestHandler;
export function localhostOriginValidation(): RequestHandler;
export type BearerAuthMiddlewareOptions = VerifyBearerTokenOptions;
export function requireBearerAuth(options: BearerAuthMiddlewareOptions): RequestHandler;
export function mcpAuthMetadataRouter(options: AuthMetadataOptions): Router;
