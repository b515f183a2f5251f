import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import { lackingMembers } from '../guards/scenarios.ts';
export function memberOfError(node: ts.Node, frame: Frame): { name: string } | undefined {
  if (ts.isPropertyAccessExpression(node) && frame.evaluate(node.expression).kind === 'error')
    return { name: node.name.text };
  if (ts.isElementAccessExpression(node) && frame.evaluate(node.expression).kind === 'error') {
    const key = frame.evaluate(node.argumentExpression);
    return { name: key.kind === 'const' ? String(key.value) : 'data' };
  }
  // A copy has all that the error of before had.
  if (ts.isSpreadAssignment(node) && frame.evaluate(node.expression).kind === 'error')
    return { name: 'data' };
  if (!ts.isBindingElement(node)) return undefined;
  const declaration = node.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (frame.evaluate(declaration.initializer).kind !== 'error') return undefined;
  return { name: (node.propertyName ?? node.name).getText() };
}

/** Members that only the old error has, read anywhere below these nodes: the branch would not compile for both. */
export function readsLostMember(nodes: readonly ts.Node[], frame: Frame): boolean {
  return nodes.some((root) =>
    [...descendants(root)].some((node) => {
      const member = memberOfError(node, frame);
      return member !== undefined && lackingMembers.has(member.name);
    }),
  );
}
