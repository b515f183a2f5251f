import { rule as authIss } from '../auth-iss/rule.ts';
import { rule as callbackErrorDisplay } from '../callback-error-display/rule.ts';
import { rule as callbackState } from '../callback-state/rule.ts';
import type { Rule } from '../contract.ts';
import { rule as finishAuthParams } from '../finish-auth-params/rule.ts';
import { rule as oauthProviderContract } from '../oauth-provider-contract/rule.ts';

/** The rules that ask the wing client: one module, because they are loaded together. Each knows the type of its own matches, and nobody else does. */
export const rules = [
  finishAuthParams,
  authIss,
  callbackState,
  callbackErrorDisplay,
  oauthProviderContract,
] as readonly unknown[] as readonly Rule[];
