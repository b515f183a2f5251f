import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isWithin } from '../../program/ast.ts';
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
  return clientProviders(project).flatMap((provider) => {
    const method = methodOf(project, provider, 'invalidateCredentials');
    const [parameter] = method?.parameters ?? [];
    const body = method?.body;
    // A class that inherits the method is found with the class that has it.
    if (!method || !parameter || !body || !ts.isBlock(body) || !isWithin(method, provider.owner)) return [];
    const [all, client, none] = ['all', 'client', '\0'].map((value) => {
      const flow = new ScopeFlow(project, parameter, value);
      flow.run(body.statements);
      return flow.effects;
    }) as [Set<EffectNode>, Set<EffectNode>, Set<EffectNode>];
    if ([...client].some((effect) => !none.has(effect))) return [];
    const own = [...all].filter((effect) => !client.has(effect));
    const reads = readsOf(project, methodOf(project, provider, 'clientInformation'));
    const clearing = own.filter((effect) => clears(project, effect, reads));
    if (clearing.length === 0) return [];
    const others = own.filter((effect) => !clearing.includes(effect));
    const tokens = readsOf(project, methodOf(project, provider, 'tokens'));
    return [{ provider, method, parameter, body, clearing, others, tokens }];
  });
}
