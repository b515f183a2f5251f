import { ts } from '../../../compiler.cjs';
import { lostMembers } from '../../../sdk/facts.ts';
import { descendants } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
/** Whether an SdkHttpError has the member and InsufficientScopeError lacks it. */
export const isLostMember = (member: string): boolean => lostMembers.includes(member);

/** The member of the error that a node reads. */
export function memberOfError(node: ts.Node, frame: Frame): { name: string } | undefined {
  if (ts.isPropertyAccessExpression(node) && frame.evaluate(node.expression).kind === 'error')
    return { name: node.name.text };
  if (ts.isElementAccessExpression(node) && frame.evaluate(node.expression).kind === 'error') {
    const key = frame.evaluate(node.argumentExpression);
    return { name: key.kind === 'const' ? String(key.value) : 'data' };
  }
  // A copy has all members.
  if (ts.isSpreadAssignment(node) && frame.evaluate(node.expression).kind === 'error')
    return { name: 'data' };
  if (!ts.isBindingElement(node)) return undefined;
  const declaration = node.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (frame.evaluate(declaration.initializer).kind !== 'error') return undefined;
  return { name: (node.propertyName ?? node.name).getText() };
}

/** Whether the nodes read a member that InsufficientScopeError lacks: then the same code cannot serve both errors. */
export function readsLostMember(nodes: readonly ts.Node[], frame: Frame): boolean {
  return nodes.some((root) =>
    [...descendants(root)].some((node) => {
      const member = memberOfError(node, frame);
      return member !== undefined && isLostMember(member.name);
    }),
  );
}
