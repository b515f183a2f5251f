import { ts } from '../../../compiler.cjs';
import { authorizeHandler, issuerUrlOption } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { certainValue, literalOf, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { flagOf } from '../response/provider/provider-flag.ts';
import { providerOrigin } from '../response/provider/provider-origin.ts';
import { issuerSources } from './issuers.ts';
import { type Mount, mountsOf } from './mounts.ts';

/**
 * Which `authorizationHandler()` calls pass no `issuerUrl`?
 * Asked by the rule authorization-handler-issuer.
 * Gives the calls of both SDK generations, without those whose provider has switched `iss` off.
 */
export function handlersWithoutIssuer(project: Project): Mount[] {
  return mountsOf(project).filter(({ name, generation, options }) => {
    if (name !== authorizeHandler) return false;
    const member = memberOf(project, options, issuerUrlOption);
    if (member.entries.length > 0) return false;
    if (!member.complete && !onlyNamesIt(project, options)) return false;
    return generation === 1 || !advertisesNothing(project, options);
  });
}

/** `{ provider, ...options.authorizationOptions }`: the spread may have an issuerUrl by its type, but no object sets one. */
function onlyNamesIt(project: Project, options: ts.Expression): boolean {
  const literal = literalOf(project, options);
  return (
    (literal?.properties ?? []).every((property) => {
      if (!ts.isSpreadAssignment(property)) return true;
      const spread = unwrap(property.expression);
      if (memberOf(project, spread, issuerUrlOption).complete) return true;
      const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(spread));
      const named = type.getProperty(issuerUrlOption);
      const isOptional = named !== undefined && (named.flags & ts.SymbolFlags.Optional) !== 0;
      return isOptional && ts.isPropertyAccessExpression(spread) && !isGivenIn(project, spread.name.text);
    }) && literal !== undefined
  );
}

/** True when an object that is a member of this name has, or may have, an issuerUrl. */
function isGivenIn(project: Project, name: string): boolean {
  return project.userFiles
    .filter((file) => file.text.includes(name))
    .flatMap((file) => [...descendants(file)])
    .some((node) => {
      const isIt =
        (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
        node.name.getText() === name;
      if (!isIt) return false;
      const member = memberOf(
        project,
        ts.isPropertyAssignment(node) ? node.initializer : node.name,
        issuerUrlOption,
      );
      return member.entries.length > 0 || !member.complete;
    });
}

/** Asks for more files: metadata written by hand may be in a file that names nothing of the SDK. */
export function seekMetadata(project: Project): void {
  const wanted = handlersWithoutIssuer(project).some(({ generation }) => generation === 2);
  if (!wanted) return;
  const sources = issuerSources(project);
  if (sources.length === 0) project.ask('authorization_endpoint');
  // The issuer may be a constant that the file of the metadata imports.
  for (const { node } of sources) project.askFile(node.getSourceFile().fileName);
}

/** The provider sets the flag to `false`, so the metadata advertises no `iss`. */
function advertisesNothing(project: Project, options: ts.Expression): boolean {
  const provider = certainValue(memberOf(project, options, 'provider'));
  if (!provider) return false;
  const { nodes, proxy, complete } = providerOrigin(project, provider);
  return complete && (proxy || nodes.length > 0) && nodes.every((node) => flagOf(project, node) === 'off');
}
