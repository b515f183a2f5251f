// biome-ignore-all lint: these files repeat what the packages declare
import { RequestHandler } from 'express';
import { OAuthServerProvider } from '../provider.js';
export type TokenHandlerOptions = {
  provider: OAuthServerProvider;
  rateLimit?: any;
};
export function tokenHandler(options: TokenHandlerOptions): RequestHandler;
