// biome-ignore-all lint: these files repeat what the packages declare
import { RequestHandler } from 'express';
import { OAuthServerProvider } from '../provider.js';
export type RevocationHandlerOptions = {
  provider: OAuthServerProvider;
  rateLimit?: any;
};
export function revocationHandler(options: RevocationHandlerOptions): RequestHandler;
