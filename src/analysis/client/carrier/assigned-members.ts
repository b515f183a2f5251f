import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { mentionsIn, usesOf } from '../../program/mentions.ts';
import { assignedValue } from './assigned-value.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

type Assigned = ts.PropertyAccessExpression;

/** `this.resolve = undefined` in JavaScript: the assignments of a member are its declarations. */
export function assignedMember(declarations: readonly ts.Declaration[]): readonly Assigned[] | undefined {
  const members = declarations.map((each) => (ts.isBinaryExpression(each) ? each.left : each) as ts.Node);
  const isAssigned = (each: ts.Node): each is Assigned =>
    ts.isPropertyAccessExpression(each) && each.expression.kind === ts.SyntaxKind.ThisKeyword;
  return members.every(isAssigned) ? members : undefined;
}

/**
 * A member without a declaration of its own leads to the code: everything that is assigned to it, and everyone who reads it.
 * One that holds the code itself is not renamed, for nothing lists the members of its class.
 */
export function liftAssignedMember(
  lift: Lift,
  declarations: readonly ts.Declaration[],
  members: readonly Assigned[],
  path: AccessPath,
): void {
  const [first] = members;
  if (!first) return;
  if (path.length === 0)
    throw new CannotFollow(
      'wider-flow',
      first,
      `${shortText(first)} holds the code, and no class field declares it.`,
    );
  lift.flow.joinAll([...members]);
  lift.flow.join(first);
  if (members.filter((each) => lift.visited.enter(each, path[0])).length === 0) return;
  refuseUntypedUses(lift, first);
  for (const use of usesOf(lift, [...declarations, ...members], first.name)) {
    const access = use.parent;
    if (!ts.isPropertyAccessExpression(access))
      throw new CannotFollow('wider-flow', use, `'${use.text}' is used in ${shortText(access)}.`);
    liftAccess(lift, access, path);
  }
  for (const member of members) liftAccess(lift, member, path);
}

function liftAccess(lift: Lift, access: ts.PropertyAccessExpression, path: AccessPath): void {
  const value = assignedValue(access);
  if (value) lift.follow.expression(value, path);
  else lift.follow.out(access, path);
}

/** The same member of something without a type may be this one. */
function refuseUntypedUses(lift: Lift, { name }: Assigned): void {
  const { checker, userFiles } = lift.project;
  for (const { parent } of userFiles.flatMap((file) => mentionsIn(file, name.text))) {
    if (!ts.isPropertyAccessExpression(parent)) continue;
    if (checker.getTypeAtLocation(parent.expression).flags & ts.TypeFlags.Any)
      throw new CannotFollow(
        'unresolved-step',
        parent,
        `${shortText(parent)} may be this member, and has no type.`,
      );
  }
}
