import { ts } from '../../../compiler.cjs';
import { redeemingFunctions } from '../../../sdk/roles.ts';
import { isAbsent, unwrap } from '../../program/ast.ts';
import { certainValue, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import type { OptionsRedemption } from '../redemption/redeemers.ts';

/** The functions that learn the issuer from their options alone, and the member that tells it. */
const exchanges: ReadonlySet<string> = new Set(['exchangeAuthorization', 'fetchToken']);
const metadataOption = 'metadata';

/**
 * Whether `iss` is compared with nothing: `exchangeAuthorization()` and `fetchToken()` without `metadata` take any, and none.
 * Source: SDK v2 `client/auth.ts` (client 2.4.0).
 */
export function isIssuerUnchecked(project: Project, { call, name }: OptionsRedemption): boolean {
  if (!exchanges.has(name) || sdkFunctionAt(project, unwrap(call.expression))?.name !== name) return false;
  const options = call.arguments[redeemingFunctions[name] ?? 1];
  if (!options || ts.isSpreadElement(options)) return false;
  const member = memberOf(project, options, metadataOption);
  const value = certainValue(member);
  return member.entries.length === 0 ? member.complete : value !== undefined && isAbsent(unwrap(value));
}
