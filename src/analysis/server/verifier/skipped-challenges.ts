import { ts } from '../../../compiler.cjs';
import { proxyProviderClass } from '../../../sdk/roles.ts';
import { skipsChallenge } from '../../../sdk/verifier-roles.ts';
import type { FunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { instanceType } from '../response/provider/provider-node.ts';

/**
 * Does the token endpoint leave out the challenge of a code, because the provider says that its upstream checks it?
 * Asked of each method that gives the challenge.
 * True in subclasses of the SDK's proxy provider, and where the class or the literal sets the member to true.
 */
export function isChallengeSkipped(project: Project, fn: FunctionLike): boolean {
  const owner = fn.parent;
  const type = ts.isClassLike(owner)
    ? instanceType(project, owner)
    : ts.isObjectLiteralExpression(owner)
      ? project.checker.getTypeAtLocation(owner)
      : undefined;
  const symbol = type?.getProperty(skipsChallenge);
  if (!symbol) return false;
  if (declaredAs(symbol)?.name === proxyProviderClass) return true;
  const { valueDeclaration: declaration } = symbol;
  const isValue =
    declaration && (ts.isPropertyDeclaration(declaration) || ts.isPropertyAssignment(declaration));
  return isValue === true && declaration.initializer?.kind === ts.SyntaxKind.TrueKeyword;
}
