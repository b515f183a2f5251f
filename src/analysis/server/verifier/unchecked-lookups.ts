import { ts } from '../../../compiler.cjs';
import { enclosingFunction, isWithin, references, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { CredentialValues } from './credential-values.ts';

/**
 * Is an answer what a map has for the token, whether it has it or not?
 * Asked of what a verifier returns: `keys.get(token)!`, also through a constant that is only returned.
 * False where anything else in the function asks for the token: it may be known by then.
 */
export function isUncheckedLookup(
  project: Project,
  values: CredentialValues,
  answer: ts.Expression,
): boolean {
  const lookup = lookupBehind(project, answer);
  const { body } = values.fn;
  if (!lookup?.arguments.some((each) => values.has(each)) || !body) return false;
  return [...values.mentionsIn(body)].every(
    ([name]) => isWithin(name, lookup) || isWithin(name, answer) || ts.isVariableDeclaration(name.parent),
  );
}

function lookupBehind(project: Project, answer: ts.Expression): ts.CallExpression | undefined {
  const node = unwrap(answer);
  if (ts.isCallExpression(node)) return isMapLookup(project, node) ? node : undefined;
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const value = unwrap(declaration.initializer);
  const symbol = project.checker.getSymbolAtLocation(declaration.name);
  const scope = enclosingFunction(declaration);
  if (!symbol || !scope || !ts.isCallExpression(value) || !isMapLookup(project, value)) return undefined;
  return references(project.checker, symbol, scope).every((use) => use === declaration.name || use === node)
    ? value
    : undefined;
}

function isMapLookup(project: Project, call: ts.CallExpression): boolean {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return (
    declared?.area === 'platform/es' && /^(?:Readonly)?Map$/.test(declared.name) && declared.member === 'get'
  );
}
