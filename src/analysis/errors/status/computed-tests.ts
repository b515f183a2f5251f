import { ts } from '../../../compiler.cjs';
import { wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { createFrame } from '../guards/evaluator.ts';
import { migratedScenario } from '../guards/scenarios.ts';
import type { Subject } from '../guards/subject.ts';

/** A part of a condition that computes with the code, and the statuses that it lets pass. */
export interface ComputedTest {
  readonly node: ts.Expression;
  readonly statuses: readonly number[];
}

const common = [400, 401, 403, 404, 405, 408, 409, 410, 418, 422, 429, 500, 502, 503, 504, 599];

/**
 * `/^4/.test(error.code)`, `Math.floor(error.code / 100) === 5`: undefined where the part is not known to tell statuses apart.
 */
export function computedTest(
  project: Project,
  subject: Subject,
  value: ts.Expression,
): ComputedTest | undefined {
  const node = conditionOf(value);
  if (!node) return undefined;
  const truths = common.map((status) => createFrame(project, subject, migratedScenario(status)).truth(node));
  const statuses = common.filter((_, index) => truths[index]);
  const isKnown = truths.every((each) => each !== undefined);
  return isKnown && statuses.length > 0 && statuses.length < common.length ? { node, statuses } : undefined;
}

/** The operand of `&&`, `||`, `!` or a condition that the value stands in. */
function conditionOf(value: ts.Expression): ts.Expression | undefined {
  for (let node: ts.Node = value; ts.isExpression(node); node = node.parent) {
    const part = wrapped(node);
    const { parent } = part;
    const isLogical = ts.isBinaryExpression(parent) && logical.has(parent.operatorToken.kind);
    const isNegated =
      ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken;
    const isCondition =
      (ts.isConditionalExpression(parent) && parent.condition === part) ||
      (ts.isIfStatement(parent) && parent.expression === part);
    if (isLogical || isNegated || isCondition) return part;
    node = part;
  }
  return undefined;
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);
