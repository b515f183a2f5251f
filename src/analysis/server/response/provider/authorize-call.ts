import { ts } from '../../../../compiler.cjs';
import { providerInterface } from '../../../../sdk/roles.ts';
import { unwrap } from '../../../program/ast.ts';
import type { Project } from '../../../program/project.ts';
import { sdkEntityAt } from '../../../program/sdk-symbols.ts';

/** True for `inner.authorize(client, params, res)` where only the SDK's interface says what `inner` is. */
export function callsAnyProvider(
  project: Project,
  { expression }: ts.CallExpression | ts.NewExpression,
): boolean {
  const callee = unwrap(expression);
  const entity = ts.isPropertyAccessExpression(callee) ? sdkEntityAt(project, callee.name) : undefined;
  return entity?.name === providerInterface && entity.member === 'authorize';
}
