import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, type SdkEntity, sdkTypes, symbolOf } from '../../program/sdk-symbols.ts';

const senders = /^(Client|Protocol|\w*ClientTransport|Transport)$/;
/** They send nothing that a missing permission could refuse, or nobody waits for the answer. */
const quiet: ReadonlySet<string> = new Set(['close', 'terminateSession', 'finishAuth']);

/** Whether a type is, or may be, an MCP client or a transport: whoever has it can send requests. */
export const isSender = (project: Project, type: ts.Type): boolean =>
  sendersIn(project, type).some(({ generation }) => generation === 2);

/** The clients and transports of both generations that a type is, or may be. */
export const sendersIn = (project: Project, type: ts.Type): readonly SdkEntity[] =>
  sdkTypes(project, type).filter(({ name }) => senders.test(name));

/**
 * A call that can raise the SDK's errors: any method of a client or transport that gives a promise, whatever its name, and
 * the construction of a transport, which is only made to be used.
 */
export function isRequest(project: Project, node: ts.Node): boolean {
  if (ts.isNewExpression(node))
    return /ClientTransport$/.test(declaredAs(symbolOf(project, node.expression))?.name ?? '');
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  if (quiet.has(name.text) || !isSender(project, project.checker.getTypeAtLocation(expression))) return false;
  return givesPromise(project, node);
}

/** Whether a call gives a promise, or something of which the type says nothing. */
export function givesPromise({ checker }: Project, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) =>
      Boolean(part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) ||
      part.getProperty('then') !== undefined,
  );
}

/** Whether code sends a request itself. Functions that it calls are not looked into. */
export const sends = (project: Project, code: ts.Node): boolean =>
  [...descendants(code)].some((node) => isRequest(project, node));
