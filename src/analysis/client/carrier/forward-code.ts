import { ts } from '../../../compiler.cjs';
import { memberName, wrapped } from '../../program/ast.ts';
import type { Lift } from './lift.ts';
import { liftSink, sinkAround } from './lift-sink.ts';
import { isUnused } from './only-tested.ts';

/** Forwards from the code itself: a sink or a variable takes the whole query, anything else the code read out of it. */
export function codeTo(lift: Lift, expression: ts.Expression): void {
  const value = wrapped(expression);
  const sink = sinkAround(lift, value);
  if (sink) return liftSink(lift, sink);
  const { parent } = value;
  // The uses of names and members are written with their new name.
  if (ts.isIdentifier(expression) || memberName(expression) !== undefined) return;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    lift.uses.wantWhole(expression);
    return lift.follow.local(parent, []);
  }
  if (!isUnused(value)) lift.uses.wantCode(expression);
}
