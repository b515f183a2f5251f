import { ts } from '../../../compiler.cjs';
import { descendants, references } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { CredentialValues } from './credential-values.ts';
import { positionsPassed } from './delegates.ts';

/** The header and the parameters by which a client of an authorization server says who it is (RFC 6749, 2.3; RFC 7521, 4.2). */
const credentialNames = /^(?:authorization|client_secret|client_assertion)$/i;

/**
 * Does a request for the token carry credentials of the server's own?
 * Asked of an answer whose status decides that a throw is reached: 401 is about these then, and not about the token (RFC 7662, 2.3).
 *
 * @param asked the answer, or the request; what its names stand for is looked at, too
 */
export function hasOwnCredentials(
  project: Project,
  values: CredentialValues,
  asked: ts.Node,
  seen = new Set<ts.Node>(),
): boolean {
  if (seen.has(asked)) return false;
  seen.add(asked);
  const again = (node: ts.Node): boolean => hasOwnCredentials(project, values, node, seen);
  return [asked, ...descendants(asked)].some((node) => {
    const given = credentialAt(node);
    if (given && !values.has(given)) return true;
    if (ts.isCallExpression(node))
      return functionsAt(project, node.expression).some((fn) => {
        const inner = new CredentialValues(project, fn, positionsPassed(values, node, []));
        return fn.body !== undefined && hasOwnCredentials(project, inner, fn.body, seen);
      });
    if (!ts.isIdentifier(node)) return false;
    return valuesBehind(project, node).some(again) || callsOn(project, values, node).some(again);
  });
}

/** What a credential is set to: `{ authorization: basic }`, `form.set('client_secret', secret)`, `['client_secret', secret]`. */
function credentialAt(node: ts.Node): ts.Node | undefined {
  const isNamed = (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && credentialNames.test(node.text);
  if (!isNamed) return undefined;
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node ? parent.initializer : undefined;
  if (ts.isShorthandPropertyAssignment(parent)) return node;
  if (!ts.isStringLiteralLike(node)) return undefined;
  if (ts.isCallExpression(parent)) return parent.arguments[parent.arguments.indexOf(node) + 1];
  return ts.isArrayLiteralExpression(parent) ? parent.elements[parent.elements.indexOf(node) + 1] : undefined;
}

/** `form.set(…)` of a variable of the function. */
function callsOn(project: Project, { fn }: CredentialValues, name: ts.Identifier): readonly ts.Node[] {
  const declaration = declarationAt(project, name);
  const symbol =
    declaration && ts.isVariableDeclaration(declaration)
      ? project.checker.getSymbolAtLocation(declaration.name)
      : undefined;
  if (!symbol || !fn.body) return [];
  return references(project.checker, symbol, fn.body).flatMap(({ parent }) =>
    ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent) ? [parent.parent] : [],
  );
}
