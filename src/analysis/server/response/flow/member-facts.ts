import { ts } from '../../../../compiler.cjs';
import { direct, type Fact } from './value-facts.ts';

type Facts = (node: ts.Expression) => readonly Fact[];
type Property = (base: readonly Fact[], name: string) => Fact[];

/**
 * What a member of a value carries, by what is known about the value.
 *
 * @param once remembers an answer that may rest on itself: see fixpoint.ts
 */
export function createMembers(
  facts: Facts,
  once: (key: object, compute: () => readonly Fact[]) => readonly Fact[],
): Property {
  const property: Property = (base, name) =>
    base.flatMap((fact): readonly Fact[] => {
      if (fact.kind === 'build' && !fact.inside) return name === 'href' ? [fact] : [];
      if (fact.inside) return fact.kind === 'build' ? [fact] : [];
      return fact.kind === 'record' ? ofRecord(fact.literal, name) : ofGiven(fact, name);
    });
  const asked = new Map<ts.Node, Map<string, object>>();
  const ofRecord = (literal: ts.ObjectLiteralExpression, name: string): readonly Fact[] => {
    const ofLiteral = asked.get(literal) ?? new Map<string, object>();
    asked.set(literal, ofLiteral);
    const key = ofLiteral.get(name) ?? {};
    ofLiteral.set(name, key);
    return once(key, () => lastMember(literal, name));
  };
  const lastMember = (literal: ts.ObjectLiteralExpression, name: string): readonly Fact[] => {
    for (const member of [...literal.properties].reverse()) {
      if (ts.isSpreadAssignment(member)) {
        const found = property(facts(member.expression), name);
        if (found.length > 0) return found;
      } else if (member.name && !ts.isComputedPropertyName(member.name) && member.name.text === name)
        return factsOfMember(facts, member);
    }
    return [];
  };
  return property;
}

/** The members of the arguments of `authorize()`. */
function ofGiven({ kind }: Fact, name: string): readonly Fact[] {
  if (kind === 'response') return name === 'req' ? [direct('request')] : [];
  if (kind === 'request') return [direct('request')];
  if (kind === 'client') return name === 'redirect_uris' ? [direct('uris')] : [];
  if (kind !== 'params' && kind !== 'rest') return [];
  if (name === 'redirectUri') return [direct('redirect')];
  return name === 'issuer' && kind === 'params' ? [direct('issuer')] : [];
}

export function factsOfMember(facts: Facts, member: ts.ObjectLiteralElementLike): readonly Fact[] {
  if (ts.isPropertyAssignment(member)) return facts(member.initializer);
  if (ts.isShorthandPropertyAssignment(member)) return facts(member.name);
  return ts.isSpreadAssignment(member) ? facts(member.expression) : [];
}
