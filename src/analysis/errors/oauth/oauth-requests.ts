import { ts } from '../../../compiler.cjs';
import { oauthFunctions } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import type { Call } from '../branch/attempts.ts';
import { givesPromise, sendersIn } from '../guards/requests.ts';
import { isOtherTransport } from '../guards/transports.ts';

/** The generation of a call of the client that may raise an OAuth error: its own functions, and whatever a transport sends. */
export const oauthRequestAt = oncePerNode((project: Project, node: Call): 1 | 2 | undefined => {
  if (ts.isNewExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const entity = sdkFunctionAt(project, callee);
  if (entity && oauthFunctions.includes(entity.name) && !entity.member) return entity.generation;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text === 'close') return undefined;
  const receiver = callee.expression;
  const [sender] = sendersIn(project, project.checker.getTypeAtLocation(receiver));
  if (!sender || !givesPromise(project, node)) return undefined;
  const [first] = node.arguments;
  const isSilent = (each: ts.Expression) =>
    isOtherTransport(project, each) && !/SSE/.test(typeName(project, each));
  if (isSilent(receiver) || (callee.name.text === 'connect' && first && isSilent(first))) return undefined;
  return sender.generation;
});

const typeName = ({ checker }: Project, node: ts.Expression): string =>
  checker.typeToString(checker.getTypeAtLocation(node));
