import { ts } from '../../../compiler.cjs';
import { descendants, enclosingFunction } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import type { QueryRead } from './query-read.ts';

/** Objects that always show the page that the application is on: what they say changes when it goes to another one. */
const live: readonly { readonly area: string; readonly name: string }[] = [
  { area: 'platform/vue-router', name: 'RouteLocationNormalizedLoaded' },
  { area: 'platform/svelte', name: 'Page' },
];

/**
 * Whether the application may be on another page where the code is used than where it was read. Routers go on in a later task, so
 * only waiting, or another function, lets them.
 */
export function mayHaveMoved(project: Project, { node, root }: QueryRead, place: ts.Node): boolean {
  if (!isLive(project, root)) return false;
  const scope = enclosingFunction(node);
  if (scope !== enclosingFunction(place)) return true;
  return [...descendants(scope ?? node.getSourceFile())].some(
    (each) => isWaiting(each) && each.getStart() >= node.getEnd() && each.getEnd() <= place.getStart(),
  );
}

const isWaiting = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isForOfStatement(node);

function isLive(project: Project, root: ts.Expression): boolean {
  return [root, ...descendants(root)].some((node) => {
    if (!ts.isIdentifier(node)) return false;
    const types = declaredTypes(project, project.checker.getTypeAtLocation(node));
    return types.some(({ area, name }) => live.some((each) => each.area === area && each.name === name));
  });
}
