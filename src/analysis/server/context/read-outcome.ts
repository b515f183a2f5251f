import { ts } from '../../../compiler.cjs';
import { errorFlag } from '../../../sdk/context-roles.ts';
import { codeText, ownDescendants, unwrap, wrapped } from '../../program/ast.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { type ContextRead, type ContextTest, isTestNode } from './context-reads.ts';
import { onlyContexts, testFor } from './other-values.ts';
import { valuesOf } from './read-values.ts';
import { isGuarded, isUnguarded } from './unguarded-reads.ts';

/** What a read that gives undefined decides. */
export type ReadOutcome = 'passes' | 'identity' | 'refuses' | 'throws' | 'absent' | 'asked' | 'mixed';

/**
 * What happens because `authInfo` is undefined?
 * Asked for the message of a finding.
 * Gives `passes` for a check that no longer stops anybody, `identity` for another identity in its place, `refuses` for a
 * check that stops everybody, `throws` for code that takes a member of it.
 */
export function outcomeOf(project: Project, read: ContextRead | ContextTest): ReadOutcome {
  if (!isRead(read)) return 'asked';
  const outcome = ofValue(project, read);
  const isUsual = outcome !== 'passes' || read.registration.method.isOwn.state === 'refuted';
  const isMixed = isUsual && onlyContexts(project, read).state === 'refuted';
  return isMixed ? 'mixed' : outcome;
}

function ofValue(project: Project, read: ContextRead): ReadOutcome {
  const { node } = read;
  // Code behind a test for the value is not reached.
  if (isGuarded(node) || testFor(project, read)) return 'absent';
  if (isUnguarded(node)) return 'throws';
  const found = valuesOf(project, node).map((value) => outcomeAt(project, value));
  return (['passes', 'identity', 'refuses'] as const).find((each) => found.includes(each)) ?? 'absent';
}

const isRead = (read: ContextRead | ContextTest): read is ContextRead => !isTestNode(read.node);

function outcomeAt(project: Project, value: ts.Expression): ReadOutcome {
  let node: ts.Node = wrapped(value);
  let hasFallback = false;
  let isValue = true;
  for (;;) {
    const { parent }: ts.Node = node;
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      if (parent.left === node && standsIn.has(kind)) return 'identity';
      // `!info || …` is true, and no identity.
      if (parent.left === node && kind === ts.SyntaxKind.BarBarToken && isValue) hasFallback = true;
      node = parent;
    } else if (ts.isPrefixUnaryExpression(parent)) {
      isValue = false;
      node = parent;
    } else if (ts.isParenthesizedExpression(parent)) node = parent;
    else if (ts.isIfStatement(parent) && parent.expression === node) return ofCheck(project, parent, value);
    else if (ts.isConditionalExpression(parent) && parent.condition === node)
      return isTakenIn(parent, value) ? 'identity' : 'absent';
    else return hasFallback ? 'identity' : 'absent';
  }
}

const standsIn: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** `info ? info.clientId : 'nobody'` gives another identity; `info ? work() : refuse()` does not. */
function isTakenIn({ whenTrue, whenFalse }: ts.ConditionalExpression, value: ts.Expression): boolean {
  const text = value.getText().replaceAll('?.', '.');
  return [whenTrue, whenFalse].some((branch) =>
    [...ownDescendants(branch)].some((each) => each.getText().replaceAll('?.', '.') === text),
  );
}

/**
 * A check refuses by an error or by an error result. `if (!info) return work()` lets every caller pass where the function does the
 * same at its end.
 */
function ofCheck(
  project: Project,
  { expression, thenStatement, parent }: ts.IfStatement,
  value: ts.Expression,
): ReadOutcome {
  const answer = truth(expression, value);
  if (answer === undefined) return 'absent';
  if (refuses(project, thenStatement)) return answer ? 'refuses' : 'passes';
  const done = returnedBy(thenStatement);
  const last = ts.isBlock(parent) ? parent.statements.at(-1) : undefined;
  const given = last && returnedBy(last);
  const isSame = done !== undefined && given !== undefined && codeText(given) === codeText(done);
  return answer && isSame ? 'passes' : 'absent';
}

function returnedBy(statement: ts.Statement): ts.Expression | undefined {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last && ts.isReturnStatement(last) ? last.expression : undefined;
}

/** `throw …`, `return { isError: true, … }`, also by a function that gives it. */
function refuses(project: Project, statement: ts.Statement): boolean {
  return [...ownDescendants(statement)].some((node) => {
    if (ts.isThrowStatement(node)) return true;
    if (!ts.isReturnStatement(node) || !node.expression) return false;
    const { entries } = memberOf(project, node.expression, errorFlag);
    return entries.some(({ value: flag }) => flag?.kind === ts.SyntaxKind.TrueKeyword);
  });
}

function asksEvery(node: ts.Expression): boolean {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && callee.name.text === 'every';
}

/** Whether a condition holds when the value is undefined; undefined where something else decides. */
function truth(condition: ts.Expression, value: ts.Expression): boolean | undefined {
  const node = unwrap(condition);
  // Every one of no scopes is the right one.
  if (node === unwrap(value)) return asksEvery(node) ? undefined : false;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = truth(node.operand, value);
    return inner === undefined ? undefined : !inner;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const [a, b] = [truth(node.left, value), truth(node.right, value)];
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return a === false || b === false ? false : a && b;
    case ts.SyntaxKind.BarBarToken:
      return a === true || b === true ? true : a === false && b === false ? false : undefined;
    default:
      return undefined;
  }
}
