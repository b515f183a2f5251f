import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Mention } from '../../program/mentions.ts';
import { liftTarget } from './assignment-patterns.ts';
import { emptySlotOf } from './empty-tests.ts';
import { isEmptyText } from './empty-yet.ts';
import { followedValue } from './kept-if-there.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** Follows one use of a member that is a carrier. */
export function liftFieldUse(lift: Lift, use: Mention, path: AccessPath): void {
  const { parent } = use;
  // The literal that supplies the member follows as one of its declarations.
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return;
  if (ts.isBindingElement(parent)) {
    addName(lift, use, path);
    lift.follow.local(parent, path);
  } else if (ts.isJsxAttribute(parent)) liftAttribute(lift, parent, use, path);
  else if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    addName(lift, use, path);
    liftAccess(lift, parent, path);
  }
  // `const { wait } = require('./wait')`: the name itself stands for the member.
  else if (ts.isIdentifier(use) && isRequired(lift, use)) lift.follow.out(use, path);
  // A use inside a type does nothing at run time.
  else if (!ts.isTypeNode(parent) && !ts.isQualifiedName(parent)) {
    throw new CannotFollow('wider-flow', use, `'${use.text}' is used in ${shortText(parent)}.`);
  }
}

/** A member that holds the code itself gets a new name. */
function addName(lift: Lift, use: Mention, path: AccessPath): void {
  if (path.length === 0) lift.fields.addName(use);
}

/** `<Finish code={code} />` */
function liftAttribute(lift: Lift, attribute: ts.JsxAttribute, use: Mention, path: AccessPath): void {
  const { initializer } = attribute;
  const given = initializer && ts.isJsxExpression(initializer) ? initializer.expression : undefined;
  if (!given) {
    throw new CannotFollow('wider-flow', attribute, `'${use.text}' is given in ${shortText(attribute)}.`);
  }
  addName(lift, use, path);
  lift.follow.expression(given, path);
}

function liftAccess(
  lift: Lift,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  path: AccessPath,
): void {
  const value = followedValue(lift, access, path);
  const slot = emptySlotOf(lift, access);
  if (value && slot && isEmptyText(value)) lift.emptyYet.empty(lift, slot, value, access);
  else if (value) {
    lift.uses.wantWhole(access);
    lift.follow.expression(value, path);
  } else if (ts.isDeleteExpression(wrapped(access).parent)) lift.uses.wantWhole(access);
  else if (!liftTarget(lift, access, path)) lift.follow.out(access, path);
}

function isRequired(lift: Lift, use: ts.Identifier): boolean {
  const symbol = lift.project.checker.getSymbolAtLocation(use);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
}
