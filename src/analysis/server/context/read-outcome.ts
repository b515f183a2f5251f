import { ts } from '../../../compiler.cjs';
import { ownDescendants, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { ContextRead } from './context-read.ts';
import { valuesOf } from './read-values.ts';
import { isUnguarded } from './unguarded-reads.ts';

/** What a read that gives undefined decides. */
export type ReadOutcome = 'passes' | 'identity' | 'refuses' | 'throws' | 'absent';

/**
 * What happens because `authInfo` is undefined?
 * Asked for the message of a finding.
 * Gives `passes` for a check that no longer stops anybody, `identity` for another identity in its place, `refuses` for a
 * check that stops everybody, `throws` for code that takes a member of it.
 */
export function outcomeOf(project: Project, { node }: ContextRead): ReadOutcome {
  if (isUnguarded(node)) return 'throws';
  const found = valuesOf(project, node).map(outcomeAt);
  return (['passes', 'identity', 'refuses'] as const).find((each) => found.includes(each)) ?? 'absent';
}

function outcomeAt(value: ts.Expression): ReadOutcome {
  let node: ts.Node = wrapped(value);
  let hasFallback = false;
  for (;;) {
    const { parent }: ts.Node = node;
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      if (parent.left === node && standsIn.has(kind)) return 'identity';
      if (parent.left === node && kind === ts.SyntaxKind.BarBarToken) hasFallback = true;
      node = parent;
    } else if (ts.isPrefixUnaryExpression(parent) || ts.isParenthesizedExpression(parent)) node = parent;
    else if (ts.isIfStatement(parent) && parent.expression === node) return ofCheck(parent, value);
    else if (ts.isConditionalExpression(parent) && parent.condition === node) return 'identity';
    else return hasFallback ? 'identity' : 'absent';
  }
}

const standsIn: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

function ofCheck({ expression, thenStatement }: ts.IfStatement, value: ts.Expression): ReadOutcome {
  if (!stops(thenStatement)) return 'absent';
  const answer = truth(expression, value);
  return answer === undefined ? 'absent' : answer ? 'refuses' : 'passes';
}

function asksEvery(node: ts.Expression): boolean {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && callee.name.text === 'every';
}

function stops(statement: ts.Statement): boolean {
  return [...ownDescendants(statement)].some(
    (node) => ts.isThrowStatement(node) || ts.isReturnStatement(node),
  );
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
