import { ts } from '../../../compiler.cjs';
import { customOAuthError, oauthFunctions } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { transportsOf } from '../guards/transports.ts';
import type { Raised } from '../status/client-errors.ts';

/** Why no client has ever thrown what a test asks for, neither with v1; undefined where one did. */
export function neverRaised(project: Project, name: string, { request }: Raised): string | undefined {
  if (name === customOAuthError) return `Only a server throws \`${name}\`.`;
  if (!request || !ts.isCallExpression(request)) return undefined;
  const callee = unwrap(request.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (oauthFunctions.includes(sdkFunctionAt(project, callee)?.name ?? '')) return undefined;
  const [first] = request.arguments;
  const isConnect = callee.name.text === 'connect' && first !== undefined;
  const transports = isConnect ? [first] : transportsOf(project, callee.expression);
  const isAlone = transports.length > 0 && transports.every((each) => hasNoProvider(project, each));
  return isAlone ? 'The transport has no OAuth provider.' : undefined;
}

function hasNoProvider(project: Project, transport: ts.Expression): boolean {
  const made = unwrap(throughConstants(project, unwrap(transport)));
  if (!ts.isNewExpression(made)) return false;
  if (!/ClientTransport$/.test(declaredAs(symbolOf(project, made.expression))?.name ?? '')) return false;
  const options = made.arguments?.[1];
  if (!options) return true;
  const { complete, entries } = memberOf(project, options, 'authProvider');
  return complete && entries.length === 0;
}
