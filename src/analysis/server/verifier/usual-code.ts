import { ts } from '../../../compiler.cjs';
import { grantParameters, verifyMethod } from '../../../sdk/verifier-roles.ts';
import { descendants, type FunctionLike, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';

/**
 * Which code does an error without one stand for?
 * Asked of a plain Error that leaves a verifier or a grant.
 * Gives the code of the token or the grant; that of the scope or the resource where only these are refused.
 */
export function usualCode(
  project: Project,
  fn: FunctionLike,
  method: string,
  condition: ts.Expression | undefined,
): string {
  if (method === verifyMethod) return 'InvalidToken';
  for (const [index, code] of Object.entries(grantParameters[method] ?? {})) {
    const parameter = fn.parameters[Number(index)];
    if (parameter && condition && eitherAsks(project, condition, parameter)) return code;
  }
  return 'InvalidGrant';
}

/** Each of the alternatives asks for the parameter. */
function eitherAsks(project: Project, condition: ts.Expression, parameter: ts.ParameterDeclaration): boolean {
  const node = unwrap(condition);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return [node.left, node.right].every((each) => eitherAsks(project, each, parameter));
  return [node, ...descendants(node)].some(
    (each) => ts.isIdentifier(each) && declarationAt(project, each) === parameter,
  );
}
