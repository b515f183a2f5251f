import { ts } from '../../../compiler.cjs';
import { oauthFunctions, serverLegacyArea } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { type Call, calleesOf } from '../branch/attempts.ts';
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

/** Whether code makes or raises an OAuth error of a server: then the same handler serves both. */
export function raisesServerError(project: Project, code: ts.Node, seen = new Set<ts.Node>()): boolean {
  if (seen.has(code)) return false;
  seen.add(code);
  for (const node of descendants(code)) {
    if (ts.isNewExpression(node) && isServerError(project, node.expression)) return true;
    if (!ts.isCallExpression(node)) continue;
    if (ts.isPropertyAccessExpression(node.expression) && isServer(project, node.expression.expression))
      return true;
    if (calleesOf(project, node).some(({ body }) => body && raisesServerError(project, body, seen)))
      return true;
  }
  return false;
}

const isServerError = (project: Project, type: ts.Expression): boolean => {
  const declared = declaredAs(symbolOf(project, unwrap(type)));
  return declared !== undefined && serverLegacyArea.test(declared.area) && /Error$/.test(declared.name);
};

const isServer = (project: Project, receiver: ts.Expression): boolean =>
  declaredTypes(project, project.checker.getTypeAtLocation(receiver)).some(({ area }) =>
    serverLegacyArea.test(area),
  );
