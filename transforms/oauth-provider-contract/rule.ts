import {
  type Breach,
  type ContractMatch,
  contractMatches,
} from '../../src/analysis/client/provider/index.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

/** What SDK v2 asks of an OAuthClientProvider, and v1 did not. */
export const rule: Rule<ContractMatch> = {
  info: infoOf('oauth-provider-contract'),
  // Older pre-releases still ask to invalidate 'all' (client 2.0.0-alpha.2).
  begins: 'IssuerMismatchError',

  detect: contractMatches,

  describe: ({ breach, steps }) => ({ message: messages[breach], flow: steps }),

  fix: ({ fix }) => fix(),
};

const messages: Readonly<Record<Breach, string>> = {
  'client-ignored':
    "SDK v2 asks to invalidate 'client', then 'tokens', and never 'all'. This keeps the rejected client, so every login " +
    "goes on with it. Clear the client information for 'client', too.",
  'state-lost':
    'The SDK is told that the discovery state is saved, and does not get it back on the callback: each login ends with an ' +
    'AuthorizationServerMismatchError. Give it back from discoveryState().',
  'state-anew':
    'This provider is made anew for the callback, and its discovery state is in a field: it is gone by then, and SDK v2 wants ' +
    'it back. Store it next to the code verifier.',
  'stamp-dropped':
    'The SDK stamps what it saves with the issuer, and this record leaves it out. So nothing ties it to its authorization ' +
    'server, and the SDK warns and saves it again. Keep `issuer`.',
  'issuer-missing':
    'Without expectedIssuer, the MCP server decides which authorization server gets these credentials. Pass the issuer that ' +
    'they belong to.',
  'issuer-empty':
    'expectedIssuer is empty, so the constructor throws. Pass the issuer that these credentials belong to.',
  'validation-off':
    'This switches off the check that the metadata of an authorization server names its own issuer (RFC 8414, section 3.3). ' +
    'A mix-up of servers goes unnoticed.',
};
