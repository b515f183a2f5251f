import { carrierObligations } from '../src/analysis/client/carrier/carrier-obligations.ts';
import { providerObligations } from '../src/analysis/client/provider/provider-obligations.ts';
import { branchObligations } from '../src/analysis/errors/branch/branch-obligations.ts';
import { oauthObligations } from '../src/analysis/errors/oauth/oauth-obligations.ts';
import { statusObligations } from '../src/analysis/errors/status/status-obligations.ts';
import { stepUpObligations } from '../src/analysis/errors/step-up/step-up-obligations.ts';
import { contextObligations } from '../src/analysis/server/context/context-obligations.ts';
import { responseObligations } from '../src/analysis/server/response/response-obligations.ts';
import { verifierObligations } from '../src/analysis/server/verifier/verifier-obligations.ts';
import { docsUrl } from '../src/model/docs-url.ts';
import type { RuleInfo } from '../src/model/report.ts';

/** What to try after a fix or a change by hand. Several rules ask for the same. */
const logIn =
  'Log in once against a server whose metadata has `authorization_response_iss_parameter_supported: true`.';
const foreignState = 'Call the callback with a `state` that no login began with: it must redeem nothing.';
const declined =
  'Decline the consent; then call the callback with `error_description` and a foreign `iss`. Only the first may be shown.';
const answers =
  'Log in to your server with a client on SDK v2, and decline once: both answers must carry the `iss` of the metadata.';
const flag =
  'Read `/.well-known/oauth-authorization-server` of your server: it must advertise what the provider says.';
const scope =
  'Answer a request with 403 and `WWW-Authenticate: Bearer error="insufficient_scope"`: your handling of it must run.';
const again =
  'Let the token endpoint answer invalid_client to a refresh: your client must register again, then log in.';
const badToken = 'Call your server with an expired token: it must answer 401 with `WWW-Authenticate`.';
const noScope = 'Call a tool with a token that lacks its scope: it must be refused.';
const statuses =
  'Let the server answer 401, 403, 404 and 500 in turn: each must take the branch that it took on v1.';
const grants =
  'Let the token endpoint answer invalid_grant and an unknown code: each must take the branch that it took on v1.';

/**
 * What `rules`, `explain` and the reports say about each rule, in the order of the documentation. It loads neither the
 * compiler nor a wing.
 */
export const infos: readonly RuleInfo[] = [
  info('finish-auth-params', {
    severity: 'error',
    weakness: { cwe: 346, severity: 5.3 },
    summary: 'finishAuth() on an MCP transport that is not given the whole query of the OAuth callback',
    obligations: carrierObligations,
    test: logIn,
  }),
  info('auth-iss', {
    severity: 'error',
    weakness: { cwe: 346, severity: 5.3 },
    summary:
      "auth(), exchangeAuthorization() or fetchToken() given an authorization code without the callback's iss",
    obligations: carrierObligations,
    test: logIn,
  }),
  info('callback-state', {
    severity: 'warning',
    weakness: { cwe: 352, severity: 6.5 },
    summary: 'an OAuth callback whose code is redeemed although `state` is never compared',
    obligations: [],
    test: foreignState,
  }),
  info('callback-error-display', {
    severity: 'warning',
    weakness: { cwe: 451, severity: 4.3 },
    summary: "the OAuth callback's error text shown, logged or thrown before `iss` was validated",
    obligations: [],
    test: declined,
  }),
  info('oauth-provider-contract', {
    severity: 'error',
    weakness: { cwe: 346, severity: 4.3 },
    summary:
      "an OAuthClientProvider that ignores 'client', loses the discovery state or leaves an issuer unchecked",
    obligations: providerObligations,
    test: again,
  }),
  info('authorize-issuer', {
    severity: 'error',
    weakness: { cwe: 346, severity: 5.3 },
    summary:
      'an authorization response of an OAuthServerProvider without the iss that its metadata advertises',
    obligations: responseObligations,
    test: answers,
  }),
  info('authorization-handler-issuer', {
    severity: 'error',
    weakness: { cwe: 346, severity: 5.3 },
    summary: 'authorizationHandler() without issuerUrl, so none of its authorization responses carries iss',
    obligations: ['issuer-matches'],
    test: answers,
  }),
  info('issuer-flag-placement', {
    severity: 'error',
    weakness: { cwe: 346, severity: 5.3 },
    summary:
      'authorizationResponseIssParameterSupported in the options of mcpAuthRouter or createOAuthMetadata, where nothing reads it',
    obligations: ['option-unread', 'iss-advertised'],
    test: flag,
  }),
  info('issuer-metadata-overclaim', {
    severity: 'warning',
    weakness: { cwe: 346, severity: 4.3 },
    summary:
      'hand-written metadata with authorization_response_iss_parameter_supported: true, and redirects without iss',
    obligations: [],
    test: answers,
  }),
  info('token-verifier-error', {
    severity: 'error',
    weakness: { cwe: 755, severity: 5.3 },
    summary:
      'a token verifier or a grant that throws an error which the SDK does not know, so that a bad token answers 500',
    obligations: verifierObligations,
    test: badToken,
  }),
  info('context-auth-info', {
    severity: 'error',
    weakness: { cwe: 862, severity: 8.1 },
    summary:
      'authInfo read off the context of a v2 handler, where it is undefined: checks of the caller do not run',
    obligations: contextObligations,
    test: noScope,
  }),
  info('insufficient-scope-catch', {
    severity: 'error',
    weakness: { cwe: 755, severity: 4.0 },
    summary:
      'a handler of SdkHttpError, its codes or status 403 that no longer sees a 403 insufficient_scope',
    obligations: branchObligations,
    test: scope,
  }),
  info('step-up-retries-zero', {
    severity: 'warning',
    weakness: { cwe: 755, severity: 3.0 },
    summary:
      'maxStepUpRetries of 0 or less, which hides a missing permission behind an SdkHttpError that claims a re-authorization',
    obligations: stepUpObligations,
    test: scope,
  }),
  info('http-status-on-code', {
    severity: 'error',
    weakness: { cwe: 755, severity: 4.0 },
    summary:
      'the `code` of an error of the MCP client compared with an HTTP status, which is in `status` now',
    obligations: statusObligations,
    test: statuses,
  }),
  info('oauth-error-class', {
    severity: 'error',
    weakness: { cwe: 755, severity: 4.0 },
    summary:
      'a test for an OAuth error class of a server or of v1 on an error of the v2 client, which throws its own OAuthError',
    obligations: oauthObligations,
    test: grants,
  }),
];

function info(id: string, rest: Omit<RuleInfo, 'id' | 'docs'>): RuleInfo {
  return { id, docs: docsUrl(id), ...rest };
}

/** @throws {Error} for an id that is in no row */
export function infoOf(id: string): RuleInfo {
  const found = infos.find((each) => each.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}
