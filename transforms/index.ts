import type { Rule } from '../src/model/rule.ts';
import { rule as finishAuthParams } from './finish-auth-params/rule.ts';

/** Every rule, in the order of the documentation. */
export const rules = [finishAuthParams] as readonly unknown[] as readonly Rule[];
