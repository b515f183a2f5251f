import { ts } from '../../../compiler.cjs';
import { isAbsent, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** True where the code is only tested: null and the empty string are the same there. */
export function isTested(use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  const logical = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return logical && (parent.left === value || isTested(parent));
}

export function isStrict(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

const equalities = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** `=== undefined` becomes `=== null`, which `get` gives for a missing code, or `== null` where `?.get` may give either. */
export function loosen(lift: Lift, use: ts.Expression, absent: boolean): void {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || parent.left !== value) return;
  const { kind } = parent.operatorToken;
  const isCompared = equalities.includes(kind) && isAbsent(parent.right);
  const isFallback = kind === ts.SyntaxKind.QuestionQuestionToken;
  if (lift.absence.elsewhere.operator === '||' && (isCompared || isFallback)) {
    const detail = `${shortText(parent)} takes an empty code for a missing one.`;
    throw new CannotFollow('wider-flow', parent, detail);
  }
  if (!isCompared || !isStrict(kind)) return;
  refuseOtherAbsence(lift, use, parent);
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  if (absent) lift.edits.replace(parent.operatorToken, isEqual ? '==' : '!=');
  lift.edits.replace(parent.right, 'null');
}

/** `=== null` of what may be undefined: the new value is one of both, and the test would give another answer. */
function refuseOtherAbsence({ project }: Lift, use: ts.Expression, test: ts.BinaryExpression): void {
  const type = project.checker.getTypeAtLocation(use);
  const other =
    unwrap(test.right).kind === ts.SyntaxKind.NullKeyword ? ts.TypeFlags.Undefined : ts.TypeFlags.Null;
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => (flags & other) !== 0))
    throw new CannotFollow('wider-flow', test, `${shortText(test)} tells null from undefined.`);
}

/** @throws {CannotFollow} for a test that tells undefined from null, or looks at the type: it would give another answer */
export function refuseTelling(use: ts.Expression): void {
  const value = wrapped(use);
  const { parent } = value;
  const tells =
    (ts.isTypeOfExpression(parent) && !/^(['"])string\1$/.test(otherSide(parent)?.getText() ?? '')) ||
    (ts.isSwitchStatement(parent) && parent.expression === value) ||
    (ts.isBinaryExpression(parent) && parent.right === value && isAbsent(parent.left));
  if (tells)
    throw new CannotFollow(
      'wider-flow',
      parent,
      `${shortText(parent)} tests which kind of value the code is.`,
    );
}

/** What a `typeof` is compared with. */
function otherSide(test: ts.TypeOfExpression): ts.Expression | undefined {
  const { parent } = test;
  if (!ts.isBinaryExpression(parent)) return undefined;
  return parent.left === test ? parent.right : parent.left;
}

/** Where a text with `??` or `||` would be read in another way: beside an operator, or before an access. */
export function needsParentheses(use: ts.Expression, text: string): boolean {
  if (!/ (?:\?\?|\|\|) /.test(text)) return false;
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return !parent.arguments?.includes(value);
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  return (
    ts.isBinaryExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent)
  );
}
