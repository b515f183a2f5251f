import { ts } from '../../../../compiler.cjs';
import { isWithin, unwrap } from '../../../program/ast.ts';
import { mentionsIn } from '../../../program/mention-index.ts';
import { memberOf } from '../../../program/option-members.ts';
import type { Project } from '../../../program/project.ts';
import { type ProviderNode, providerNodesOf, withBases } from './provider-node.ts';
import { providerOrigin } from './provider-origin.ts';

/**
 * Which classes and objects answer where the SDK calls the `provider` of an options argument?
 * Asked before providers are looked for by their type: one that is wrapped need not name the SDK's interface.
 * Gives those behind the option, and those to which they pass the request on.
 */
export function servedBy(project: Project, options: ts.Expression): readonly ProviderNode[] {
  const { entries } = memberOf(project, options, 'provider');
  const found = new Set<ProviderNode>([
    ...declaredInType(project, options),
    ...entries.flatMap(({ value }) => (value ? providerOrigin(project, value).nodes : [])),
  ]);
  for (const node of found) {
    // Its base class, and what it passes the request on to, may be in files that name no SDK package.
    project.askFile(node.getSourceFile().fileName);
    for (const inner of innerProviders(project, node)) found.add(inner);
  }
  return [...found];
}

/** The classes and objects that declare the type of `provider`. */
function declaredInType(project: Project, options: ts.Expression): readonly ProviderNode[] {
  const property = project.checker.getTypeAtLocation(unwrap(options)).getProperty('provider');
  return property ? declaredBy(project.checker.getTypeOfSymbolAtLocation(property, options)) : [];
}

function declaredBy(type: ts.Type): readonly ProviderNode[] {
  return type.isUnionOrIntersection() ? type.types.flatMap(declaredBy) : providerNodesOf(type);
}

/** `inner` of `inner.authorize(client, params, res)` and of `{ ...inner, verifyAccessToken }`. */
function innerProviders(project: Project, node: ProviderNode): readonly ProviderNode[] {
  const passed = withBases(project, node).flatMap((owner) =>
    mentionsIn(owner.getSourceFile(), 'authorize').flatMap(({ parent: access }) =>
      ts.isPropertyAccessExpression(access) && isWithin(access, owner) ? [access.expression] : [],
    ),
  );
  const spread = ts.isObjectLiteralExpression(node)
    ? node.properties.flatMap((member) => (ts.isSpreadAssignment(member) ? [member.expression] : []))
    : [];
  return [...passed, ...spread].flatMap((inner) => providerOrigin(project, inner).nodes);
}
