import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * `promise.catch((error) => error)`: what failed comes out where the code does, so what follows cannot read a query from it.
 *
 * @param handler what is called when the promise is rejected
 * @throws {CannotFollow} when the handler may give its reason, or anything without a type
 */
export function refuseReasonAsValue(lift: Lift, handler: ts.Expression | undefined): void {
  const target = handler && unwrap(handler);
  if (!target || !isFunctionLike(target)) return;
  const { checker } = lift.project;
  const signature = checker.getTypeAtLocation(target).getCallSignatures()[0];
  const given = signature && checker.getReturnTypeOfSignature(signature);
  const awaited = given && (checker.getAwaitedType(given) ?? given);
  if (awaited && !(awaited.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return;
  throw new CannotFollow('wider-flow', target, `${shortText(target)} may give the reason of a failure.`);
}
