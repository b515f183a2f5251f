import { ts } from '../../../compiler.cjs';
import { descendants, isAbsent, ownDescendants, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isRejection } from '../../program/rejections.ts';
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
    if (!save || !ownedBy(save, provider) || endsNoLogin(project, provider)) return [];
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

/** `codeVerifier() { throw new Error('…'); }`: this provider only has tokens, and no code is redeemed with it. */
function endsNoLogin(project: Project, provider: ClientProvider): boolean {
  const body = methodOf(project, provider, 'codeVerifier')?.body;
  if (!body) return false;
  if (!ts.isBlock(body)) return isRejected(project, body);
  const answers = [...ownDescendants(body)].filter(ts.isReturnStatement);
  const isOnlyRejected = answers.every(({ expression }) => expression && isRejected(project, expression));
  return isOnlyRejected && (answers.length > 0 || body.statements.some(ts.isThrowStatement));
}

function isRejected(project: Project, value: ts.Expression): boolean {
  const call = unwrap(value);
  return ts.isCallExpression(call) && isRejection(project, call);
}

const nameOf = (method: ts.Node): ts.Node => (method as ts.NamedDeclaration).name ?? method;

function ownedBy(node: ts.Node, { owner }: ClientProvider): boolean {
  for (let current: ts.Node | undefined = node; current; current = current.parent)
    if (current === owner) return true;
  return false;
}
