import { open, type Proof, proved } from '../../../model/proof.ts';
import { authorizeHandler, issuerUrlOption } from '../../../sdk/roles.ts';
import { certainValue, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import type { ProviderNode } from '../response/provider/provider-node.ts';
import { providerOrigin } from '../response/provider/provider-origin.ts';
import { identityOf } from './issuer-identity.ts';
import { issuerSources } from './issuers.ts';
import { mountsOf } from './mounts.ts';

/**
 * Is `params.issuer` of a provider the issuer that its metadata names?
 * Asked before it is appended. mcpAuthRouter gives both the same; a handler that is mounted alone has an issuer of its own.
 */
export function issuerMatches(project: Project, node: ProviderNode): Proof {
  const given = mountsOf(project)
    .filter(({ name, options }) => {
      const provider = name === authorizeHandler && certainValue(memberOf(project, options, 'provider'));
      return provider && providerOrigin(project, provider).nodes.includes(node);
    })
    .flatMap(({ options }) => certainValue(memberOf(project, options, issuerUrlOption)) ?? []);
  if (given.length === 0) return proved;
  const named = issuerSources(project).map(({ identity }) => identity);
  const other = given.find((issuer) => named.some((identity) => identity !== identityOf(project, issuer)));
  return other ? open('issuer-inferred', `The handler gets \`${other.getText()}\`.`) : proved;
}
