// biome-ignore-all lint: these files repeat what the packages declare
import { RequestHandler } from 'express';
import { OAuthServerProvider } from '../provider.js';
export type AuthorizationHandlerOptions = {
  provider: OAuthServerProvider;
  rateLimit?: any;
};
export function redirectUriMatches(requested: string, registered: string): boolean;
export function authorizationHandler(options: AuthorizationHandlerOptions): RequestHandler;
