import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import { type Attempts, codeReaches } from './attempts.ts';

/**
 * Where the next attempt is made once a statement has run to its end: a statement that follows, or the loop that goes
 * round again. Undefined where none follows up to the end of the function.
 */
export function nextAttempt(node: ts.Node, attempts: Attempts): ts.Node | undefined {
  const { parent } = node;
  if (!parent || isFunctionLike(node) || isFunctionLike(parent)) return undefined;
  if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) {
    const after = parent.statements.slice(parent.statements.indexOf(node as ts.Statement) + 1);
    return along([...after, ...fallenInto(parent)], parent, attempts);
  }
  if (ts.isIterationStatement(parent, false)) return roundOf(parent, attempts);
  if (ts.isTryStatement(parent) && parent.finallyBlock && parent.finallyBlock !== node)
    return along([parent.finallyBlock], parent, attempts);
  return nextAttempt(parent, attempts);
}

/** Where the next attempt is made that a statement leads to; itself where it makes one. */
export function attemptFrom(statement: ts.Statement, attempts: Attempts): ts.Node | undefined {
  return along([statement], statement, attempts);
}

/** The clauses of a switch that one runs into, from the one given on. */
export function attemptFromClause(clause: ts.CaseOrDefaultClause, attempts: Attempts): ts.Node | undefined {
  return along([...clause.statements, ...fallenInto(clause)], clause, attempts);
}

/** Runs statements one after the other; what follows `place` comes after them. */
function along(statements: readonly ts.Statement[], place: ts.Node, attempts: Attempts): ts.Node | undefined {
  for (const each of statements) {
    const statement = takenOf(each, attempts);
    if (!statement) continue;
    if (codeReaches(statement, attempts)) return statement;
    const left = jumpsOf(statement).map((jump) => afterJump(jump, attempts));
    const found = left.find((each) => each !== undefined);
    if (found) return found;
    if (!mayEnd(statement)) return undefined;
  }
  return nextAttempt(ts.isCaseOrDefaultClause(place) ? place.parent.parent : place, attempts);
}

/** What runs of a statement: one arm of an `if` that is decided; undefined for nothing. */
function takenOf(statement: ts.Statement, { truth }: Attempts): ts.Statement | undefined {
  if (!ts.isIfStatement(statement)) return statement;
  const decided = truth?.(statement.expression);
  if (decided === undefined) return statement;
  return decided ? statement.thenStatement : statement.elseStatement;
}

const fallenInto = (place: ts.Node): ts.Statement[] => {
  if (!ts.isCaseOrDefaultClause(place)) return [];
  const { clauses } = place.parent;
  return clauses.slice(clauses.indexOf(place) + 1).flatMap(({ statements }) => [...statements]);
};

/** A loop goes round again, or ends. */
function roundOf(loop: ts.IterationStatement, attempts: Attempts): ts.Node | undefined {
  const holds = attempts.calls.some((call) => call.pos >= loop.pos && call.end <= loop.end);
  return holds || codeReaches(loop, attempts) ? loop : nextAttempt(loop, attempts);
}

type Jump = ts.BreakStatement | ts.ContinueStatement;

function afterJump(jump: Jump, attempts: Attempts): ts.Node | undefined {
  const target = targetOf(jump);
  if (!target) return undefined;
  if (ts.isContinueStatement(jump) && ts.isIterationStatement(target, false))
    return roundOf(target, attempts);
  return nextAttempt(target, attempts);
}

/** The loop, switch or labeled statement that a jump leaves or goes on with. */
function targetOf(jump: Jump): ts.Statement | undefined {
  for (let current: ts.Node = jump.parent; current && !isFunctionLike(current); current = current.parent) {
    if (jump.label) {
      if (!ts.isLabeledStatement(current) || current.label.text !== jump.label.text) continue;
      return ts.isContinueStatement(jump) ? current.statement : current;
    }
    if (ts.isIterationStatement(current, false)) return current;
    if (ts.isSwitchStatement(current) && ts.isBreakStatement(jump)) return current;
  }
  return undefined;
}

/** The jumps in a statement that leave it. */
function jumpsOf(statement: ts.Statement): Jump[] {
  const found: Jump[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionLike(node)) return;
    if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found.filter((jump) => {
    const target = targetOf(jump);
    return target !== undefined && (target.pos < statement.pos || target.end > statement.end);
  });
}

/** Whether a statement may run to its end. What is not known may. */
function mayEnd(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return false;
  if (ts.isBreakStatement(statement) || ts.isContinueStatement(statement)) return false;
  if (ts.isBlock(statement)) return statement.statements.every(mayEnd);
  if (!ts.isIfStatement(statement) || !statement.elseStatement) return true;
  return mayEnd(statement.thenStatement) || mayEnd(statement.elseStatement);
}
