import { ts } from '../../../../compiler.cjs';
import { indentationAt, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Key } from '../../../program/declaration-at.ts';
import { afterComment, signatureAfter } from '../../../program/insert-member.ts';
import { has } from '../flow/value-facts.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';
import { keptOutside, ownerOutside } from './kept-outside.ts';
import { guardOther } from './lost-issuer.ts';

/**
 * `this.redirectUri = params.redirectUri`, `session.redirectUri = params.redirectUri`: adds an assignment of `issuer`
 * after every assignment of the member.
 *
 * @returns whether the member is assigned a redirect_uri anywhere
 */
export function carryInAssignments(fix: IssuerFix, member: Key): boolean {
  const { flow } = fix;
  const values = bindingsOf(flow.project).assigned.get(member);
  if (!values.some((value) => has(flow.facts(value), 'redirect'))) return false;
  const place = typeof member === 'string' ? undefined : member;
  if (place && fix.nameIn(place) !== undefined) return true;
  if (place) fix.enter(place, 'issuer');
  for (const value of values) writeBeside(fix, value);
  if (place && ts.isPropertyDeclaration(place)) declareBeside(fix, place);
  return true;
}

function writeBeside(fix: IssuerFix, value: ts.Expression): void {
  const assignment = assignmentOf(value);
  const left = assignment && unwrap(assignment.left);
  if (
    !assignment ||
    !left ||
    !ts.isPropertyAccessExpression(left) ||
    !ts.isExpressionStatement(assignment.parent)
  )
    throw new CannotFix('unclear-construction');
  guardOwner(fix, left);
  const carried = has(fix.flow.facts(value), 'redirect');
  // `session.redirectUri = undefined`: no URL is built from it afterwards.
  if (!carried && isNothing(value)) return;
  if (!carried) guardOther(fix, value);
  const text = carried ? fix.issuerAt(value) : 'undefined';
  const file = value.getSourceFile();
  const statement = assignment.parent;
  const end = afterComment(file, statement.end);
  const semicolon = statement.getText().endsWith(';') ? ';' : '';
  const indent = indentationAt(file, statement.getStart());
  fix.add({
    file: file.fileName,
    start: end,
    end,
    text: `\n${indent}${left.expression.getText()}.issuer = ${text}${semicolon}`,
  });
}

/** The object must belong to this program, and must not leave its memory: elsewhere the new field may be lost. */
function guardOwner(fix: IssuerFix, left: ts.PropertyAccessExpression): void {
  const { flow } = fix;
  const base = unwrap(left.expression);
  const literals = flow.facts(base).flatMap((fact) => (fact.kind === 'record' ? [fact.literal] : []));
  for (const away of [
    ownerOutside(flow, base),
    ...literals.map((literal) => keptOutside(flow, literal, fix.isReadBack(literal))),
  ])
    if (away) throw new CannotFix('persisted-request', away);
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

function declareBeside(fix: IssuerFix, member: ts.PropertyDeclaration): void {
  const owner = member.parent;
  const present = owner.members.find((one) => one.name?.getText() === 'issuer');
  if (present) throw new CannotFix('unclear-construction', 'The class has an `issuer` already.');
  fix.add(signatureAfter(member));
}
