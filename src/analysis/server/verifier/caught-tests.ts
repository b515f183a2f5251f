import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { type Made, memberTextOf } from './error-tags.ts';
import { isTokenError, tokenCheckAt } from './package-calls.ts';

/** An error in what catches it. */
export interface CaughtError extends Made {
  readonly name: string;
  /** True in a loop: what does not throw the error tries again. */
  readonly isRepeated: boolean;
}

/**
 * Does a condition hold for an error: `error instanceof TokenError`, `error.kind === 'expired'`?
 * Asked of each test in a `catch`. Undefined where that cannot be told.
 */
export function test(context: CaughtError, condition: ts.Expression): boolean | undefined {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = test(context, node.operand);
    return inner === undefined ? undefined : !inner;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const { left, right, operatorToken } = node;
  const member = isMember(context, node);
  if (member !== undefined) return member;
  if (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    const subject = unwrap(left);
    return ts.isIdentifier(subject) && subject.text === context.name ? isInstance(context, right) : undefined;
  }
  const [a, b] = [test(context, left), test(context, right)];
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return a === true || b === true ? true : a === false && b === false ? false : undefined;
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return a === false || b === false ? false : a === true && b === true ? true : undefined;
  return undefined;
}

function isInstance({ project, made }: CaughtError, tested: ts.Expression): boolean | undefined {
  const check = ts.isCallExpression(made) ? tokenCheckAt(project, made) : undefined;
  if (check && isTokenError(project, tested, check.module)) return true;
  const symbol = symbolOf(project, unwrap(tested));
  if (!symbol) return undefined;
  // Errors of packages extend no class of the SDK or of the project, but Error.
  if (!ts.isNewExpression(made))
    return symbol.name === 'Error'
      ? true
      : sdkEntityAt(project, unwrap(tested)) || symbol.valueDeclaration
        ? false
        : undefined;
  const { checker } = project;
  const type = checker.getTypeAtLocation(made);
  const seen = new Set<ts.Type>();
  const reaches = (current: ts.Type): boolean => {
    if (seen.has(current)) return false;
    seen.add(current);
    if (current.symbol === symbol) return true;
    return current.isClassOrInterface() && checker.getBaseTypes(current).some(reaches);
  };
  if (type.flags & ts.TypeFlags.Any) return undefined;
  return reaches(type);
}

/** The clauses of `switch (error.kind)` that run for an error whose member is known. */
export function clausesFor(
  context: CaughtError,
  { expression, caseBlock: { clauses } }: ts.SwitchStatement,
): readonly ts.CaseOrDefaultClause[] | undefined {
  const text = memberText(context, expression);
  if (text === undefined) return undefined;
  const named = clauses.findIndex(
    (each) => ts.isCaseClause(each) && textGiven(context, each.expression) === text,
  );
  const at = named < 0 ? clauses.findIndex(ts.isDefaultClause) : named;
  const from = at < 0 ? [] : clauses.slice(at);
  const end = from.findIndex(isClosed);
  return end < 0 ? from : from.slice(0, end + 1);
}

/** The text that a member of the error has, where an expression reads one: `error.kind`. */
function memberText(context: CaughtError, expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  const owner = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : undefined;
  return owner && ts.isIdentifier(owner) && owner.text === context.name
    ? memberTextOf(context, (node as ts.PropertyAccessExpression).name.text)
    : undefined;
}

function textGiven({ project }: CaughtError, expression: ts.Expression): string | undefined {
  const node = throughConstants(project, expression);
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** `error.kind === 'expired'` */
function isMember(
  context: CaughtError,
  { left, right, operatorToken }: ts.BinaryExpression,
): boolean | undefined {
  const isEqual = equalities.get(operatorToken.kind);
  if (isEqual === undefined) return undefined;
  const text = memberText(context, left) ?? memberText(context, right);
  const asked = textGiven(context, right) ?? textGiven(context, left);
  return text === undefined || asked === undefined ? undefined : (text === asked) === isEqual;
}

const equalities: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
]);

/** True for a clause that does not fall through to the next one. */
function isClosed({ statements }: ts.CaseOrDefaultClause): boolean {
  const last = statements.at(-1);
  const inner = last && ts.isBlock(last) ? last.statements.at(-1) : last;
  return (
    inner !== undefined &&
    (ts.isThrowStatement(inner) || ts.isReturnStatement(inner) || ts.isBreakStatement(inner))
  );
}
