import type { Rule } from '../contract.ts';
import { rule as httpStatusOnCode } from '../http-status-on-code/rule.ts';
import { rule as insufficientScopeCatch } from '../insufficient-scope-catch/rule.ts';
import { rule as oauthErrorClass } from '../oauth-error-class/rule.ts';
import { rule as stepUpRetriesZero } from '../step-up-retries-zero/rule.ts';

/** The rules that ask the wing errors: one module, because they are loaded together. Each knows the type of its own matches, and nobody else does. */
export const rules = [
  insufficientScopeCatch,
  stepUpRetriesZero,
  httpStatusOnCode,
  oauthErrorClass,
] as readonly unknown[] as readonly Rule[];
