import { ts } from '../../../../compiler.cjs';
import { bindingsOf } from '../../../program/bindings.ts';
import { memberNamed } from '../../../program/declarations.ts';
import { afterMember } from '../../edits/insert-member.ts';
import { has } from '../flow/value-facts.ts';
import { addToType } from './carry-type.ts';
import { issuerFor } from './issuer-at.ts';
import { CannotMend, type Mending } from './issuer-fix.ts';
import { keptOutside } from './kept-outside.ts';

/**
 * Records that keep the request by field (`{ redirectUri: params.redirectUri, state: params.state }`) and live in memory
 * gain one, wherever they are written: `issuer: params.issuer`. Those that come from no authorize() stay as they are.
 *
 * @param key the member that holds the client's redirect_uri
 * @returns whether one of them holds it
 */
export function carryInLiterals(
  mending: Mending,
  literals: readonly ts.ObjectLiteralExpression[],
  key: string,
): boolean {
  return literals.map((literal) => carryInLiteral(mending, literal, key)).some(Boolean);
}

function carryInLiteral(mending: Mending, literal: ts.ObjectLiteralExpression, key: string): boolean {
  const { flow } = mending;
  if (mending.carried.has(literal)) return true;
  for (const member of [...literal.properties].reverse()) {
    if (ts.isSpreadAssignment(member)) {
      const facts = flow.facts(member.expression);
      const literals = facts.flatMap((fact) =>
        fact.kind === 'record' && !fact.inside ? [fact.literal] : [],
      );
      const whole = has(facts, 'params') && key === 'redirectUri';
      if (!whole && literals.length === 0) continue;
      mending.carried.set(literal, 'issuer');
      const carried = carryInLiterals(mending, literals, key) || whole;
      if (carried) {
        addToType(mending, flow.project.checker.getTypeAtLocation(member.expression), key);
        settle(mending, literal, key);
        return true;
      }
      mending.carried.delete(literal);
      continue;
    }
    const value = valueIn(member);
    if (!value || nameOf(member) !== key) continue;
    if (!has(flow.facts(value), 'redirect')) return false;
    mending.carried.set(literal, 'issuer');
    settle(mending, literal, key);
    const present = memberNamed(literal, 'issuer');
    if (present) meansTheSame(mending, present);
    else {
      const text = issuerFor(mending, value);
      mending.edits.push(afterMember(member, text === 'issuer' ? 'issuer' : `issuer: ${text}`));
    }
    return true;
  }
  return false;
}

function settle(mending: Mending, literal: ts.ObjectLiteralExpression, key: string): void {
  const away = keptOutside(mending.flow, literal);
  if (away) throw new CannotMend('persisted-request', away);
  const type = mending.flow.project.checker.getContextualType(literal);
  if (type) addToType(mending, type, key);
}

function valueIn(member: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(member)) return member.initializer;
  return ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  return name && !ts.isComputedPropertyName(name) ? name.text : undefined;
}

/** The record has an `issuer` already: it must be the one of the request. */
function meansTheSame({ flow }: Mending, present: ts.Declaration): void {
  const value = valueIn(present as ts.ObjectLiteralElementLike);
  const later = bindingsOf(flow.project).assigned.get(present);
  const all = [...(value ? [value] : []), ...later];
  if (all.length === 0 || !all.every((one) => flow.facts(one).some((fact) => fact.kind === 'issuer')))
    throw new CannotMend('unclear-construction', 'The record has an `issuer` that means something else.');
}
