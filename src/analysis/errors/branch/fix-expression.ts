import { ts } from '../../../compiler.cjs';
import { sameText } from '../guards/compare.ts';

import { isPure } from '../guards/purity.ts';
import { render, renderCondition } from '../guards/render.ts';
import { contextOf } from '../guards/specialize.ts';
import { conditionHazard, conditionWith, flagIn, flagMayChange } from './condition.ts';
import { decidingGuard } from './deciding-guard.ts';
import { hazardIn } from './hazards.ts';
import { insertConditional } from './insert-branch.ts';
import { readsLostMember } from './lost-members.ts';
import { type Outcome, refuse } from './outcome.ts';
import type { ScopeMatch } from './scope-match.ts';
import { widen } from './widen.ts';

export function fixConditional(
  { divergence }: ScopeMatch,
  node: ts.ConditionalExpression,
  test: string,
): Outcome {
  const { before, now } = divergence;
  const taken = before.truth(node.condition);
  const branch = taken === false ? node.whenFalse : node.whenTrue;
  const condition = conditionHazard(node.condition, before);
  if (condition) return condition;
  const context = contextOf(before, 'write');
  const text = render(branch, context);
  const hazard = hazardIn(context.live.all, before);
  if (hazard) return hazard;
  const same =
    !readsLostMember([branch], before) &&
    render(branch, contextOf(now, 'compare')) === branch.getText() &&
    text === branch.getText();
  const flag = flagIn(node.condition, before);
  if (same && (!flag || flagMayChange(divergence, flag))) {
    const edits = widen(node.condition, divergence, test);
    if (edits) return edits;
  }
  if (!isPure(node.condition, before)) return refuse('insufficient-scope-shape');
  const full =
    taken === undefined ? conditionWith(test, node.condition, decidingGuard(divergence), before) : test;
  return insertConditional(node, full, text);
}

export function fixBoolean({ divergence }: ScopeMatch, node: ts.Expression, test: string): Outcome {
  const hazard = conditionHazard(node, divergence.before);
  if (hazard) return hazard;
  const edits = widen(node, divergence, test);
  if (edits) return edits;
  const residual = renderCondition(node, contextOf(divergence.before, 'write'));
  return insertConditional(node, test, residual);
}

export function fixValue({ divergence }: ScopeMatch, node: ts.Expression, test: string): Outcome {
  const context = contextOf(divergence.before, 'write');
  const text = render(node, context);
  const hazard = hazardIn(context.live.all, divergence.before);
  return hazard ?? widenStatement(divergence, node, test) ?? insertConditional(node, test, text);
}

/** Whether the statement before this one ends without a semicolon. */
function continues(node: ts.Statement): boolean {
  if (!ts.isBlock(node.parent) && !ts.isSourceFile(node.parent) && !ts.isCaseOrDefaultClause(node.parent))
    return false;
  const previous = node.parent.statements[node.parent.statements.indexOf(node) - 1];
  return previous !== undefined && !previous.getText().endsWith(';');
}

/** `error instanceof X && show()` as a statement: a short `if`. */
function widenStatement(
  { before, now }: ScopeMatch['divergence'],
  node: ts.Expression,
  test: string,
): Outcome | undefined {
  if (!ts.isBinaryExpression(node) || !ts.isExpressionStatement(node.parent)) return undefined;
  if (node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) return undefined;
  if (before.truth(node.left) !== true || readsLostMember([node.right], before)) return undefined;
  const [first, ...rest] =
    (sameText(node.right, { before, now }) && widen(node.left, { before, now }, test)) || [];
  if (!first) return undefined;
  // Without a semicolon before it, `(` would call the expression of the line before.
  const opens = first.start === node.getStart() && first.text.startsWith('(') && continues(node.parent);
  return [opens ? { ...first, text: `;${first.text}` } : first, ...rest];
}
