import { ts } from '../../../compiler.cjs';
import { isFunctionLike, isWithin, ownDescendants, references, unwrap, wrapped } from '../../program/ast.ts';
import { isConst } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Call, calleesOf } from '../branch/attempts.ts';
import { tryAround } from '../branch/catchers.ts';

/**
 * Whether what a call raises stays in a catch clause inside of some code: `catch (error) { throw new LoginError() }`. The code
 * around gets another error then, if any.
 */
export function isCaughtInside(project: Project, call: Call, code: ts.Node): boolean {
  if (isCaughtInChain(project, call, code)) return true;
  for (let node: ts.Node = call; ; ) {
    const handler = tryAround(node);
    if (!handler || !isWithin(handler, code)) return false;
    const isSettled = ts.isNewExpression(call) || isAwaited(call, handler.tryBlock);
    if (isSettled && !letsOut(project, handler.catchClause!)) return true;
    node = handler;
  }
}

/** `client.listTools().catch(() => undefined)`, `client.listTools().then(show, () => undefined)` */
function isCaughtInChain(project: Project, call: Call, code: ts.Node): boolean {
  for (let node = wrapped(call); isWithin(node, code); ) {
    const member = node.parent;
    const next = member.parent;
    if (!ts.isPropertyAccessExpression(member) || member.expression !== node) return false;
    if (!ts.isCallExpression(next) || next.expression !== member || !isWithin(next, code)) return false;
    const callback = next.arguments[['catch', 'then'].indexOf(member.name.text)];
    if (callback && settlesAlone(project, callback)) return true;
    if (!chained.has(member.name.text)) return false;
    node = wrapped(next);
  }
  return false;
}

const chained: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** A callback that gives something else for the error. */
function settlesAlone(project: Project, callback: ts.Expression): boolean {
  const owner = unwrap(callback);
  if (!isFunctionLike(owner) || !owner.body) return false;
  const { body } = owner;
  if (throwsWhatItGot(project, body)) return false;
  const [parameter] = owner.parameters;
  if (!parameter) return true;
  const symbol = ts.isIdentifier(parameter.name)
    ? project.checker.getSymbolAtLocation(parameter.name)
    : undefined;
  if (!symbol) return false;
  return references(project.checker, symbol, body).every((use) => {
    const { parent } = wrapped(use);
    // What a function answers with may be the error, and may be thrown later.
    const isAnswer = ts.isCallExpression(parent) && wrapped(parent).parent === owner;
    return isAnswer ? onlyShows(project, parent) : isOnlyLookedAt(project, use);
  });
}

/** A promise that is only passed on rejects outside of the `try`. */
function isAwaited(call: ts.Node, block: ts.Node): boolean {
  for (let node = call; node !== block && node.parent; node = node.parent) {
    if (ts.isAwaitExpression(node)) return true;
    if (isFunctionLike(node)) return false;
  }
  return false;
}

/** Whether a catch clause may pass on the error that it gets. */
const letsOut = oncePerNode((project: Project, { variableDeclaration, block }: ts.CatchClause): boolean => {
  const name = variableDeclaration?.name;
  if (!name) return false;
  const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  if (!symbol || throwsWhatItGot(project, block)) return true;
  return references(project.checker, symbol, block).some((use) => !isOnlyLookedAt(project, use));
});

/** A `throw` of anything that is not made here: `throw error`, `throw toError(error)`. */
function throwsWhatItGot(project: Project, block: ts.Node): boolean {
  return [...ownDescendants(block)].some((node) => {
    if (!ts.isThrowStatement(node)) return false;
    const thrown = unwrap(node.expression);
    const root = ts.isIdentifier(thrown) ? declarationAt(project, thrown) : undefined;
    const made = root && ts.isVariableDeclaration(root) && isConst(root) ? root.initializer : thrown;
    return !made || !isMadeHere(project, made);
  });
}

/** `new ConnectError(…)`, `Object.assign(new Error('failed'), { code: error.code })` */
function isMadeHere(project: Project, value: ts.Expression): boolean {
  const node = unwrap(value);
  if (!ts.isCallExpression(node)) return ts.isNewExpression(node);
  const [target] = node.arguments;
  const declared = declaredAs(symbolOf(project, nameOf(node.expression)));
  const isAssign = declared?.area.startsWith('platform/') && declared.member === 'assign';
  return isAssign === true && target !== undefined && isMadeHere(project, target);
}

const nameOf = (callee: ts.Expression): ts.Node =>
  ts.isPropertyAccessExpression(callee) ? callee.name : callee;

/** It is read, compared, shown, or kept in an error of another class. */
function isOnlyLookedAt(project: Project, use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === value;
  if (ts.isTemplateSpan(parent) || ts.isTypeOfExpression(parent) || ts.isIfStatement(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) return comparing.has(parent.operatorToken.kind);
  if (ts.isNewExpression(parent)) return true;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent))
    return ts.isNewExpression(wrapped(parent.parent).parent);
  return ts.isCallExpression(parent) && parent.expression !== value && isLookedAtBy(project, parent);
}

const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** A call that only shows the error, or functions of the project that throw nothing but what they make. */
function isLookedAtBy(project: Project, call: ts.CallExpression): boolean {
  if (ts.isReturnStatement(wrapped(call).parent)) return false;
  if (onlyShows(project, call)) return true;
  const targets = calleesOf(project, call);
  return targets.length > 0 && targets.every(({ body }) => body && !throwsWhatItGot(project, body));
}
