import { ts } from '../../../compiler.cjs';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import { codeText, descendants, enclosingFunction, wrapped } from '../../program/ast.ts';
import type { TestNode } from './context-reads.ts';

/**
 * Does code ask whether a context has a member `authInfo`?
 * Asked of each use of a context: on v2 none has it, whatever the read behind the test becomes.
 * Gives `'authInfo' in ctx`, `Object.hasOwn(ctx, 'authInfo')`, `ctx.hasOwnProperty('authInfo')` and lists of its keys in a
 * function that has the name as a text.
 *
 * @param node the context, with what {@link wrapped} takes away
 */
export function presenceTest(node: ts.Expression): TestNode | undefined {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const isAsked = parent.operatorToken.kind === ts.SyntaxKind.InKeyword && parent.right === node;
    return isAsked && isName(parent.left) ? parent : undefined;
  }
  if (ts.isForInStatement(parent)) return parent.expression === node && isText(parent) ? parent : undefined;
  if (ts.isPropertyAccessExpression(parent)) {
    const call = wrapped(parent).parent;
    return ts.isCallExpression(call) && call.arguments.some(isName) && isTest(call) ? call : undefined;
  }
  if (!ts.isCallExpression(parent) || parent.expression === node) return undefined;
  if (parent.arguments.some(isName)) return isTest(parent) ? parent : undefined;
  return listing.test(codeText(parent.expression)) && isText(parent) ? parent : undefined;
}

const isName = (node: ts.Node): boolean => ts.isStringLiteralLike(node) && node.text === authInfoMember;

const listing = /\.(?:keys|entries|ownKeys|getOwnPropertyNames)$/;

/** The function around compares something with the name, or looks for it: `key === 'authInfo'`, `keys.includes('authInfo')`. */
function isText(node: ts.Node): boolean {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  return [...descendants(scope)].some((each) => isName(each) && isCompared(each));
}

const isCompared = ({ parent }: ts.Node): boolean =>
  ts.isBinaryExpression(parent) ||
  ts.isCaseClause(parent) ||
  (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression));

/** What only a name says is a suspicion, and that is enough here. */
function isTest(call: ts.CallExpression): boolean {
  return /\bhas/i.test(codeText(call.expression)) || isCondition(call);
}

function isCondition(value: ts.Expression): boolean {
  const node = wrapped(value);
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return true;
  if (ts.isIfStatement(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}
