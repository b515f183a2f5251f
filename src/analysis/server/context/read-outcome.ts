import { ts } from '../../../compiler.cjs';
import { errorFlag } from '../../../sdk/context-roles.ts';
import {
  enclosingFunction,
  isAbsent,
  ownDescendants,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { contextFlowOf, filledBefore, testFor } from './context-flow.ts';
import { type ContextRead, type ContextTest, isTestNode } from './context-reads.ts';
import { mixProof } from './mixed-values.ts';
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
  const { node, others } = read;
  const { reached } = contextFlowOf(project);
  const isMixed = mixProof(project, others, (each) => reached.has(each)).state !== 'proved';
  if (isMixed || filledBefore(project, read)) return 'mixed';
  // Code behind a test for the value is not reached.
  if (isGuarded(node) || testFor(project, read)) return 'absent';
  if (isUnguarded(node)) return 'throws';
  const found = valuesOf(project, node).map((value) => outcomeAt(project, value));
  return (['passes', 'identity', 'refuses'] as const).find((each) => found.includes(each)) ?? 'absent';
}

const isRead = (read: ContextRead | ContextTest): read is ContextRead => !isTestNode(read.node);

/** The expressions that have the value: the read, and the mentions of the variable that it is put into. */
function valuesOf(project: Project, node: ContextRead['node'], depth = 0): readonly ts.Expression[] {
  if (ts.isBindingElement(node))
    return ts.isIdentifier(node.name) ? mentionsOf(project, node.name, depth) : [];
  if (ts.isObjectLiteralElement(node)) return [];
  const chain = withEmpty(chainOf(node));
  const { parent } = wrapped(chain);
  const isKept = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && depth < 3;
  return isKept ? mentionsOf(project, parent.name as ts.Identifier, depth) : [chain];
}

function mentionsOf(project: Project, name: ts.Identifier, depth: number): readonly ts.Expression[] {
  const symbol = project.checker.getSymbolAtLocation(name);
  const scope = enclosingFunction(name.parent) ?? name.getSourceFile();
  if (!symbol) return [];
  return references(project.checker, symbol, scope)
    .filter((use) => use !== name)
    .flatMap((use): readonly ts.Expression[] => {
      const chain = withEmpty(chainOf(use));
      const { parent } = wrapped(chain);
      return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && depth < 3
        ? mentionsOf(project, parent.name, depth + 1)
        : [chain];
    });
}

/** `x.authInfo?.scopes.includes('w')`: the whole expression is undefined with its beginning. */
function chainOf(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    const outer = wrapped(current);
    const { parent } = outer;
    const goesOn =
      (ts.isPropertyAccessExpression(parent) ||
        ts.isElementAccessExpression(parent) ||
        ts.isCallExpression(parent)) &&
      parent.expression === outer;
    if (!goesOn) return current;
    current = parent;
  }
}

/** `x.authInfo?.scopes ?? []`: nobody's scopes are no identity, and no check finds one in them. */
function withEmpty(chain: ts.Expression): ts.Expression {
  const { parent } = wrapped(chain);
  const isFallback =
    ts.isBinaryExpression(parent) &&
    (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isFallback && parent.left === wrapped(chain) && isEmpty(unwrap(parent.right))
    ? chainOf(wrapped(parent))
    : chain;
}

function isEmpty(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  return isAbsent(node) || (ts.isStringLiteralLike(node) && node.text === '');
}

function outcomeAt(project: Project, value: ts.Expression): ReadOutcome {
  let node: ts.Node = wrapped(value);
  let hasFallback = false;
  let isValue = true;
  for (;;) {
    const { parent }: ts.Node = node;
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      if (parent.left === node && kind === ts.SyntaxKind.QuestionQuestionToken) return 'identity';
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
  const isSame = done !== undefined && last !== undefined && returnedBy(last)?.getText() === done.getText();
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
