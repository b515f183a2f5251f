import { ts } from '../../../compiler.cjs';
import { ownDescendants } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import type { AccessPath } from './access-path.ts';
import type { Lift } from './lift.ts';
import { guardPublic } from './public-guard.ts';

/** `new Flow(code)`: every construction of the class and of those that inherit its constructor. */
export function liftConstructions(lift: Lift, fn: ts.ConstructorDeclaration, path: AccessPath): void {
  const owner = fn.parent;
  if (!owner.name) throw new CannotFollow('wider-flow', fn, 'Its class has no name.');
  guardPublic(lift, owner, path);
  for (const use of usesOf(lift, [owner], owner.name)) {
    const construction = use.parent;
    if (ts.isNewExpression(construction) && construction.expression === use)
      lift.follow.out(use as ts.Identifier, path);
    else if (ts.isExpressionWithTypeArguments(construction)) liftSuper(lift, construction, path);
  }
}

/** `super(code)` in a subclass; one without a constructor of its own passes everything on. */
function liftSuper(lift: Lift, heritage: ts.ExpressionWithTypeArguments, path: AccessPath): void {
  const subclass = heritage.parent.parent;
  if (!ts.isClassLike(subclass)) return;
  const own = subclass.members.find(ts.isConstructorDeclaration);
  const calls = own?.body ? [...ownDescendants(own.body)] : [];
  for (const call of calls) {
    const isSuper = ts.isCallExpression(call) && call.expression.kind === ts.SyntaxKind.SuperKeyword;
    if (isSuper) lift.follow.out(call.expression, path);
  }
  if (!own && subclass.name) {
    for (const use of usesOf(lift, [subclass], subclass.name)) {
      if (ts.isNewExpression(use.parent)) lift.follow.out(use as ts.Identifier, path);
    }
  }
}
