import { ts } from '../../../compiler.cjs';
import { serverClasses } from '../../../sdk/context-roles.ts';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';

/** True for a server of the SDK by its type, and for what has none. */
export function mayBeServer(project: Project, target: ts.Expression | ts.ClassLikeDeclaration): boolean {
  const type = project.checker.getTypeAtLocation(target);
  return (
    (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 ||
    sdkTypes(project, type).some(({ name }) => serverClasses.includes(name))
  );
}

/** True for a server of the SDK by its type, or by what a value without one was made of. */
export function isServerMade(project: Project, target: ts.Expression): boolean {
  const isOf = (value: ts.Expression): boolean =>
    sdkTypes(project, project.checker.getTypeAtLocation(value)).some(({ name }) =>
      serverClasses.includes(name),
    );
  return isOf(target) || makersOfValue(project, target).some((made) => made !== undefined && isOf(made));
}

/** The `new` expressions that a value comes from; undefined for what cannot be followed. */
export function makersOfValue(
  project: Project,
  value: ts.Expression,
): readonly (ts.NewExpression | undefined)[] {
  const found = new Set<ts.NewExpression | undefined>();
  const seen = new Set<ts.Node>();
  const visit = (each: ts.Expression): void => {
    const node = unwrap(each);
    if (seen.has(node)) return;
    seen.add(node);
    const values = ts.isNewExpression(node) ? [] : valuesBehind(project, node);
    if (values.length > 0) values.forEach(visit);
    else found.add(ts.isNewExpression(node) && node.expression.getText() !== 'Proxy' ? node : undefined);
  };
  visit(value);
  return [...found];
}
