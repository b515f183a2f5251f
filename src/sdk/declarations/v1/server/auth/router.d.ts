// biome-ignore-all lint: these files repeat what the packages declare
import express, { RequestHandler } from 'express';
import { OAuthMetadata } from '../../shared/auth.js';
import { AuthorizationHandlerOptions } from './handlers/authorize.js';
import { ClientRegistrationHandlerOptions } from './handlers/register.js';
import { RevocationHandlerOptions } from './handlers/revoke.js';
import { TokenHandlerOptions } from './handlers/token.js';
import { OAuthServerProvider } from './provider.js';
export type AuthRouterOptions = {
  provider: OAuthServerProvider;
  issuerUrl: URL;
  baseUrl?: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
  resourceName?: string;
  resourceServerUrl?: URL;
  authorizationOptions?: Omit<AuthorizationHandlerOptions, 'provider'>;
  clientRegistrationOptions?: Omit<ClientRegistrationHandlerOptions, 'clientsStore'>;
  revocationOptions?: Omit<RevocationHandlerOptions, 'provider'>;
  tokenOptions?: Omit<TokenHandlerOptions, 'provider'>;
};
export const createOAuthMetadata: (options: {
  provider: OAuthServerProvider;
  issuerUrl: URL;
  baseUrl?: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
}) => OAuthMetadata;
export function mcpAuthRouter(options: AuthRouterOptions): RequestHandler;
export type AuthMetadataOptions = {
  oauthMetadata: OAuthMetadata;
  resourceServerUrl: URL;
  serviceDocumentationUrl?: URL;
  scopesSupported?: string[];
  resourceName?: string;
};
export function mcpAuthMetadataRouter(options: AuthMetadataOptions): express.Router;
export function getOAuthProtectedResourceMetadataUrl(serverUrl: URL): string;
