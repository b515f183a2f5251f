import type { ts } from '../../../compiler.cjs';
import { type AccessPath, type PathStep, typeArgument } from '../../program/access-path.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';

/** The step from what a generator function gives to what it returns: `Generator<yielded, returned>`. */
export const returned: PathStep = typeArgument(1);

/**
 * The path from what `yield*` is given to its own value: what a generator returns, what an effect gives. Undefined for anything
 * else that can be iterated, and where nothing comes back.
 */
export function delegated(project: Project, node: ts.YieldExpression): AccessPath | undefined {
  if (!node.asteriskToken || !node.expression) return undefined;
  const type = project.checker.getTypeAtLocation(node.expression);
  const names = declaredTypes(project, type);
  if (names.some(({ area, name }) => area === 'platform/effect' && name === 'Effect'))
    return [typeArgument(0)];
  return names.some(({ area, name }) => area === 'platform/es' && name === 'Generator')
    ? [returned]
    : undefined;
}
