import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import { ownDescendants, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isConst } from '../../program/constants.ts';
import { usesOf, valuesOf } from '../../program/mentions.ts';
import type { Lift } from './lift.ts';
import { guardPublic } from './public-guard.ts';

/** `new Flow(code)`: every construction of the class and of those that inherit its constructor. */
export function liftConstructions(lift: Lift, fn: ts.ConstructorDeclaration, path: AccessPath): void {
  const owners = namedOwners(fn.parent);
  if (owners.length === 0) throw new CannotFollow('wider-flow', fn, 'Its class has no name.');
  for (const owner of owners) liftUses(lift, owner, path);
}

type Named = ts.NamedDeclaration & { readonly name: ts.Identifier };

/** The class, and the constant that holds it: `const Login = class { … }`. */
function namedOwners(owner: ts.ClassLikeDeclaration): readonly Named[] {
  const constant = ts.isClassExpression(owner) ? wrapped(owner).parent : undefined;
  if (constant && !(ts.isVariableDeclaration(constant) && isConst(constant))) return [];
  return [owner, constant].flatMap((each): Named[] =>
    each?.name && ts.isIdentifier(each.name) ? [each as ts.NamedDeclaration as Named] : [],
  );
}

function liftUses(lift: Lift, owner: Named, path: AccessPath): void {
  guardPublic(lift, owner, path);
  for (const use of usesOf(lift, [owner], owner.name)) {
    const heritage = ts.findAncestor(use, (node) => !ts.isPropertyAccessExpression(node) && node !== use);
    if (heritage && ts.isExpressionWithTypeArguments(heritage)) liftSuper(lift, heritage, path);
  }
  for (const value of valuesOf(lift, [owner], owner.name)) {
    const { parent } = wrapped(value);
    if (ts.isExpressionWithTypeArguments(parent) || onlyNames(value)) continue;
    lift.follow.out(value, path);
  }
}

/** `value instanceof Login`, `Login.open()`: neither constructs. */
function onlyNames(value: ts.Expression): boolean {
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === value;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
    parent.right === value
  );
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
