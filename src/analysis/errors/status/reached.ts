import { ts } from '../../../compiler.cjs';
import { isWithin } from '../../program/ast.ts';
import { run } from '../guards/compare.ts';
import type { Frame } from '../guards/frame.ts';
import type { Handler } from '../guards/handlers.ts';

/** Whether a handler may get to a place in one scenario; the condition that keeps it away, where it is known. */
export function keptAway({ body }: Handler, frame: Frame, place: ts.Node): ts.Statement | undefined {
  return Array.isArray(body) ? inList(body, frame.fork(), place) : undefined;
}

function inList(statements: readonly ts.Statement[], frame: Frame, place: ts.Node): ts.Statement | undefined {
  const index = statements.findIndex((statement) => isWithin(place, statement));
  const statement = statements[index];
  if (!statement) return undefined;
  const earlier = statements.slice(0, index);
  if (run([earlier], frame).exits)
    return earlier.find((each) => run([[each]], frame.fork()).exits) ?? statement;
  return inStatement(statement, frame, place);
}

function inStatement(node: ts.Statement, frame: Frame, place: ts.Node): ts.Statement | undefined {
  if (ts.isBlock(node)) return inList(node.statements, frame, place);
  if (!ts.isIfStatement(node) || isWithin(place, node.expression)) return undefined;
  const isThen = isWithin(place, node.thenStatement);
  const branch = isThen ? node.thenStatement : node.elseStatement;
  if (frame.truth(node.expression) === !isThen) return node;
  return branch && inStatement(branch, frame, place);
}
