import { ts } from '../../../../compiler.cjs';
import { indentationAt, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Key } from '../../../program/declarations.ts';
import { afterComment, signatureAfter } from '../../edits/insert-member.ts';
import { has } from '../flow/value-facts.ts';
import { issuerFor } from './issuer-at.ts';
import { CannotMend, insertAt, type Mending } from './issuer-fix.ts';
import { keptOutside, ownerOutside } from './kept-outside.ts';

/**
 * `this.redirectUri = params.redirectUri`, `session.redirectUri = params.redirectUri`: wherever the member is written,
 * `issuer` is written beside it.
 *
 * @returns whether it is written so anywhere
 */
export function carryInAssignments(mending: Mending, member: Key): boolean {
  const { flow } = mending;
  const values = bindingsOf(flow.project).assigned.get(member);
  if (!values.some((value) => has(flow.facts(value), 'redirect'))) return false;
  const place = typeof member === 'string' ? undefined : member;
  if (place && mending.carried.has(place)) return true;
  if (place) mending.carried.set(place, 'issuer');
  for (const value of values) writeBeside(mending, value);
  if (place && ts.isPropertyDeclaration(place)) declareBeside(mending, place);
  return true;
}

function writeBeside(mending: Mending, value: ts.Expression): void {
  const assignment = assignmentOf(value);
  const left = assignment && unwrap(assignment.left);
  if (
    !assignment ||
    !left ||
    !ts.isPropertyAccessExpression(left) ||
    !ts.isExpressionStatement(assignment.parent)
  )
    throw new CannotMend('unclear-construction');
  guardOwner(mending, left);
  const carried = has(mending.flow.facts(value), 'redirect');
  // Where the redirect_uri is forgotten nothing is built on it.
  if (!carried && isNothing(value)) return;
  const text = carried ? issuerFor(mending, value) : 'undefined';
  const file = value.getSourceFile();
  const statement = assignment.parent;
  const end = afterComment(file, statement.end);
  const semicolon = statement.getText().endsWith(';') ? ';' : '';
  const indent = indentationAt(file, statement.getStart());
  insertAt(mending, file, end, `\n${indent}${left.expression.getText()}.issuer = ${text}${semicolon}`);
}

/** The object that is written to must be one of this program's own, and stay with it. */
function guardOwner({ flow }: Mending, left: ts.PropertyAccessExpression): void {
  const base = unwrap(left.expression);
  const literals = flow.facts(base).flatMap((fact) => (fact.kind === 'record' ? [fact.literal] : []));
  for (const away of [ownerOutside(flow, base), ...literals.map((literal) => keptOutside(flow, literal))])
    if (away) throw new CannotMend('persisted-request', away);
}

function assignmentOf(value: ts.Expression): ts.BinaryExpression | undefined {
  let node: ts.Node = value;
  while (node.parent && !ts.isBinaryExpression(node.parent)) node = node.parent;
  const { parent } = node;
  return parent && ts.isBinaryExpression(parent) && parent.right === node ? parent : undefined;
}

function isNothing(value: ts.Expression): boolean {
  const text = unwrap(value).getText();
  return text === 'undefined' || text === 'null' || /^(['"`])\1$/.test(text);
}

function declareBeside(mending: Mending, member: ts.PropertyDeclaration): void {
  const owner = member.parent;
  const present = owner.members.find((one) => one.name?.getText() === 'issuer');
  if (present) throw new CannotMend('unclear-construction', 'The class has an `issuer` already.');
  mending.edits.push(signatureAfter(member));
}
