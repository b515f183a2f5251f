import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import { truthOf, type Value } from '../guards/value.ts';
import { type Attempts, codeReaches } from './attempts.ts';

/** What a condition leads to: another attempt, surely or perhaps; undefined where neither arm matters. */
export type Leads = 'again' | 'perhaps' | undefined;

/**
 * Whether a condition with a value leads to another attempt. Where both arms lead there, or none, it does not decide that.
 */
export function leadsAgain(condition: ts.Expression, value: Value, attempts: Attempts): Leads {
  const arms = armsOf(condition, attempts);
  if (!arms || arms.yes === arms.no) return undefined;
  const truth = arms.isForNothing ? isThere(value) : truthOf(value);
  if (truth === undefined) return 'perhaps';
  return (truth ? arms.yes : arms.no) ? 'again' : undefined;
}

/** For each arm: whether another attempt follows. */
interface Arms {
  readonly yes: boolean;
  readonly no: boolean;
  /** `found ?? other()`: decided by null and undefined. */
  readonly isForNothing?: boolean;
}

const isThere = (value: Value): boolean | undefined =>
  value.kind === 'unknown' || value.kind === 'truth'
    ? undefined
    : value.kind !== 'const' || (value.value !== null && value.value !== undefined);

function armsOf(condition: ts.Node, attempts: Attempts): Arms | undefined {
  const { parent } = condition;
  const reach = (code: ts.Node | undefined): boolean => code !== undefined && codeReaches(code, attempts);
  if (ts.isIfStatement(parent) && parent.expression === condition) return armsOfIf(parent, attempts);
  if (ts.isConditionalExpression(parent) && parent.condition === condition)
    return { yes: reach(parent.whenTrue), no: reach(parent.whenFalse) };
  if (ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return { yes: reach(parent.statement), no: false };
  if (ts.isForStatement(parent) && parent.condition === condition)
    return { yes: reach(parent.statement), no: false };
  if (ts.isBinaryExpression(parent) && parent.left === condition) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return { yes: reach(parent.right), no: false };
    if (kind === ts.SyntaxKind.BarBarToken) return { yes: false, no: reach(parent.right) };
    if (kind === ts.SyntaxKind.QuestionQuestionToken)
      return { yes: false, no: reach(parent.right), isForNothing: true };
  }
  return undefined;
}

function armsOfIf(node: ts.IfStatement, attempts: Attempts): Arms {
  const { thenStatement, elseStatement } = node;
  return {
    yes: codeReaches(thenStatement, attempts) || (!ends(thenStatement) && goesOn(node, attempts)),
    no: elseStatement
      ? codeReaches(elseStatement, attempts) || (!ends(elseStatement) && goesOn(node, attempts))
      : goesOn(node, attempts),
  };
}

/** Whether what follows a statement, up to the end of its function, makes another attempt: also the next round of a loop. */
function goesOn(node: ts.Statement, attempts: Attempts): boolean {
  for (let current: ts.Node = node; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) {
      const after = parent.statements.slice(parent.statements.indexOf(current as ts.Statement) + 1);
      if (after.some((statement) => codeReaches(statement, attempts))) return true;
      if (after.some(ends)) return false;
    }
    if (ts.isIterationStatement(parent, false) && hasAttempt(parent.statement, attempts)) return true;
  }
  return false;
}

const hasAttempt = (body: ts.Node, attempts: Attempts): boolean =>
  attempts.calls.some((call) => call.pos >= body.pos && call.end <= body.end) || codeReaches(body, attempts);

/** Whether a statement never runs to its end, and leaves the loop that it stands in. */
function ends(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement) || ts.isBreakStatement(statement))
    return true;
  if (ts.isBlock(statement)) return statement.statements.some(ends);
  return (
    ts.isIfStatement(statement) &&
    statement.elseStatement !== undefined &&
    ends(statement.thenStatement) &&
    ends(statement.elseStatement)
  );
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
