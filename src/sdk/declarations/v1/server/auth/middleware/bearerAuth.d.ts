// biome-ignore-all lint: these files repeat what the packages declare
import { RequestHandler } from 'express';
import { OAuthTokenVerifier } from '../provider.js';
export type BearerAuthMiddlewareOptions = {
  verifier: OAuthTokenVerifier;
  requiredScopes?: string[];
  resourceMetadataUrl?: string;
  expectedResource?: URL;
};
export function requireBearerAuth(options: BearerAuthMiddlewareOptions): RequestHandler;
