import { ts } from '../../../../compiler.cjs';
import { bindingsOf } from '../../../program/bindings.ts';
import { memberNamed } from '../../../program/declaration-at.ts';
import { afterMember } from '../../../program/insert-member.ts';
import { has } from '../flow/value-facts.ts';
import { carryInType } from './carry-type.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';
import { keptOutside } from './kept-outside.ts';
import { allMembersRead } from './members-read.ts';

/**
 * Adds `issuer: params.issuer` to the object literals that carry the redirect_uri, e.g.
 * `{ redirectUri: params.redirectUri, state: params.state }`. Literals with a redirect_uri of another origin stay as they are.
 *
 * @param key the member that carries the client's redirect_uri
 * @returns whether one of them carries it
 */
export function carryInLiterals(
  fix: IssuerFix,
  literals: readonly ts.ObjectLiteralExpression[],
  key: string,
): boolean {
  return literals.map((literal) => carryInLiteral(fix, literal, key)).some(Boolean);
}

function carryInLiteral(fix: IssuerFix, literal: ts.ObjectLiteralExpression, key: string): boolean {
  const { flow } = fix;
  if (fix.nameIn(literal) !== undefined) return true;
  for (const member of [...literal.properties].reverse()) {
    if (ts.isSpreadAssignment(member)) {
      const facts = flow.facts(member.expression);
      fix.through(facts);
      const literals = facts.flatMap((fact) =>
        fact.kind === 'record' && !fact.inside ? [fact.literal] : [],
      );
      const whole = has(facts, 'params') && key === 'redirectUri';
      if (!whole && literals.length === 0) continue;
      fix.enter(literal, 'issuer');
      const carried = carryInLiterals(fix, literals, key) || whole;
      if (carried) {
        // `{ ...params, issuer: other }`
        const present = memberNamed(literal, 'issuer');
        if (present) meansTheSame(fix, present);
        carryInType(fix, flow.project.checker.getTypeAtLocation(member.expression), key);
        carryInTypeOf(fix, literal, key);
        return true;
      }
      fix.leave(literal);
      continue;
    }
    const value = valueIn(member);
    if (!value || nameOf(member) !== key) continue;
    if (!has(flow.facts(value), 'redirect')) return false;
    fix.enter(literal, 'issuer');
    carryInTypeOf(fix, literal, key);
    const present = memberNamed(literal, 'issuer');
    if (present) meansTheSame(fix, present);
    else {
      const text = fix.issuerAt(value);
      fix.add(afterMember(member, text === 'issuer' ? 'issuer' : `issuer: ${text}`));
    }
    return true;
  }
  return false;
}

function carryInTypeOf(fix: IssuerFix, literal: ts.ObjectLiteralExpression, key: string): void {
  const away = keptOutside(fix.flow, literal, fix.isReadBack(literal));
  if (away) throw new CannotFix('persisted-request', away);
  const read = allMembersRead(fix.flow, literal);
  if (read) fix.assume({ code: 'members-read', detail: `It is \`${read.getText().slice(0, 80)}\`.` });
  const type = fix.flow.project.checker.getContextualType(literal);
  if (type) carryInType(fix, type, key);
}

function valueIn(member: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  return name && !ts.isComputedPropertyName(name) ? name.text : undefined;
}

/** The record has an `issuer` already: it must be the issuer of the request. */
function meansTheSame({ flow }: IssuerFix, present: ts.Declaration): void {
  const value = valueIn(present as ts.ObjectLiteralElementLike);
  const later = bindingsOf(flow.project).assigned.get(present);
  const all = [...(value ? [value] : []), ...later];
  if (all.length === 0 || !all.every((one) => flow.facts(one).some((fact) => fact.kind === 'issuer')))
    throw new CannotFix('unclear-construction', 'The record has an `issuer` that means something else.');
}
