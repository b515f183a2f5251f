import { ts } from '../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, isFunctionLike } from '../../program/ast.ts';
import { truthOf, type Value } from '../guards/value.ts';
import { type Attempts, calleeName, codeReaches, isOfPlatform } from './attempts.ts';
import { attemptFrom, nextAttempt } from './goes-on.ts';

/** What a condition leads to: another attempt, surely or perhaps; undefined where neither arm matters. */
export type Leads = 'again' | 'perhaps' | undefined;

/**
 * Whether a condition with a value leads to another attempt. Where both arms lead to the same one, or to none, it does not
 * decide that.
 */
export function leadsAgain(condition: ts.Expression, value: Value, attempts: Attempts): Leads {
  const arms = armsOf(condition, attempts);
  if (!arms || arms.yes === arms.no) return undefined;
  const truth = arms.isForNothing ? isThere(value) : truthOf(value);
  if (truth === undefined) return 'perhaps';
  return truth ? leadOf(arms.yes, [arms.no]) : leadOf(arms.no, [arms.yes]);
}

/** What it means that one way leads to an attempt, beside the others that were not taken. */
export function leadOf(taken: Way, others: readonly Way[]): Leads {
  if (!taken || others.every((other) => other === taken)) return undefined;
  const inner = others.find((other) => other && other !== taken && isAhead(other, taken));
  if (!inner) return 'again';
  // The other way repeats it, and this one goes on with the next: of the work, or of the accounts?
  return inner !== 'own' && ts.isIterationStatement(inner, false) ? 'perhaps' : undefined;
}

/** Whether an attempt comes before the other one, which lies around or behind it. */
function isAhead(one: Exclude<Way, undefined>, other: Exclude<Way, undefined>): boolean {
  if (other === 'own') return false;
  if (one === 'own') return true;
  return one.pos >= other.pos && one.end <= other.end ? true : one.end <= other.pos;
}

/** Where the next attempt is made: in the arm itself, in what follows it, nowhere. */
export type Way = 'own' | ts.Node | undefined;

interface Arms {
  readonly yes: Way;
  readonly no: Way;
  /** `found ?? other()`: decided by null and undefined. */
  readonly isForNothing?: boolean;
}

const isThere = (value: Value): boolean | undefined =>
  value.kind === 'unknown' || value.kind === 'truth'
    ? undefined
    : value.kind !== 'const' || (value.value !== null && value.value !== undefined);

function armsOf(condition: ts.Node, attempts: Attempts): Arms | undefined {
  const { parent } = condition;
  const reach = (...code: (ts.Node | undefined)[]): Way =>
    code.some((each) => each !== undefined && codeReaches(each, attempts)) ? 'own' : undefined;
  if (ts.isIfStatement(parent) && parent.expression === condition) return armsOfIf(parent, attempts);
  if (ts.isConditionalExpression(parent) && parent.condition === condition)
    return { yes: reach(parent.whenTrue), no: reach(parent.whenFalse) };
  if (ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return { yes: reach(parent.statement, parent.expression), no: undefined };
  if (ts.isForStatement(parent) && parent.condition === condition)
    return { yes: reach(parent.statement, parent.condition, parent.incrementor), no: undefined };
  if (ts.isBinaryExpression(parent) && parent.left === condition) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return { yes: reach(parent.right), no: undefined };
    if (kind === ts.SyntaxKind.BarBarToken) return { yes: undefined, no: reach(parent.right) };
    if (kind === ts.SyntaxKind.QuestionQuestionToken)
      return { yes: undefined, no: reach(parent.right), isForNothing: true };
  }
  return undefined;
}

function armsOfIf(node: ts.IfStatement, attempts: Attempts): Arms {
  const { thenStatement, elseStatement } = node;
  const [ends, endsOtherwise] = [thenStatement, elseStatement].map((arm) => arm && endsTimer(arm, attempts));
  // The arm that leaves the timer alone goes on with the next attempt.
  if (ends !== endsOtherwise && (ends || endsOtherwise) && isRepeated(node, attempts))
    return { yes: ends ? undefined : 'own', no: ends ? 'own' : undefined };
  return {
    yes: wayOf(thenStatement, attempts),
    no: elseStatement ? wayOf(elseStatement, attempts) : nextAttempt(node, attempts),
  };
}

/** `clearInterval(timer)` */
const endsTimer = (code: ts.Node, { project }: Attempts): boolean =>
  [...descendants(code)].some(
    (node) =>
      ts.isCallExpression(node) && isOfPlatform(project, node) && timerEnds.has(codeText(calleeName(node))),
  );

const timerEnds: ReadonlySet<string> = new Set(['clearInterval', 'clearTimeout']);

/** The code around makes an attempt, in a function that a timer may run. */
function isRepeated(node: ts.Node, attempts: Attempts): boolean {
  const owner = enclosingFunction(node);
  return owner?.body !== undefined && (attempts.homes.includes(owner) || codeReaches(owner.body, attempts));
}

function wayOf(arm: ts.Statement, attempts: Attempts): Way {
  return codeReaches(arm, attempts) ? 'own' : attemptFrom(arm, attempts);
}

/** The loop that a `continue` goes on with. */
export function loopOf(node: ts.ContinueStatement): ts.IterationStatement | undefined {
  for (let current: ts.Node = node.parent; current && !isFunctionLike(current); current = current.parent) {
    if (!ts.isIterationStatement(current, false)) continue;
    const label = ts.isLabeledStatement(current.parent) ? current.parent.label.text : undefined;
    if (!node.label || node.label.text === label) return current;
  }
  return undefined;
}
