import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted } from '../../../model/proof.ts';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import { isAbsent, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { lineOf } from '../../program/short-path.ts';

/** Whether a value has a member `authInfo` of its own; undefined where the program does not show it. */
function bringsIdentity(project: Project, value: ts.Expression, depth = 0): boolean | undefined {
  const node = unwrap(value);
  if (isAbsent(node) || depth > maxDepth) return depth > maxDepth ? undefined : false;
  const any = (...parts: readonly ts.Expression[]): boolean | undefined => {
    const found = parts.map((each) => bringsIdentity(project, each, depth + 1));
    return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
  };
  if (ts.isAwaitExpression(node)) return any(node.expression);
  if (ts.isConditionalExpression(node)) return any(node.whenTrue, node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const isAnd = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return isAnd ? any(node.right) : any(node.left, node.right);
  }
  if (ts.isCallExpression(node) && node.arguments[0] && isResolved(project, node))
    return any(node.arguments[0]);
  const { entries, complete } = memberOf(project, node, authInfoMember);
  if (entries.length > 0) return true;
  const isPromise = project.checker.getTypeAtLocation(node).symbol?.name === 'Promise';
  return complete && !isPromise ? false : undefined;
}

const maxDepth = 6;

/** `Promise.resolve(value)` */
function isResolved(project: Project, call: ts.CallExpression): boolean {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return declared?.name === 'PromiseConstructor' && declared.member === 'resolve';
}

/**
 * May one of these values stand where the context is read?
 * Asked of what is mixed with a context: another branch of a choice, another assignment, another part of a spread.
 *
 * @param isContext those that are contexts themselves
 */
export function mixProof(
  project: Project,
  others: readonly ts.Expression[],
  isContext: (node: ts.Node) => boolean,
): Proof {
  const unknown = others
    .filter((each) => !isContext(wrapped(each)))
    .map((each) => [each, bringsIdentity(project, each)] as const)
    .filter(([, brings]) => brings !== false);
  const known = unknown.find(([, brings]) => brings) ?? unknown[0];
  if (!known) return proved;
  const [node, brings] = known;
  return brings
    ? refuted('context-mixed', `Another value may be in its place ${lineOf(node)}.`)
    : open('context-may-mix', `Another value may be in its place ${lineOf(node)}.`);
}

/** What else a choice may give: `dev ? FAKE : ctx`, `ctx ?? FAKE`. */
export function otherOperands(
  parent: ts.BinaryExpression | ts.ConditionalExpression,
  node: ts.Expression,
): readonly ts.Expression[] {
  const operands = ts.isConditionalExpression(parent)
    ? [parent.whenTrue, parent.whenFalse]
    : [parent.left, parent.right];
  return operands.filter((each) => each !== node);
}

/** What else a variable is given: `let c = ctx; if (dev) c = FAKE;` */
export function otherAssignments(
  project: Project,
  variable: ts.VariableDeclaration,
): readonly ts.Expression[] {
  const isConst = (ts.getCombinedNodeFlags(variable) & ts.NodeFlags.Const) !== 0;
  if (isConst || !ts.isIdentifier(variable.name)) return [];
  return [
    ...bindingsOf(project).assigned.get(variable),
    ...(variable.initializer ? [variable.initializer] : []),
  ];
}

/** The other parts of `{ ...ctx, ...more }` and `Object.assign({}, ctx, more)`; undefined where a later one certainly has `authInfo`. */
export function otherParts(
  project: Project,
  parts: readonly ts.Expression[],
  at: number,
): readonly ts.Expression[] | undefined {
  const later = parts.slice(at + 1);
  const isReplaced = later.some((each) => {
    const { entries } = memberOf(project, each, authInfoMember);
    return entries.length > 0 && entries.every(({ conditional }) => !conditional) && !isOptional(each);
  });
  return isReplaced ? undefined : parts.filter((_, index) => index !== at);
}

/** `dev && { authInfo }`, `dev ? { authInfo } : {}` */
const isOptional = (part: ts.Expression): boolean =>
  ts.isBinaryExpression(unwrap(part)) || ts.isConditionalExpression(unwrap(part));
