import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  type FunctionLike,
  ownDescendants,
  unwrap,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { codeRedemptions } from '../callback/code-redemptions.ts';
import { type ClientProvider, clientProviders, methodOf } from './client-providers.ts';

export interface MadeAnew {
  readonly provider: ClientProvider;
  readonly node: ts.NewExpression;
}

/**
 * Providers that the code of a callback makes for itself, and that keep the discovery state in a field: it is not there. Where
 * the code verifier is not stored either, such a login failed with v1, too.
 */
export function madeAnew(project: Project): MadeAnew[] {
  const forgetful = clientProviders(project).filter((each) => forgets(project, each));
  if (forgetful.length === 0) return [];
  const found = new Map<ts.Node, MadeAnew>();
  for (const { call } of codeRedemptions(project)) {
    const owner = enclosingFunction(call);
    if (!owner?.body || beginsLogin(project, owner, call)) continue;
    for (const node of ownDescendants(owner.body)) {
      if (!ts.isNewExpression(node) || node.pos > call.end) continue;
      const made = symbolOf(project, node.expression)?.valueDeclaration;
      const provider = forgetful.find((each) => each.owner === made);
      if (provider) found.set(node, { provider, node });
    }
  }
  return [...found.values()];
}

/** The discovery state is in a field that only `saveDiscoveryState` sets; the code verifier is somewhere else. */
function forgets(project: Project, provider: ClientProvider): boolean {
  if (!ts.isClassLike(provider.owner)) return false;
  const [save, read, verifier] = ['saveDiscoveryState', 'discoveryState', 'codeVerifier'].map(
    (name) => methodOf(project, provider, name)?.body,
  );
  if (!save || !read || !verifier || calls(save) || calls(read) || !calls(verifier)) return false;
  const answers = ts.isBlock(read)
    ? [...descendants(read)].flatMap((node) => (ts.isReturnStatement(node) ? (node.expression ?? []) : []))
    : [read];
  return (
    answers.length > 0 &&
    answers.every((answer) => {
      const field = declarationAt(project, unwrap(answer));
      if (!field || !ts.isPropertyDeclaration(field) || field.initializer) return false;
      const set = [...bindingsOf(project).assigned.get(field)];
      return set.every((value) => enclosingFunction(value)?.body === save);
    })
  );
}

const calls = (body: ts.Node): boolean => [...descendants(body)].some(ts.isCallExpression);

/** The same function has begun the login, with the same provider. */
const beginsLogin = (project: Project, { body }: FunctionLike, redemption: ts.CallExpression): boolean =>
  [...ownDescendants(body!)].some((node) => {
    if (!ts.isCallExpression(node) || node === redemption || node.pos > redemption.pos) return false;
    const callee = unwrap(node.expression);
    const called = sdkFunctionAt(project, callee);
    return called?.member ? called.member === 'connect' : called?.name === 'auth';
  });
