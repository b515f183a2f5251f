import type { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { authorizeHandler, issuerUrlOption, providerTakers } from '../../../sdk/roles.ts';
import { certainValue, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import type { ProviderNode } from '../response/provider/provider-node.ts';
import { providerOrigin } from '../response/provider/provider-origin.ts';
import { documentsOf } from './documents.ts';
import { compareWithHref } from './href-comparison.ts';
import { identityOf } from './issuer-identity.ts';
import { issuerSources } from './issuers.ts';
import { type Mount, mountsOf } from './mounts.ts';
import { neighbors } from './neighbors.ts';
import { type IssuerWrite, replacedIssuers } from './replaced-issuers.ts';

/**
 * Is `params.issuer` of a provider the issuer that its metadata names?
 * Asked before it is appended. mcpAuthRouter gives both the same, unless the program replaces the issuer of its metadata, or
 * serves a document of its own; a handler that is mounted alone has an issuer of its own.
 */
export function issuerMatches(project: Project, node: ProviderNode): Proof {
  const mounts = mountsOf(project).filter(({ name, options }) => {
    const provider = providerTakers.includes(name) && certainValue(memberOf(project, options, 'provider'));
    return provider && providerOrigin(project, provider).nodes.includes(node);
  });
  const handlers = mounts.filter(({ name }) => name === authorizeHandler);
  return worst([ofHandlers(project, handlers), ...replaced(project, mounts)]);
}

function ofHandlers(project: Project, handlers: readonly Mount[]): Proof {
  const given = handlers.flatMap((mount) => issuerOf(project, mount) ?? []);
  if (given.length === 0) return proved;
  const named = issuerSources(project).map(({ identity }) => identity);
  const other = given.find((issuer) => named.some((identity) => identity !== identityOf(project, issuer)));
  return other ? open('issuer-inferred', `The handler gets \`${other.getText()}\`.`) : proved;
}

const issuerOf = (project: Project, { options }: Mount): ts.Expression | undefined =>
  certainValue(memberOf(project, options, issuerUrlOption));

/** What the program writes into metadata that may be those of the provider: in the same application as its mounts. */
function replaced(project: Project, mounts: readonly Mount[]): readonly Proof[] {
  const near = neighbors(project);
  const documents = documentsOf(project).filter(({ served }) => served);
  const own = documents.map(({ literal, issuer }): IssuerWrite => ({ node: literal, by: issuer }));
  return [...replacedIssuers(project), ...own]
    .filter(({ node }) => mounts.some(({ call }) => near(call.getSourceFile(), node.getSourceFile())))
    .map((write) => ofWrite(project, write, mounts));
}

function ofWrite(project: Project, { node, by }: IssuerWrite, mounts: readonly Mount[]): Proof {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const place = `Line ${line} of ${file.fileName.split('/').at(-1)} writes the issuer.`;
  if (!by) return open('issuer-text', place);
  const comparison = compareWithHref(project, by);
  if (comparison === 'other') return refuted('issuer-spelling', place);
  if (comparison === 'unknown') return open('issuer-text', place);
  const identity = identityOf(project, by);
  const same = mounts.every((mount) => {
    const issuer = issuerOf(project, mount);
    return issuer !== undefined && identityOf(project, issuer) === identity;
  });
  return same ? proved : open('issuer-inferred', place);
}
