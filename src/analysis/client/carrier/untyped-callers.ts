import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { mentionsIn } from '../../program/mentions.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { comesFromElsewhere } from '../redemption/foreign-values.ts';
import { typesByFlow } from '../redemption/types-by-flow.ts';
import { isPrivate, type Member } from './families.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

type Call = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/**
 * A call of that name on something without a type may be one of this method. What reaches the receiver tells; where that is not
 * seen, the only method of that name in the project is taken for it.
 */
export function liftUntypedCallers(lift: Lift, fn: ts.FunctionLikeDeclaration, path: AccessPath): void {
  const name = fn.name;
  if (!name || !ts.isIdentifier(name) || isPrivate(fn as Member)) return;
  for (const call of untypedCalls(lift, name.text)) {
    if (!mayPassCode(lift, call, path)) continue;
    const callee = call.expression;
    const meant = isMeant(lift, fn, callee.expression);
    if (meant === 'no') continue;
    if (meant === 'perhaps') linkByName(lift, name.text, callee);
    lift.follow.out(callee, path);
  }
}

function untypedCalls(lift: Lift, name: string): readonly Call[] {
  const { checker, userFiles } = lift.project;
  return userFiles
    .flatMap((file) => mentionsIn(file, name))
    .flatMap(({ parent }): Call[] => {
      if (!ts.isPropertyAccessExpression(parent) || isTestFile(parent.getSourceFile())) return [];
      const call = ts.isCallExpression(parent.parent) ? parent.parent : undefined;
      if (call?.expression !== parent) return [];
      const type = checker.getTypeAtLocation(parent.expression);
      const isUntyped = (type.flags & ts.TypeFlags.Any) !== 0;
      return isUntyped && !comesFromElsewhere(lift.project, parent.expression) ? [call as Call] : [];
    });
}

/** Whether an object of the class reaches the receiver. */
function isMeant(
  lift: Lift,
  fn: ts.FunctionLikeDeclaration,
  receiver: ts.Expression,
): 'yes' | 'no' | 'perhaps' {
  const { types, isComplete } = typesByFlow(lift.project, receiver);
  const isOwner = (type: ts.Type) =>
    lift.project.checker.getPropertyOfType(type, fn.name?.getText() ?? '')?.declarations?.includes(fn) ??
    false;
  if (isComplete && types.length > 0)
    return types.every(isOwner) ? 'yes' : types.some(isOwner) ? 'perhaps' : 'no';
  return 'perhaps';
}

/** @throws {CannotFollow} when it may be another method of that name */
function linkByName(lift: Lift, name: string, callee: ts.PropertyAccessExpression): void {
  const members = syntaxOf(lift.project).members.get(name) ?? [];
  if (members.length !== 1)
    throw new CannotFollow(
      'unresolved-step',
      callee,
      `${shortText(callee)} may be this method, and has no type.`,
    );
  lift.evidence.assume({
    obligation: 'every-mention',
    code: 'linked-by-name',
    detail: `It is ${shortText(callee)}.`,
  });
}

/** The arguments fit: a string, or something without a type, stands where the method takes its code. */
function mayPassCode(lift: Lift, call: ts.CallExpression, [step, ...rest]: AccessPath): boolean {
  if (call.arguments.length === 0) return false;
  if (lift.asks || step?.kind !== 'argument' || rest.length > 0) return true;
  const given = call.arguments[step.index];
  if (!given) return call.arguments.some(ts.isSpreadElement);
  const { checker } = lift.project;
  return checker.isTypeAssignableTo(
    checker.getNonNullableType(checker.getTypeAtLocation(given)),
    checker.getStringType(),
  );
}
