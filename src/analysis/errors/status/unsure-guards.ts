import { ts } from '../../../compiler.cjs';
import { isWithin, wrapped } from '../../program/ast.ts';
import {
  codeReads,
  framesFor,
  readAt,
  type StatusMatch,
  type StatusTest,
  statusesAsked,
} from './status-tests.ts';

/**
 * `if (isNaN(error.code)) throw error;` before the test, `!Number.isInteger(error.code) || error.code === 404`: a condition that
 * may decide before the test is asked, so a widened test may never be.
 */
export function mayBeDecidedBefore({ project, tests, guards, others = [] }: StatusMatch): boolean {
  const known = new Set<ts.Node>([...tests, ...others].map(({ read }) => read));
  return tests.some((test) => {
    const { handler, kind, read } = test;
    if (!handler || kind === 'http') return false;
    return codeReads(read.getSourceFile()).some((other) => {
      if (known.has(other) || other.pos >= read.pos || !isWithin(other, handler.scope)) return false;
      const same = readAt(project, other)?.handler?.subject;
      if (same?.symbol !== handler.subject.symbol || same.text !== handler.subject.text) return false;
      const operand = operandOf(other);
      if (!operand || guards?.some((guard) => isWithin(other, guard.operand))) return false;
      return decides(test, operand, project);
    });
  });
}

/** For some status the truth is not known, or ends a chain that the error of v1 went on with. */
function decides(test: StatusTest, operand: ts.Expression, project: StatusMatch['project']): boolean {
  return statusesAsked(test).some((status) => {
    const [v1, v2] = framesFor(project, test.handler!.subject, status);
    const now = v2.truth(operand);
    if (now === undefined) return true;
    const { parent } = operand;
    if (!ts.isBinaryExpression(parent) || !isWithin(test.read, parent.right)) return false;
    // A direct test in a chain of `&&` is widened together with what keeps the error away from it.
    const isOr = parent.operatorToken.kind === ts.SyntaxKind.BarBarToken;
    const isEnd = now === isOr && (isOr || test.uses.some(({ isDirect }) => !isDirect));
    return isEnd && v1.truth(operand) !== now;
  });
}

/** The part of a condition that a value stands in; undefined where it decides nothing. */
function operandOf(read: ts.Node): ts.Expression | undefined {
  for (let node = read; node.parent && !ts.isStatement(node); node = node.parent) {
    if (!ts.isExpression(node)) continue;
    const value = wrapped(node);
    const { parent } = value;
    const isPart =
      (ts.isBinaryExpression(parent) && logical.has(parent.operatorToken.kind)) ||
      ts.isIfStatement(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition === value);
    if (isPart) return value;
  }
  return undefined;
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);
