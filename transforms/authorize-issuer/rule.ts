import { advertisesIss } from '../../src/analysis/server/mount/advertised.ts';
import { issuerMatches } from '../../src/analysis/server/mount/handler-issuer.ts';
import { mayAddIss } from '../../src/analysis/server/mount/iss-adders.ts';
import { likelyAnswers } from '../../src/analysis/server/mount/likely-answers.ts';
import { queryReasonAfter } from '../../src/analysis/server/mount/location-filters.ts';
import { ownAuthorizeAnswers } from '../../src/analysis/server/mount/own-authorize.ts';
import { findProviders } from '../../src/analysis/server/response/provider/provider.ts';
import { responseProofs } from '../../src/analysis/server/response/response-obligations.ts';
import { seekAnswers } from '../../src/analysis/server/response/seek.ts';
import { fixedTogether } from '../../src/analysis/server/response/shared-exits.ts';
import {
  judge,
  requestStores,
  type Verdict,
  withoutAdded,
  withoutFiltered,
} from '../../src/analysis/server/response/verdict.ts';
import type { ts } from '../../src/compiler.cjs';
import { type Description, decide, type Fix, type Match, type Step } from '../../src/model/fix.ts';
import type { Proof } from '../../src/model/proof.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

export interface AuthorizeIssuerMatch extends Match {
  readonly verdict: Verdict;
  readonly advertised: Proof;
  readonly matches: Proof;
}

/** Authorization responses (RFC 6749, section 4.1.2) without the `iss` that the server metadata advertises (RFC 9207). */
export const rule: Rule<AuthorizeIssuerMatch> = {
  info: infoOf('authorize-issuer'),
  begins: 'AuthorizationParams.issuer',
  seek(project) {
    seekAnswers(project);
    // The mount may be in a file that names only the provider.
    for (const provider of findProviders(project)) advertisesIss(project, provider);
  },
  detect(project) {
    const seen = new Set<ts.Node>();
    const judged = findProviders(project).flatMap((provider) => {
      const advertised = advertisesIss(project, provider);
      if (advertised.state === 'refuted') return [];
      // Appended twice, a parameter makes strict clients refuse the response (RFC 6749, section 3.1).
      const own = judge(project, provider, ownAuthorizeAnswers(project, provider.node));
      const alone = withoutAdded(own, (node) => mayAddIss(project, node));
      const verdicts = withoutFiltered(alone, (node) => queryReasonAfter(project, node));
      return [{ provider, advertised, verdicts }];
    });
    const together = fixedTogether(judged.map(({ verdicts }) => verdicts));
    return judged.flatMap(({ provider, advertised }, index) => {
      const matches = issuerMatches(project, provider.node);
      return (together[index] ?? [])
        .filter((verdict) => !seen.has(verdict.node) && seen.add(verdict.node))
        .map((verdict) => ({
          node: verdict.node,
          generation: provider.generation,
          verdict,
          advertised,
          matches,
        }));
    });
  },
  describe({ verdict }): Description {
    return { message: messages[verdict.kind], flow: flowOf(verdict) };
  },
  fix({ verdict, advertised, matches }): Fix {
    const { reason, edits } = verdict;
    if (!reason || edits.length > 0)
      return decide(
        edits,
        responseProofs(reason, { 'iss-advertised': advertised, 'issuer-matches': matches }),
      );
    return { level: 'none', refusal: reason.code, detail: reason.detail };
  },
};

const messages: Readonly<Record<Verdict['kind'], string>> = {
  bare: 'This authorization response has no `iss`, which the metadata advertises: clients that follow RFC 9207 refuse the login. Append params.issuer; the SDK does so only for res.redirect() in authorize().',
  elsewhere:
    'authorize() ends here, and other code answers without the `iss` that the metadata advertises: clients that follow RFC 9207 refuse the login. Pass params.issuer to that code and append it there.',
  upstream:
    "The upstream server answers the client's redirect_uri without your `iss`: clients that follow RFC 9207 refuse the login. Set authorizationResponseIssParameterSupported = false on the provider.",
  'passed-on':
    'The request is passed on here without its issuer, so the provider that gets it has none to append: clients that follow RFC 9207 refuse the login. Pass params.issuer on, too.',
  own: 'The application answers here instead of the SDK, so nothing adds `iss`: clients that follow RFC 9207 refuse the login. Let mcpAuthRouter or authorizationHandler({ provider, issuerUrl }) answer.',
};

/** Where authorize() gets the request, where it is stored, where the URL is built, where it leaves. */
function flowOf(verdict: Verdict): Step[] {
  const { authorize } = verdict.provider;
  const received = authorize.parameters[1] ?? authorize;
  const steps: Step[] = [{ node: received, message: 'authorize() receives the request, issuer included' }];
  for (const node of requestStores(verdict)) steps.push({ node, message: 'the request is stored' });
  for (const build of verdict.builds)
    steps.push({ node: build.node, message: 'the URL is built without iss' });
  return [...steps, { node: verdict.node, message: last[verdict.kind] }, ...placesToLookAt(verdict)];
}

/** Where no exit was followed: the statements to look at by hand. */
function placesToLookAt({ kind, flow, node }: Verdict): Step[] {
  if (kind !== 'elsewhere') return [];
  return likelyAnswers(flow.project)
    .filter((place) => place !== node)
    .map((place) => ({
      node: place,
      message: 'this may be the answer: it sends a code or an error, without iss',
    }));
}

const last: Readonly<Record<Verdict['kind'], string>> = {
  bare: 'it leaves without iss',
  elsewhere: 'authorize() ends here without an answer to the client',
  upstream: "the upstream server gets the client's redirect_uri",
  'passed-on': 'the request is passed on without its issuer',
  own: 'the application answers instead of the SDK',
};
