import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isWithin, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { certainValue, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { findProviders } from '../response/provider/provider.ts';
import type { ProviderNode } from '../response/provider/provider-node.ts';
import { providerOrigin } from '../response/provider/provider-origin.ts';
import { type Mount, mountsOf } from './mounts.ts';
import { answeringPages } from './own-pages.ts';
import { bareRedirects } from './redirects.ts';

const routers = new Set(['get', 'post', 'all', 'use']);

/**
 * The responses of an application's own `/authorize` route. It comes before the SDK's router of this provider, so the SDK
 * never gets the request.
 */
export function ownAuthorizeAnswers(project: Project, provider: ProviderNode): ts.Node[] {
  const apps = mountsOf(project).filter(
    (mount) => mount.name === 'mcpAuthRouter' && mounts(project, mount, provider),
  );
  if (apps.length === 0) return [];
  const handlers = apps
    .flatMap((mount) => routesBefore(project, mount))
    .flatMap((route) => handlersOf(project, route));
  if (handlers.length === 0) return [];
  return [
    ...bareRedirects(project).filter((node) => handlers.some((handler) => isWithin(node, handler))),
    ...answeringPages(project, handlers),
  ];
}

function mounts(project: Project, { options }: Mount, provider: ProviderNode): boolean {
  const value = certainValue(memberOf(project, options, 'provider'));
  return value !== undefined && providerOrigin(project, value).nodes.includes(provider);
}

/** The routes on the same application that come first: `app.get('/authorize', …)`. */
function routesBefore(project: Project, { call }: Mount): ts.CallExpression[] {
  const app = appOf(project, call.parent);
  if (!app) return [];
  return bindingsOf(project).allCalls.filter((route): route is ts.CallExpression => {
    const [path] = route.arguments ?? [];
    if (!ts.isCallExpression(route) || !path || !ts.isStringLiteralLike(path) || path.text !== '/authorize')
      return false;
    if (appOf(project, route) !== app) return false;
    return route.getSourceFile() !== call.getSourceFile() || route.pos < call.pos;
  });
}

/** The application that `app.use(…)` or `app.get(…)` is called on. */
function appOf(project: Project, node: ts.Node): ts.Symbol | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || !routers.has(callee.name.text)) return undefined;
  return symbolOf(project, unwrap(callee.expression));
}

/** The functions that answer the route, and those that they call. */
function handlersOf(project: Project, route: ts.CallExpression): FunctionLike[] {
  const found = new Set(route.arguments.slice(1).flatMap((given) => functionAt(project, given) ?? []));
  // The responses of a provider have their own verdict.
  const providers = new Set<ts.Node>(findProviders(project).map(({ authorize }) => authorize));
  for (const handler of found)
    for (const node of descendants(handler)) {
      const called = ts.isCallExpression(node) ? functionAt(project, node.expression) : undefined;
      if (called && !providers.has(called)) found.add(called);
    }
  return [...found];
}
