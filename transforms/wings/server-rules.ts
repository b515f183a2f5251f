import { rule as authorizationHandlerIssuer } from '../authorization-handler-issuer/rule.ts';
import { rule as authorizeIssuer } from '../authorize-issuer/rule.ts';
import { rule as contextAuthInfo } from '../context-auth-info/rule.ts';
import type { Rule } from '../contract.ts';
import { rule as issuerFlagPlacement } from '../issuer-flag-placement/rule.ts';
import { rule as issuerMetadataOverclaim } from '../issuer-metadata-overclaim/rule.ts';
import { rule as tokenVerifierError } from '../token-verifier-error/rule.ts';

/** The rules that ask the wing server: one module, because they are loaded together. Each knows the type of its own matches, and nobody else does. */
export const rules = [
  authorizeIssuer,
  authorizationHandlerIssuer,
  issuerFlagPlacement,
  issuerMetadataOverclaim,
  tokenVerifierError,
  contextAuthInfo,
] as readonly unknown[] as readonly Rule[];
