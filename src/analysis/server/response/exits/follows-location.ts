import { ts } from '../../../../compiler.cjs';
import { isFunctionLike } from '../../../program/ast.ts';
import type { Sink } from './response-sinks.ts';

/** A body that is sent after a Location header, whichever way leads to it: it ends no answer of its own. */
export function followsLocation(body: Sink, all: readonly Sink[]): boolean {
  const calls = all.filter(({ kind, onWrapped }) => kind === 'location' && onWrapped).map(({ call }) => call);
  return calls.some((call) => isReceiverOf(call, body.call)) || setBefore(body.call, new Set(calls));
}

/** `res.location(url).send(page)` */
function isReceiverOf(call: ts.Node, sent: ts.Node): boolean {
  for (let current = sent; ts.isCallExpression(current); ) {
    const callee: ts.Expression = current.expression;
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (callee.expression === call) return true;
    current = callee.expression;
  }
  return false;
}

/** A statement before this node, in its list or in one around it, sets the header. */
function setBefore(node: ts.Node, calls: ReadonlySet<ts.Node>): boolean {
  for (let current = node; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (!ts.isBlock(parent) && !ts.isCaseOrDefaultClause(parent)) continue;
    if (parent.statements.some((each) => each.end <= current.pos && setsIn(each, calls))) return true;
  }
  return false;
}

/** One of the calls is made whenever the statement is passed. */
function setsIn(statement: ts.Statement, calls: ReadonlySet<ts.Node>): boolean {
  if (ts.isBlock(statement)) return statement.statements.some((each) => setsIn(each, calls));
  if (ts.isIfStatement(statement))
    return [statement.thenStatement, statement.elseStatement].every(
      (branch) => branch !== undefined && (setsIn(branch, calls) || isLeft(branch)),
    );
  if (ts.isTryStatement(statement)) {
    const { tryBlock, catchClause, finallyBlock } = statement;
    if (finallyBlock && setsIn(finallyBlock, calls)) return true;
    const caught = !catchClause || setsIn(catchClause.block, calls) || isLeft(catchClause.block);
    return caught && setsIn(tryBlock, calls);
  }
  return ts.isExpressionStatement(statement) && [...calls].some((call) => isMade(call, statement));
}

/** The call is a part of the statement that no condition, and no function that is only defined there, may skip. */
function isMade(call: ts.Node, statement: ts.Statement): boolean {
  for (let current = call; current !== statement; current = current.parent) {
    const { parent } = current;
    if (!parent || isFunctionLike(current) || ts.isConditionalExpression(parent)) return false;
    if (ts.isBinaryExpression(parent) && parent.right === current && isLogical(parent)) return false;
  }
  return true;
}

const isLogical = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.BarBarToken ||
  kind === ts.SyntaxKind.QuestionQuestionToken;

/** Nothing behind the statement runs after it. */
function isLeft(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}
