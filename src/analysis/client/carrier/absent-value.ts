import { ts } from '../../../compiler.cjs';
import { symbolOf } from '../../program/sdk-symbols.ts';
import type { Lift } from './lift.ts';

/** Nothing is written here. Whoever reads it has to be ready for that, also where the types do not say so. */
export function noteAbsence(lift: Lift, node: ts.Expression): void {
  const { parent } = node;
  const target = ts.isBinaryExpression(parent)
    ? symbolOf(lift.project, nameOf(parent.left))?.valueDeclaration
    : parent;
  lift.absence.note(target ?? parent);
  lift.absence.noteUntyped(node);
}

function nameOf(node: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node;
}
