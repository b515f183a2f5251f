import { ts } from '../../../../compiler.cjs';
import { direct, type Fact } from './value-facts.ts';

/** What is known of the members of a value. */
export interface Members {
  property(base: readonly Fact[], name: string): Fact[];
  ofMember(member: ts.ObjectLiteralElementLike): readonly Fact[];
}

/** @param once remembers an answer that may rest on itself: see settle.ts */
export function createMembers(
  facts: (node: ts.Expression) => readonly Fact[],
  once: (key: object, compute: () => readonly Fact[]) => readonly Fact[],
): Members {
  const property = (base: readonly Fact[], name: string): Fact[] =>
    base.flatMap((fact): readonly Fact[] => {
      if (fact.kind === 'build' && !fact.inside) return name === 'href' ? [fact] : [];
      if (fact.inside) return fact.kind === 'build' ? [fact] : [];
      if (fact.kind === 'response') return name === 'req' ? [direct('request')] : [];
      if (fact.kind === 'request') return [direct('request')];
      if (fact.kind === 'client') return name === 'redirect_uris' ? [direct('uris')] : [];
      if (fact.kind === 'params')
        return name === 'redirectUri' ? [direct('redirect')] : name === 'issuer' ? [direct('issuer')] : [];
      return fact.kind === 'record' ? ofRecord(fact.literal, name) : [];
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
        return ofMember(member);
    }
    return [];
  };
  const ofMember = (member: ts.ObjectLiteralElementLike): readonly Fact[] => {
    if (ts.isPropertyAssignment(member)) return facts(member.initializer);
    if (ts.isShorthandPropertyAssignment(member)) return facts(member.name);
    return ts.isSpreadAssignment(member) ? facts(member.expression) : [];
  };
  return { property, ofMember };
}
