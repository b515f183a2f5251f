import { ts } from '../../../compiler.cjs';
import { sendingMethods } from '../../../sdk/roles.ts';
import { descendants } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, type SdkEntity, sdkTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';

const senders = /^(Client|Protocol|\w*ClientTransport|Transport)$/;
/** They send nothing that a missing permission could refuse, or nobody waits for the answer. */
const quiet: ReadonlySet<string> = new Set(['close', 'terminateSession', 'finishAuth']);

/** Whether a type is, or may be, an MCP client or a transport: whoever has it can send requests. */
export const isSender = (project: Project, type: ts.Type): boolean =>
  sendersIn(project, type).some(({ generation }) => generation === 2);

/** The clients and transports of both generations that a type is, or may be. */
export const sendersIn = (project: Project, type: ts.Type): readonly SdkEntity[] =>
  sdkTypes(project, type).filter(({ name }) => senders.test(name));

/** A client or transport, and the expression that says so: the value itself, or what a value without a type was given. */
export interface Sender {
  readonly generation: 1 | 2;
  readonly node: ts.Expression;
}

/** The client or transport whose method is called; undefined where it is none, or nothing says so. */
export function senderOf(
  project: Project,
  { expression, name }: ts.PropertyAccessExpression,
): Sender | undefined {
  const [typed] = sendersIn(project, project.checker.getTypeAtLocation(expression));
  if (typed) return { generation: typed.generation, node: expression };
  return sendingMethods.includes(name.text) ? senderBehind(project, expression, new Set()) : undefined;
}

function senderBehind(project: Project, value: ts.Expression, seen: Set<ts.Node>): Sender | undefined {
  const type = project.checker.getTypeAtLocation(value);
  const [typed] = sendersIn(project, type);
  if (typed) return { generation: typed.generation, node: value };
  if (!(type.flags & ts.TypeFlags.Any) || seen.has(value)) return undefined;
  seen.add(value);
  for (const each of valuesBehind(project, value)) {
    const found = senderBehind(project, each, seen);
    if (found) return found;
  }
  return undefined;
}

/**
 * A call that can raise the SDK's errors: any method of a client or transport that gives a promise, whatever its name, and
 * the construction of a transport, which is only made to be used.
 */
export function isRequest(project: Project, node: ts.Node): boolean {
  if (ts.isNewExpression(node))
    return /ClientTransport$/.test(declaredAs(symbolOf(project, node.expression))?.name ?? '');
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  if (quiet.has(node.expression.name.text) || senderOf(project, node.expression)?.generation !== 2)
    return false;
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
