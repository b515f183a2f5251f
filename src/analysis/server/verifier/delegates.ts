import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { methodsBehind } from './verifier-origin.ts';

/**
 * Which functions of the project does a call inside of a verifier or a grant run?
 * Asked of each call on the way to an error.
 * Gives those of a verifier that another one wraps, too: `inner.verifyAccessToken(token)`, where the type of `inner` is the
 * SDK's interface or none.
 *
 * @param getsCredential without the token there is nothing to look for behind a value that has no type of the project
 */
export function functionsCalled(
  project: Project,
  call: ts.CallExpression,
  getsCredential: boolean,
): readonly FunctionLike[] {
  const direct = functionsAt(project, call.expression);
  const callee = unwrap(call.expression);
  if (direct.length > 0 || !getsCredential || !ts.isPropertyAccessExpression(callee)) return direct;
  const declared = declaredAs(symbolOf(project, callee));
  if (declared?.area.startsWith('platform/')) return direct;
  return methodsBehind(project, callee.expression, callee.name.text).functions;
}
