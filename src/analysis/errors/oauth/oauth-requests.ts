import { ts } from '../../../compiler.cjs';
import {
  finishAuthMethod,
  oauthFunctions,
  tokenFunctions,
  transportsWithFinishAuth,
} from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import type { Call } from '../branch/attempts.ts';
import { givesPromise, senderOf } from '../guards/requests.ts';
import { isOtherTransport } from '../guards/transports.ts';

/** The generation of a call of the client that may raise an OAuth error: its own functions, and whatever a transport sends. */
export const oauthRequestAt = oncePerNode((project: Project, node: Call): 1 | 2 | undefined => {
  if (ts.isNewExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const entity = sdkFunctionAt(project, callee);
  if (entity && oauthFunctions.includes(entity.name) && !entity.member) return entity.generation;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text === 'close') return undefined;
  const sender = senderOf(project, callee);
  if (!sender || !givesPromise(project, node)) return undefined;
  const [first] = node.arguments;
  if (isSilent(project, sender.node)) return undefined;
  if (callee.name.text === 'connect' && first && isSilent(project, first)) return undefined;
  return sender.generation;
});

/** A transport that never asks an authorization server. */
const isSilent = (project: Project, value: ts.Expression): boolean =>
  isOtherTransport(project, value) &&
  !declaredTypes(project, project.checker.getTypeAtLocation(value)).some(({ name }) =>
    transportsWithFinishAuth.includes(name),
  );

/** A call that only asks for tokens: it registers no client. */
export function asksForTokens(project: Project, call: Call): boolean {
  if (ts.isNewExpression(call)) return false;
  const callee = unwrap(call.expression);
  const entity = sdkFunctionAt(project, callee);
  if (entity && !entity.member) return tokenFunctions.includes(entity.name);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === finishAuthMethod;
}
