import { ts } from '../../../compiler.cjs';
import { descendants, isAbsent, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type ClientProvider, clientProviders, hasMember, methodOf } from './client-providers.ts';

export interface LostState {
  readonly provider: ClientProvider;
  /** `saveDiscoveryState`, or the `discoveryState` that never gives anything back. */
  readonly node: ts.Node;
}

/** Providers that are given the discovery state, and cannot give it back on the callback. */
export function lostStates(project: Project): LostState[] {
  return clientProviders(project).flatMap((provider): LostState[] => {
    const save = methodOf(project, provider, 'saveDiscoveryState');
    if (!save || !ownedBy(save, provider)) return [];
    if (!hasMember(project, provider, 'discoveryState')) return [{ provider, node: nameOf(save) }];
    const read = methodOf(project, provider, 'discoveryState');
    const body = read?.body;
    if (!body) return [];
    const answers = ts.isBlock(body)
      ? [...descendants(body)].filter(ts.isReturnStatement).map(({ expression }) => expression)
      : [body];
    const isEmpty = answers.every((answer) => answer === undefined || isAbsent(unwrap(answer)));
    const throws = [...descendants(body)].some(
      (node) => ts.isThrowStatement(node) || ts.isCallExpression(node),
    );
    return isEmpty && !throws ? [{ provider, node: nameOf(read) }] : [];
  });
}

const nameOf = (method: ts.Node): ts.Node => (method as ts.NamedDeclaration).name ?? method;

function ownedBy(node: ts.Node, { owner }: ClientProvider): boolean {
  for (let current: ts.Node | undefined = node; current; current = current.parent)
    if (current === owner) return true;
  return false;
}
