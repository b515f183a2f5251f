import { bindingsOf } from '../../src/analysis/program/bindings.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import { isTestFile } from '../../src/analysis/program/test-files.ts';
import { ownAuthorizeAnswers } from '../../src/analysis/server/mount/own-authorize.ts';
import { storesAt } from '../../src/analysis/server/response/flow/store-roots.ts';
import { findProviders } from '../../src/analysis/server/response/provider/provider.ts';
import { seekAnswers } from '../../src/analysis/server/response/seek.ts';
import { judge, type Verdict } from '../../src/analysis/server/response/verdict.ts';
import type { ts } from '../../src/compiler.cjs';
import { docsUrl } from '../../src/model/docs-url.ts';
import type { Description, Fix, Match, Step } from '../../src/model/fix.ts';
import type { Rule } from '../contract.ts';

const id = 'authorize-issuer';

export interface AuthorizeIssuerMatch extends Match {
  readonly verdict: Verdict;
}

/** Authorization responses (RFC 6749, section 4.1.2) that leave without the `iss` the metadata promise (RFC 9207). */
export const rule: Rule<AuthorizeIssuerMatch> = {
  info: {
    id,
    severity: 'error',
    summary:
      'an authorization response of an OAuthServerProvider that leaves without the iss its metadata promise',
    docs: docsUrl(id),
  },
  begins: 'AuthorizationParams.issuer',
  seek: seekAnswers,
  detect(project) {
    const seen = new Set<ts.Node>();
    return findProviders(project)
      .flatMap((provider) => judge(project, provider, ownAuthorizeAnswers(project, provider.node)))
      .filter((verdict) => !seen.has(verdict.node) && seen.add(verdict.node))
      .map((verdict) => ({ node: verdict.node, generation: verdict.provider.generation, verdict }));
  },
  describe({ verdict }, project): Description {
    return { message: messages[verdict.kind], flow: flowOf(verdict, project) };
  },
  fix({ verdict }): Fix {
    const { reason, edits } = verdict;
    if (!reason) return { level: 'safe', edits };
    const detail = reason.detail === undefined ? {} : { detail: reason.detail };
    if (edits.length > 0) return { level: 'suggested', edits, assumes: reason.code, ...detail };
    return { level: 'none', refusal: reason.code, ...detail };
  },
};

const messages: Readonly<Record<Verdict['kind'], string>> = {
  bare: 'This authorization response leaves without `iss`, although the server metadata promise it, so clients that follow RFC 9207 refuse the login. The SDK adds it only to res.redirect() in authorize(): append params.issuer here.',
  elsewhere:
    'authorize() ends here and the client is answered elsewhere, where the SDK adds no `iss`, although the server metadata promise it; clients that follow RFC 9207 refuse such a login. Carry params.issuer along and append it to the answer.',
  upstream:
    "The upstream server gets the client's own redirect_uri and answers it without our `iss`, although the server metadata promise one; clients that follow RFC 9207 refuse such a login. Set authorizationResponseIssParameterSupported = false on the provider.",
  own: 'The application answers here in the stead of the SDK, which neither adds `iss` nor tells params.issuer then, although the server metadata promise `iss`; clients that follow RFC 9207 refuse such a login. Let mcpAuthRouter or authorizationHandler({ provider, issuerUrl }) answer, or switch the promise off.',
};

/** Where authorize() gets the request, where it is stored, where the URL is built, where it leaves. */
function flowOf(verdict: Verdict, project: Project): Step[] {
  const { authorize } = verdict.provider;
  const received = authorize.parameters[1] ?? authorize;
  const steps: Step[] = [{ node: received, message: 'authorize() receives the request, issuer included' }];
  for (const node of storesOf(verdict, project)) steps.push({ node, message: 'the request is stored' });
  for (const build of verdict.builds)
    steps.push({ node: build.node, message: 'the URL is built without iss' });
  return [...steps, { node: verdict.node, message: last[verdict.kind] }];
}

const last: Readonly<Record<Verdict['kind'], string>> = {
  bare: 'it leaves without iss',
  elsewhere: 'authorize() ends here without an answer to the client',
  upstream: "the upstream server gets the client's redirect_uri",
  own: 'the application answers in the stead of the SDK',
};

/** Where the request is put into a collection of this program, in whichever file. */
function storesOf({ flow, node }: Verdict, project: Project): ts.Node[] {
  return bindingsOf(project)
    .stored.entriesOf()
    .filter(({ at, value }) => {
      if (within(value, node) || isTestFile(value.getSourceFile()) || storesAt(project, at).size === 0)
        return false;
      return flow.reach(value).some((fact) => fact.kind === 'params' || fact.kind === 'redirect');
    })
    .map(({ value }) => value.parent);
}

function within(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;
}
