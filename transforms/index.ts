import { rule as authIss } from './auth-iss/rule.ts';
import { rule as authorizationHandlerIssuer } from './authorization-handler-issuer/rule.ts';
import { rule as authorizeIssuer } from './authorize-issuer/rule.ts';
import { rule as callbackErrorDisplay } from './callback-error-display/rule.ts';
import { rule as callbackState } from './callback-state/rule.ts';
import type { Rule } from './contract.ts';
import { rule as finishAuthParams } from './finish-auth-params/rule.ts';
import { rule as insufficientScopeCatch } from './insufficient-scope-catch/rule.ts';
import { rule as issuerFlagPlacement } from './issuer-flag-placement/rule.ts';
import { rule as issuerMetadataOverclaim } from './issuer-metadata-overclaim/rule.ts';
import { rule as stepUpRetriesZero } from './step-up-retries-zero/rule.ts';

/** Every rule, in the order of the documentation. */
export const rules = [
  finishAuthParams,
  authIss,
  callbackState,
  callbackErrorDisplay,
  authorizeIssuer,
  authorizationHandlerIssuer,
  issuerFlagPlacement,
  issuerMetadataOverclaim,
  insufficientScopeCatch,
  stepUpRetriesZero,
] as readonly unknown[] as readonly Rule[];
