import {
  clientNames,
  contextNames,
  contractNames,
  errorNames,
  issuerNames,
  oauthErrorNames,
  packageNames,
  redemptionNames,
  serverNames,
  stepUpNames,
  verifierNames,
} from '../src/sdk/facts.ts';
import type { Rule, RuleEntry } from './contract.ts';
import { infoOf } from './infos.ts';

type Wing = () => Promise<{ readonly rules: readonly Rule[] }>;

const client: Wing = () => import('./wings/client-rules.ts');
const server: Wing = () => import('./wings/server-rules.ts');
const errors: Wing = () => import('./wings/errors-rules.ts');

/** Every rule, in the order of the documentation. */
export const rules: readonly RuleEntry[] = [
  entry('finish-auth-params', client, redemptionNames),
  entry('auth-iss', client, redemptionNames),
  entry('callback-state', client, redemptionNames),
  entry('callback-error-display', client, redemptionNames),
  entry('oauth-provider-contract', client, contractNames),
  entry('authorize-issuer', server, serverNames),
  entry('authorization-handler-issuer', server, serverNames),
  entry('issuer-flag-placement', server, issuerNames),
  entry('issuer-metadata-overclaim', server, issuerNames),
  entry('token-verifier-error', server, verifierNames),
  entry('context-auth-info', server, contextNames),
  entry('insufficient-scope-catch', errors, [...packageNames, ...errorNames]),
  entry('step-up-retries-zero', errors, stepUpNames),
  entry('http-status-on-code', errors, clientNames),
  entry('oauth-error-class', errors, oauthErrorNames),
];

function entry(id: string, wing: Wing, names: readonly string[]): RuleEntry {
  const load = async () => {
    const { rules: loaded } = await wing();
    return loaded.find(({ info }) => info.id === id) as Rule;
  };
  return { info: infoOf(id), names, load };
}
