import { ts } from '../../../compiler.cjs';
import { functionsAt } from '../../program/callees.ts';
import { memberNamed } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import type { Exits } from './exits/exits.ts';
import { createFlow, type Flow } from './flow/flow.ts';
import { factsOfMember } from './flow/member-facts.ts';
import { has } from './flow/value-facts.ts';
import { carryInLiterals } from './issuer-fix/carry-literals.ts';
import { startFix } from './issuer-fix/issuer-at.ts';
import { CannotFix, type IssuerFix } from './issuer-fix/issuer-fix.ts';
import { callsAnyProvider } from './provider/authorize-call.ts';
import { findProviders, type Provider } from './provider/provider.ts';

/** A call that passes the request to the `authorize()` of another provider without its issuer. */
export interface PassedOn {
  readonly call: ts.CallExpression;
  /** Of the provider that makes the call; it has the edits that pass the issuer on. */
  readonly fix: IssuerFix;
  /** Why the issuer cannot be passed on. */
  readonly cannot?: CannotFix;
}

/**
 * Which providers pass the request on to this one, and keep the issuer back?
 * Asked where its responses rest on `params.issuer`.
 * Gives the calls that no walk from the other provider to an exit without `iss` would find: those through the SDK's interface,
 * and those to a provider that appends the issuer already.
 */
export function passedOnWithout(project: Project, provider: Provider, exits: Exits): readonly PassedOn[] {
  const appends = readsIssuer(exits.flow);
  if (!appends && exits.bare.length === 0) return [];
  return (syntaxOf(project).memberCalls.get('authorize') ?? []).flatMap((call): PassedOn[] => {
    const [, params, res] = call.arguments;
    if (!params || !res || isTestFile(call.getSourceFile())) return [];
    const target = targetAt(project, provider, call);
    if (!target || (target === 'known' && exits.bare.length > 0)) return [];
    return findProviders(project)
      .filter((outer) => outer.authorize !== provider.authorize)
      .map(({ authorize }) => createFlow(project, authorize))
      .filter((flow) => has(flow.facts(res), 'response') && !hasIssuer(flow, params))
      .map((flow) => passOn(flow, call, params));
  });
}

/** `known`: the call runs this `authorize()`; `interface`: it may, for all that its type says. */
function targetAt(
  project: Project,
  { authorize }: Provider,
  call: ts.CallExpression,
): 'known' | 'interface' | undefined {
  const targets = functionsAt(project, call.expression);
  if (targets.length > 0) return targets.includes(authorize) ? 'known' : undefined;
  return callsAnyProvider(project, call) ? 'interface' : undefined;
}

/** True when the provider uses the issuer that it is given. */
function readsIssuer(flow: Flow): boolean {
  return (syntaxOf(flow.project).reads.get('issuer') ?? []).some((read) => {
    const facts = ts.isBindingElement(read) ? flow.factsOfDeclaration(read) : flow.facts(read);
    return has(facts, 'issuer');
  });
}

/** True when the value is the request, or a record with its issuer, whatever way it comes. */
function hasIssuer(flow: Flow, value: ts.Expression): boolean {
  const facts = flow.facts(value).filter(({ inside }) => !inside);
  const requests = facts.filter(({ kind }) => kind === 'params' || kind === 'rest' || kind === 'record');
  return (
    requests.length > 0 &&
    requests.every((fact) =>
      fact.kind === 'record' ? recordHasIssuer(flow, fact.literal) : fact.kind === 'params',
    )
  );
}

function recordHasIssuer(flow: Flow, literal: ts.ObjectLiteralExpression): boolean {
  const own = memberNamed(literal, 'issuer') as ts.ObjectLiteralElementLike | undefined;
  if (own) return factsOfMember((node) => flow.facts(node), own).some(({ kind }) => kind === 'issuer');
  return literal.properties.some(
    (member) => ts.isSpreadAssignment(member) && hasIssuer(flow, member.expression),
  );
}

function passOn(flow: Flow, call: ts.CallExpression, params: ts.Expression): PassedOn {
  const fix = startFix(flow);
  const literals = flow
    .facts(params)
    .flatMap((fact) => (fact.kind === 'record' && !fact.inside ? [fact.literal] : []));
  try {
    if (carryInLiterals(fix, literals, 'redirectUri')) return { call, fix };
    return {
      call,
      fix,
      cannot: new CannotFix('issuer-dropped', `It is \`${params.getText().slice(0, 80)}\`.`),
    };
  } catch (error) {
    if (!(error instanceof CannotFix)) throw error;
    return { call, fix, cannot: error };
  }
}
