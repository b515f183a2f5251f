import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { memberNamed } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { createFlow } from '../flow/flow.ts';
import { has } from '../flow/value-facts.ts';
import { callsAnyProvider } from '../provider/authorize-call.ts';
import { findProviders, type Provider } from '../provider/provider.ts';
import type { Exits } from './exits.ts';
import { hasIss } from './iss-present.ts';

/**
 * Calls of `authorize()` that the application makes instead of the SDK's handler, which would wrap `res` and set
 * `params.issuer`. A provider that passes its own wrapped `res` to another provider is not one of them.
 */
export function directCalls(project: Project, provider: Provider, exits: Exits): ts.CallExpression[] {
  const providers = findProviders(project);
  return bindingsOf(project).allCalls.filter((call): call is ts.CallExpression => {
    if (!ts.isCallExpression(call) || !callsAuthorize(project, provider, call)) return false;
    if (isTestFile(call.getSourceFile())) return false;
    const [, params, res] = call.arguments;
    if (!params || !res) return false;
    const wrapped = providers.some(({ authorize }) =>
      has(createFlow(project, authorize).facts(res), 'response'),
    );
    return !wrapped && !(tellsIssuer(project, params) && carriesItself(exits));
  });
}

function callsAuthorize(project: Project, { authorize }: Provider, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'authorize') return false;
  if (functionsAt(project, callee).includes(authorize)) return true;
  return callsAnyProvider(project, call);
}

function tellsIssuer(project: Project, params: ts.Expression): boolean {
  const plain = unwrap(params);
  const literal = ts.isObjectLiteralExpression(plain) ? plain : undefined;
  if (literal) return memberNamed(literal, 'issuer') !== undefined;
  return (
    project.checker
      .getTypeAtLocation(plain)
      .symbol?.declarations?.some(
        (one) => ts.isObjectLiteralExpression(one) && memberNamed(one, 'issuer') !== undefined,
      ) ?? false
  );
}

/** True when every exit appends `iss` itself and needs no wrapper. */
function carriesItself({ flow, bare, sent, ends }: Exits): boolean {
  return bare.length === 0 && ends.length === 0 && sent.every((build) => hasIss(flow, build));
}
