import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { isAbsent, isJavaScript, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isCastAtStart } from './cast-at-start.ts';
import { isConsole } from './console-call.ts';
import { emptySlotOf, isEmptyBoth } from './empty-tests.ts';
import { accepts, expectedAt } from './expected-type.ts';
import type { Lift } from './lift.ts';
import { isMaybe, isNullable } from './may-be-absent.ts';
import { quoted } from './quotes.ts';
import { shortText } from './short-text.ts';
import { isStrict, isTested, loosen, needsParentheses, refuseTelling } from './use-tests.ts';
import { cannotTell } from './widened.ts';

/** `.get('code')` of a carrier, and what its place needs where the code is missing: the place took a string, `get` may give null. */
export function getCode(lift: Lift, use: ts.Expression, absent: boolean): string {
  const read = getText(use, absent);
  const expected = expectedAt(lift.project, use);
  const shown = isVague(use, expected) ? shownAs(lift, use, absent) : undefined;
  const { operator } = lift.absence.elsewhere;
  if (shown) return `${read} ${operator} ${shown}`;
  // `code!` has its own `!` already.
  if (ts.isNonNullExpression(use.parent)) return read;
  if (isJavaScript(use) || isAccessedIfThere(use)) return read;
  const isKey = ts.isComputedPropertyName(wrapped(use).parent);
  if (isKey || isOpaque(lift, use) || isLoose(lift, use, expected)) return `${read}!`;
  if (!expected) return read;
  const { checker } = lift.project;
  const takesUndefined = accepts(lift.project, expected, checker.getUndefinedType());
  if (accepts(lift.project, expected, checker.getNullType())) {
    return isChanged(lift, absent) && !takesUndefined ? `${read} ${operator} null` : read;
  }
  return takesUndefined ? `${read} ${operator} undefined` : `${read}!`;
}

/** `code?.length` */
function isAccessedIfThere(use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  const isAccess = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  return isAccess && parent.expression === value && parent.questionDotToken !== undefined;
}

/** `get` alone would give another value for a missing code, where that was null. */
const isChanged = ({ absence }: Lift, absent: boolean): boolean =>
  absent || absence.elsewhere.operator === '||';

/** A place that takes anything, and may show what a missing code is: `console.log(code)`, a template, any place in JavaScript. */
function isVague(use: ts.Expression, expected: ts.Type | undefined): boolean {
  const { parent } = wrapped(use);
  if (isTested(use) || isOperand(parent)) return false;
  return isJavaScript(use) || !expected || (expected.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** Operators and accesses have rules of their own, or bind closer than `??`. */
const isOperand = (parent: ts.Node): boolean =>
  (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.PlusToken) ||
  ts.isPropertyAccessExpression(parent) ||
  ts.isElementAccessExpression(parent) ||
  ts.isTypeOfExpression(parent) ||
  ts.isAwaitExpression(parent) ||
  ts.isVoidExpression(parent);

/** What a missing code was at this place, where `get` gives another value of the two. */
function shownAs(lift: Lift, use: ts.Expression, absent: boolean): 'null' | 'undefined' | undefined {
  const type = lift.project.checker.getTypeAtLocation(use);
  const flags = (type.isUnion() ? type.types : [type]).reduce((all, each) => all | each.flags, 0);
  const isNull = (flags & ts.TypeFlags.Null) !== 0;
  if (isNull) return isChanged(lift, absent) && !(flags & ts.TypeFlags.Undefined) ? 'null' : undefined;
  if (isJavaScript(use) && lift.absence.isMixed)
    throw new CannotFollow('wider-flow', use, 'A missing code is null at times, and undefined at others.');
  return lift.absence.elsewhere.form === 'undefined' ? 'undefined' : undefined;
}

/** The text where the project writes an empty string for a missing code; undefined where the code is only tested. */
export function fallback(lift: Lift, use: ts.Expression, absent: boolean): string | undefined {
  if (isTested(use)) return undefined;
  const isEmptyYet = absent && emptySlotOf(lift, use) !== undefined;
  if (isEmptyYet && !isEmptyBoth(lift)) {
    const detail = `A missing code is '' before it arrives, and null afterwards, in ${shortText(use.parent)}.`;
    throw new CannotFollow('sentinel-value', use, detail);
  }
  if (lift.absence.elsewhere.form !== 'empty' && !isEmptyYet) return undefined;
  if (absent && !isEmptyYet && !ts.isNonNullExpression(use.parent))
    throw new CannotFollow('wider-flow', use, "A missing code is '' at times, and undefined at others.");
  return `${getText(use, absent)} ${lift.absence.elsewhere.operator} ${quoted(use.getSourceFile(), '')}`;
}

export function getText(use: ts.Expression, absent: boolean): string {
  return `${absent ? '?.' : '.'}get(${quoted(use.getSourceFile(), codeParameter)})`;
}

/** Passed to a function without a type: what was a string for certain has to stay one. */
function isOpaque(lift: Lift, use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  if (!parent.arguments?.includes(value)) return false;
  const { checker } = lift.project;
  const callee = checker.getTypeAtLocation(parent.expression);
  return (callee.flags & ts.TypeFlags.Any) !== 0 && !isMaybe(lift.project, checker.getTypeAtLocation(use));
}

/**
 * Where our own declarations say less than the real ones (`writeFile(path: any, data: any)`), or a text is taken apart (`[...code]`):
 * what was a string for certain has to stay one.
 */
function isLoose({ project }: Lift, use: ts.Expression, expected: ts.Type | undefined): boolean {
  if (isMaybe(project, project.checker.getTypeAtLocation(use))) return false;
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isSpreadElement(parent)) return true;
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(value) || isConsole(project, parent))
    return false;
  const callee = unwrap(parent.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const isAny = expected !== undefined && (expected.flags & ts.TypeFlags.Any) !== 0;
  return isAny && declaredAs(symbolOf(project, name))?.area === 'platform/node';
}

/**
 * The type to cast to where the compiler believes that a variable is still null. It does so after `code = null`, although a
 * callback may have set the variable since, and then nothing can be read from it.
 */
export function castBack(lift: Lift, use: ts.Expression): string | undefined {
  const { flags } = lift.project.checker.getTypeAtLocation(use);
  if (isJavaScript(use) || isCastAtStart(lift, use)) return undefined;
  if (flags & ts.TypeFlags.Null) return 'URLSearchParams | null';
  return flags & ts.TypeFlags.Undefined ? 'URLSearchParams | undefined' : undefined;
}

/** `code === last`: a missing code was null or undefined here, and has to stay the same one of the two. */
export function comparedAs(
  lift: Lift,
  use: ts.Expression,
  absent: boolean,
): 'null' | 'undefined' | undefined {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || !isStrict(parent.operatorToken.kind)) return undefined;
  const other = parent.left === value ? parent.right : parent.left;
  const { checker } = lift.project;
  if (isAbsent(unwrap(other)) || !isMaybe(lift.project, checker.getTypeAtLocation(other))) return undefined;
  const type = checker.getTypeAtLocation(use);
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => flags & ts.TypeFlags.Undefined)) return 'undefined';
  return absent && parts.some(({ flags }) => flags & ts.TypeFlags.Null) ? 'null' : undefined;
}

/** Writes `(await waitForParams()).get('code')` where the code alone is wanted. */
export function takeCode(lift: Lift, expression: ts.Expression): void {
  if (lift.isWide(expression)) throw cannotTell(lift, expression);
  lift.uses.reduce(expression);
  const file = expression.getSourceFile();
  const held = ts.isParenthesizedExpression(expression.parent) ? expression.parent : expression;
  const bare = ts.isAwaitExpression(held);
  const absent = isNullable(lift, expression);
  refuseTelling(expression);
  loosen(lift, expression, absent);
  const read = fallback(lift, expression, absent) ?? getCode(lift, expression, absent);
  const outer = needsParentheses(expression, read);
  const before = `${outer ? '(' : ''}${bare ? '(' : ''}`;
  if (before) lift.edits.insert(file, held.getStart(), before);
  lift.edits.insert(file, held.getEnd(), `${bare ? ')' : ''}${read}${outer ? ')' : ''}`);
}

/** `code!`: the assertion stays where the carrier itself may be missing. Casts to string go. */
export function asserted(use: ts.Expression, absent: boolean): string {
  if (!absent) return '';
  for (let node: ts.Node = use; node !== wrapped(use); node = node.parent) {
    if (ts.isNonNullExpression(node.parent) || ts.isAsExpression(node.parent)) return '!';
  }
  return '';
}
