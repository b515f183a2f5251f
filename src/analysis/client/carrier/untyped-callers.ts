import { ts } from '../../../compiler.cjs';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { mentionsIn } from '../../program/mentions.ts';
import { isTestFile } from '../../program/test-files.ts';
import { comesFromElsewhere } from '../redemption/foreign-values.ts';
import type { AccessPath } from './access-path.ts';
import { isPrivate, type Member } from './families.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** A call of that name on something without a type may be one of this method: what it passes cannot be seen. */
export function refuseUntypedCallers(lift: Lift, fn: ts.FunctionLikeDeclaration, path: AccessPath): void {
  const name = fn.name;
  if (!name || !ts.isIdentifier(name) || isPrivate(fn as Member)) return;
  for (const { parent } of lift.project.userFiles.flatMap((file) => mentionsIn(file, name.text))) {
    if (!ts.isPropertyAccessExpression(parent) || isTestFile(parent.getSourceFile())) continue;
    const call = ts.isCallExpression(parent.parent) ? parent.parent : undefined;
    if (call?.expression !== parent || !mayPassCode(lift, call, path)) continue;
    const type = lift.project.checker.getTypeAtLocation(parent.expression);
    if (!(type.flags & ts.TypeFlags.Any) || comesFromElsewhere(lift.project, parent.expression)) continue;
    throw new CannotFollow(
      'unresolved-step',
      parent,
      `${shortText(parent)} may be this method, and has no type.`,
    );
  }
}

/** The arguments fit: a string, or something without a type, stands where the method takes its code. */
function mayPassCode(lift: Lift, call: ts.CallExpression, [step, ...rest]: AccessPath): boolean {
  if (call.arguments.length === 0) return false;
  if (step?.kind !== 'argument' || rest.length > 0) return true;
  const given = call.arguments[step.index];
  if (!given) return call.arguments.some(ts.isSpreadElement);
  const { checker } = lift.project;
  return checker.isTypeAssignableTo(
    checker.getNonNullableType(checker.getTypeAtLocation(given)),
    checker.getStringType(),
  );
}
