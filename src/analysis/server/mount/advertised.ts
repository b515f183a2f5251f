import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted } from '../../../model/proof.ts';
import { issSupportedMetadata, metadataMakers, providerTakers } from '../../../sdk/roles.ts';
import { isWithin, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import { memberOf } from '../../program/option-members.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { callsAnyProvider } from '../response/provider/authorize-call.ts';
import { findProviders, type Provider } from '../response/provider/provider.ts';
import { type ProviderNode, withBases } from '../response/provider/provider-node.ts';
import { providerOrigin } from '../response/provider/provider-origin.ts';
import { documentsOf } from './documents.ts';
import { isGivenToPackages } from './given-to-packages.ts';
import { type Mount, mountsOf } from './mounts.ts';

const maxDepth = 4;

/**
 * Does the metadata of this application advertise `iss` for the responses of a provider?
 * Asked by the rule authorize-issuer: a client refuses a response without `iss` only where it does.
 * Proved by a mount on the SDK's router or handler, or by a document; refuted where all metadata that was found is other code's.
 */
export function advertisesIss(project: Project, provider: Provider): Proof {
  const takers = mountsOf(project).filter(({ name }) => providerTakers.includes(name));
  const own = takers.filter((mount) => isMounted(project, mount, provider, 0));
  const documents = documentsOf(project).filter(({ served }) => served);
  const saysSo = documents.some(({ advertises }) => advertises === true);
  const saysNo = documents.length > 0 && documents.every(({ advertises }) => advertises === false);
  const isMade = takers.some(({ name }) => metadataMakers.includes(name));
  if (saysNo && !isMade) return refuted('not-advertised');
  if (own.length === 0) {
    if (saysSo) return proved;
    if (takers.length === 0 && isGivenToPackages(project, provider.node)) return refuted('not-advertised');
    return open('mount-unseen');
  }
  return isTakenBack(project) && !saysSo
    ? open('mount-unseen', 'Code of this project sets the metadata flag to false.')
    : proved;
}

/** True when a mount gets the provider, one that inherits its `authorize()`, or one whose `authorize()` calls it. */
function isMounted(project: Project, { options }: Mount, provider: Provider, depth: number): boolean {
  const { entries } = memberOf(project, options, 'provider');
  const given = entries.flatMap(({ value }) => (value ? providerOrigin(project, value).nodes : []));
  return given.some((node) => stands(project, node, provider, depth));
}

function stands(project: Project, given: ProviderNode, provider: Provider, depth: number): boolean {
  if (withBases(project, given).includes(provider.node)) return true;
  if (depth >= maxDepth) return false;
  // `inner.authorize(client, params, res)` in the provider that is mounted.
  const calls = [
    ...bindingsOf(project).calls.get(provider.authorize),
    ...(syntaxOf(project).memberCalls.get('authorize') ?? []).filter((call) =>
      mayRun(project, call, provider),
    ),
  ];
  return findProviders(project).some(
    (outer) =>
      outer !== provider &&
      calls.some((call) => isWithin(call, outer.node) || isWithin(call, outer.authorize)) &&
      stands(project, given, outer, depth + 1),
  );
}

/** `inner.authorize(client, params, res)` where `inner` has the SDK's type, and this provider is one that it may be. */
function mayRun(project: Project, call: ts.CallExpression, { node }: Provider): boolean {
  const callee = unwrap(call.expression);
  return (
    callsAnyProvider(project, call) &&
    ts.isPropertyAccessExpression(callee) &&
    providerOrigin(project, callee.expression).nodes.some((inner) => withBases(project, inner).includes(node))
  );
}

/** `{ ...createOAuthMetadata(…), authorization_response_iss_parameter_supported: false }` */
function isTakenBack(project: Project): boolean {
  return programFiles(project)
    .filter((file) => file.text.includes(issSupportedMetadata) && !isTestFile(file))
    .flatMap((file) => mentionsIn(file, issSupportedMetadata))
    .some(({ parent }) => {
      const value = ts.isPropertyAssignment(parent)
        ? parent.initializer
        : ts.isPropertyAccessExpression(parent) && ts.isBinaryExpression(parent.parent)
          ? parent.parent.right
          : undefined;
      return value !== undefined && value.kind !== ts.SyntaxKind.TrueKeyword;
    });
}
