import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isWithin, references, wrapped } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { type ClientProvider, clientProviders, methodOf } from './client-providers.ts';
import { type EffectNode, ScopeFlow } from './scope-flow.ts';
import { clears, type Reads, readsOf } from './stored-client.ts';

/** `invalidateCredentials` that forgets the client for 'all', and does nothing for 'client'. */
export interface IgnoredClient {
  readonly provider: ClientProvider;
  readonly method: FunctionLike;
  readonly parameter: ts.ParameterDeclaration;
  readonly body: ts.Block;
  /** What runs for 'all' alone and takes the client away. */
  readonly clearing: readonly EffectNode[];
  /** What else runs for 'all', and not for 'client'. */
  readonly others: readonly EffectNode[];
  /** What the tokens are answered from. */
  readonly tokens: Reads;
}

export function ignoredClients(project: Project): IgnoredClient[] {
  const found = new Map<FunctionLike, IgnoredClient>();
  for (const provider of clientProviders(project)) {
    const method = methodOf(project, provider, 'invalidateCredentials');
    // A class that inherits the method is found with the class that has it.
    if (!method || !isWithin(method, provider.owner)) continue;
    for (const each of ignoredIn(project, provider, method, method.parameters[0]))
      if (!found.has(each.method)) found.set(each.method, each);
  }
  return [...found.values()];
}

const maxDepth = 4;

/** The method itself, or the function that it passes the scope to: `this.store.invalidate(this.server, scope)`. */
function ignoredIn(
  project: Project,
  provider: ClientProvider,
  method: FunctionLike,
  parameter: ts.ParameterDeclaration | undefined,
  depth = 0,
): IgnoredClient[] {
  const { body } = method;
  if (!parameter || !body || depth > maxDepth) return [];
  const own = ts.isBlock(body) ? ignoredHere(project, provider, { method, parameter, body }) : undefined;
  if (own) return [own];
  return passedOn(project, body, parameter).flatMap(([target, index]) =>
    ignoredIn(project, provider, target, target.parameters[index], depth + 1),
  );
}

function passedOn(
  project: Project,
  body: ts.Node,
  { name }: ts.ParameterDeclaration,
): (readonly [FunctionLike, number])[] {
  const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  if (!symbol) return [];
  return references(project.checker, symbol, body).flatMap((use) => {
    const value = wrapped(use);
    const call = value.parent;
    if (!ts.isCallExpression(call)) return [];
    const index = call.arguments.indexOf(value);
    return index < 0 ? [] : functionsAt(project, call.expression).map((each) => [each, index] as const);
  });
}

function ignoredHere(
  project: Project,
  provider: ClientProvider,
  { method, parameter, body }: Pick<IgnoredClient, 'method' | 'parameter' | 'body'>,
): IgnoredClient | undefined {
  const [all, client, none] = ['all', 'client', '\0'].map((value) => {
    const flow = new ScopeFlow(project, parameter, value);
    flow.run(body.statements);
    return flow.effects;
  }) as [Set<EffectNode>, Set<EffectNode>, Set<EffectNode>];
  if ([...client].some((effect) => !none.has(effect))) return undefined;
  const own = [...all].filter((effect) => !client.has(effect));
  const reads = readsOf(project, methodOf(project, provider, 'clientInformation'));
  const clearing = own.filter((effect) => clears(project, effect, reads));
  if (clearing.length === 0) return undefined;
  const others = own.filter((effect) => !clearing.includes(effect));
  const tokens = readsOf(project, methodOf(project, provider, 'tokens'));
  return { provider, method, parameter, body, clearing, others, tokens };
}
