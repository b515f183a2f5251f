import { ts } from '../../../compiler.cjs';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import { enclosingFunction, isWithin, unwrap } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { TestNode } from './context-reads.ts';

const names = (node: ts.Node | undefined): boolean =>
  node !== undefined && ts.isStringLiteralLike(node) && node.text === authInfoMember;

/**
 * Does code ask whether a context has a member `authInfo`?
 * Asked of each use of a context: on v2 none has it, whatever the read beside the test becomes.
 * Gives the test: `'authInfo' in ctx`, `Object.hasOwn(ctx, 'authInfo')`, `ctx.hasOwnProperty('authInfo')`, `Object.keys(ctx)` where
 * the function has the name as a text.
 */
export function presenceTest(context: ts.Expression): TestNode | undefined {
  const { parent } = context;
  if (ts.isBinaryExpression(parent)) {
    const isIn = parent.operatorToken.kind === ts.SyntaxKind.InKeyword && parent.right === context;
    return isIn && names(parent.left) ? parent : undefined;
  }
  if (ts.isPropertyAccessExpression(parent)) {
    const call = parent.parent;
    return ts.isCallExpression(call) && call.expression === parent && names(call.arguments[0])
      ? call
      : undefined;
  }
  if (!ts.isCallExpression(parent) || parent.expression === context) return undefined;
  if (parent.arguments.some(names)) return parent;
  const callee = unwrap(parent.expression);
  const listsKeys =
    ts.isPropertyAccessExpression(callee) &&
    /^(?:keys|entries|getOwnPropertyNames|ownKeys)$/.test(callee.name.text);
  const scope = enclosingFunction(context) ?? context.getSourceFile();
  return listsKeys &&
    mentionsIn(context.getSourceFile(), authInfoMember).some((each) => names(each) && isWithin(each, scope))
    ? parent
    : undefined;
}
