import { ts } from '../../../compiler.cjs';
import { indentationAt, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { referent } from '../../program/mentions.ts';
import { changeOfQuery } from '../query/changes.ts';
import { isUrlSearchParams, type QueryRead, readsCode } from '../query/query-read.ts';
import { throwingCheck } from '../query/validated.ts';
import { queriesMadeUp } from '../redemption/made-up.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * Writes the whole query in place of one parameter of it.
 * @throws {CannotFollow} when that would pass another query, or would lose a check
 */
export function writeQuery(lift: Lift, expression: ts.Expression, read: QueryRead): void {
  const checked = statementToCheck(lift, expression);
  refuse(lift, expression, read, checked !== undefined);
  if (checked) keepCheck(lift, checked, expression);
  lift.evidence.readAt(read);
  lift.flow.begin(read.node);
  lift.absence.noteRead(lift.project, expression, {
    declaration: declarationOf(lift, expression),
    read: read.node,
  });
  lift.trace.step(read.node, "the code leaves the callback's query here; iss stays behind");
  if (read.assumes) lift.evidence.assume({ obligation: 'query-unchanged', code: read.assumes, detail: '' });
  const { parent } = expression;
  if (!ts.isShorthandPropertyAssignment(parent)) return lift.edits.replace(expression, read.params);
  // The name of the field is written with the field.
  if (lift.fields.has(parent)) lift.fields.setValue(parent, read.params);
  else lift.edits.replace(parent, `${parent.name.text}: ${read.params}`);
}

/**
 * `await transport.finishAuth(required(params, 'code'));`: the statement before which the check can stand alone. Nothing but names
 * is evaluated between.
 */
function statementToCheck(lift: Lift, expression: ts.Expression): ts.ExpressionStatement | undefined {
  const check = throwingCheck(lift.project, expression);
  const call = expression.parent;
  if (!check || check !== unwrap(expression) || !ts.isCallExpression(call)) return undefined;
  if (call.arguments[0] !== expression || !isOnlyNames(call.expression)) return undefined;
  const awaited = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const statement = awaited.parent;
  const isAlone = ts.isExpressionStatement(statement) && isStatementList(statement.parent);
  return isAlone ? statement : undefined;
}

function isOnlyNames(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return !node.questionDotToken && isOnlyNames(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

const isStatementList = (node: ts.Node): boolean => ts.isBlock(node) || ts.isSourceFile(node);

function keepCheck(lift: Lift, statement: ts.ExpressionStatement, check: ts.Expression): void {
  const file = statement.getSourceFile();
  const start = statement.getStart();
  const end = file.text.includes('\r\n') ? '\r\n' : '\n';
  const semicolon = statement.getText().endsWith(';') ? ';' : '';
  const text = `${check.getText()}${semicolon}${end}${indentationAt(file, start)}`;
  lift.edits.replaceRange(file, start, start, text);
}

function refuse(lift: Lift, expression: ts.Expression, read: QueryRead, isCheckKept: boolean): void {
  if (!readsCode(read)) throw new CannotFollow('other-parameter', read.node, `It reads '${read.key}'.`);
  const check = throwingCheck(lift.project, expression);
  if (check && !isCheckKept) {
    const detail = `${shortText(check)} may refuse the query, and that check must stay.`;
    throw new CannotFollow('wider-flow', check, detail);
  }
  refuseOther(lift, read, expression);
}

/** @throws {CannotFollow} where the query is not the callback's own any more, or never was */
export function refuseOther(lift: Lift, read: QueryRead, place: ts.Node): void {
  const change = changeOfQuery(lift.project, read, place);
  if (change) throw new CannotFollow('wider-flow', change, `The query is changed by ${shortText(change)}.`);
  refuseMadeUp(lift, read);
}

/** A query that the project makes from the code has no `iss`: to pass it would hide that. */
function refuseMadeUp({ project }: Lift, { node, root }: QueryRead): void {
  if (!isUrlSearchParams(project, root)) return;
  const [madeUp] = queriesMadeUp(project, node, root);
  if (!madeUp) return;
  const at = madeUp.flow[0]?.node ?? node;
  throw new CannotFollow('synthesised-params', at, 'It is made from the code alone.');
}

/** What declares the name that the query is written for. */
function declarationOf({ project }: Lift, expression: ts.Expression): ts.Node | undefined {
  const name = unwrap(expression);
  return ts.isIdentifier(name) ? referent(project, name)?.valueDeclaration : undefined;
}
