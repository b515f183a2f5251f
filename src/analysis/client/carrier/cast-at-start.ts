import { ts } from '../../../compiler.cjs';
import { isAbsent, isJavaScript, unwrap } from '../../program/ast.ts';
import { oncePerNode } from '../../program/memo.ts';
import { referent, usesOf } from '../../program/mentions.ts';
import { assignedValue } from './assigned-value.ts';
import type { Lift } from './lift.ts';

/**
 * `let code: string | null = null` of which only a callback writes: the compiler believes that it is null for ever, so behind a
 * test of it a string was never, and fitted everywhere. The query does not: the variable begins with a cast, as people write it.
 */
export function castAtStart(lift: Lift, carrier: ts.NamedDeclaration): void {
  if (!ts.isVariableDeclaration(carrier) || !isBelievedEmpty(lift.project, carrier)) return;
  const { name, type, initializer } = carrier;
  if (!type || !initializer) return;
  const text = lift.edits.takeText(type, type.getStart());
  lift.edits.replaceRange(
    carrier.getSourceFile(),
    name.getEnd(),
    initializer.getEnd(),
    ` = ${initializer.getText()} as ${text}`,
  );
}

/** True for a use of such a variable: it needs no cast of its own. */
export function isCastAtStart({ project }: Lift, use: ts.Expression): boolean {
  const declaration = ts.isIdentifier(use) ? referent(project, use)?.valueDeclaration : undefined;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    isBelievedEmpty(project, declaration)
  );
}

const isBelievedEmpty = oncePerNode((project, declaration: ts.VariableDeclaration): boolean => {
  const { type, initializer, name } = declaration;
  if (isJavaScript(declaration) || !type || !initializer || !isAbsent(unwrap(initializer))) return false;
  const uses = usesOf({ project }, [declaration], name).filter(ts.isIdentifier);
  const values = uses.map(assignedValue);
  return (
    !values.some((value) => value && isAbsent(unwrap(value))) &&
    uses.some((use) => (project.checker.getTypeAtLocation(use).flags & ts.TypeFlags.Never) !== 0)
  );
});
