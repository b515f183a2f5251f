// biome-ignore-all lint: these files repeat what the packages declare
import { RequestHandler } from 'express';
import { OAuthRegisteredClientsStore } from '../clients.js';
export type ClientRegistrationHandlerOptions = {
  clientsStore: OAuthRegisteredClientsStore;
  clientSecretExpirySeconds?: number;
  rateLimit?: any;
  clientIdGeneration?: boolean;
};
export function clientRegistrationHandler(options: ClientRegistrationHandlerOptions): RequestHandler;
