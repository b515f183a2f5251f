import { ts } from '../../../compiler.cjs';
import { type AccessPath, member } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import { beginsEmpty } from './empty-yet.ts';
import { expected, familyOf, isWritten, type Member, nameOf } from './families.ts';
import { refuseEscapes, refuseIntrusions, refuseKeys } from './field-guards.ts';
import { liftFieldUse } from './field-uses.ts';
import type { Handler, Lift } from './lift.ts';
import { liftNamelessType } from './nameless-type.ts';
import { guardPublic } from './public-guard.ts';
import { exitsOf } from './returned-values.ts';
import { retype, retypeSignature } from './retype.ts';

/** A member of a record, class or interface becomes a carrier, with all its declarations, writers and readers. */
export function liftField(lift: Lift, declarations: readonly ts.Declaration[], path: AccessPath): void {
  if (declarations.every((each) => lift.visited.isEntered(each, path[0]))) return;
  const family = familyOf(lift.project, declarations);
  const news = [...family].filter((each) => lift.visited.enter(each, path[0]));
  lift.flow.joinAll([...family]);
  const [first] = news;
  if (!first) return;
  if (path.length === 0) {
    lift.trace.step(first, `'${nameOf(first)}' holds the code alone`);
    for (const each of family) lift.fields.add(each);
    refuseEscapes(lift, nameOf(first), family);
    refuseIntrusions(lift, nameOf(first), family);
  }
  for (const each of news) {
    guardPublic(lift, each, path);
    handlers[each.kind]?.(lift, each as never, path);
  }
  const uses = usesOf(lift, [...family], first.name);
  if (path.length === 0 && ![...family].some(isWriter) && !uses.some(isWritten)) {
    throw new CannotFollow('crosses-boundary', first, `Nothing in the project writes '${nameOf(first)}'.`);
  }
  for (const use of uses) liftFieldUse(lift, use, path);
  if (path.length === 0) refuseKeys(lift.project, nameOf(first), family);
}

function isWriter(declaration: Member): boolean {
  const { parent } = declaration;
  return (
    ts.isObjectLiteralExpression(parent) ||
    ts.isParameter(declaration) ||
    ts.isGetAccessor(declaration) ||
    'initializer' in declaration
  );
}

/** What each kind of declaration of a member is made from. */
const handlers: Partial<Record<ts.SyntaxKind, Handler<never>>> = {
  [ts.SyntaxKind.MethodSignature]: liftMethodSignature,
  [ts.SyntaxKind.MethodDeclaration]: (lift, method: ts.MethodDeclaration, path) =>
    lift.follow.function(method, path),
  [ts.SyntaxKind.Parameter]: (lift, parameter: ts.ParameterDeclaration, path) =>
    lift.follow.local(parameter, path),
  [ts.SyntaxKind.GetAccessor]: liftGetter,
  [ts.SyntaxKind.SetAccessor]: liftSetter,
  [ts.SyntaxKind.PropertySignature]: liftProperty,
  [ts.SyntaxKind.PropertyDeclaration]: liftProperty,
  [ts.SyntaxKind.PropertyAssignment]: liftEntry,
  [ts.SyntaxKind.ShorthandPropertyAssignment]: liftEntry,
};

function liftMethodSignature(lift: Lift, signature: ts.MethodSignature, [step, ...rest]: AccessPath): void {
  if (step) retypeSignature(lift, signature, step, rest);
}

/** What a getter returns is read anew each time: it gives the query from now on. */
function liftGetter(lift: Lift, getter: ts.GetAccessorDeclaration, path: AccessPath): void {
  retype(lift, getter.type, path);
  if (!getter.body) throw new CannotFollow('wider-flow', getter, `'${nameOf(getter)}' is a getter.`);
  for (const exit of exitsOf(getter.body)) lift.follow.expression(exit, path);
}

function liftSetter(lift: Lift, setter: ts.SetAccessorDeclaration, path: AccessPath): void {
  const [parameter] = setter.parameters;
  if (!parameter) throw new CannotFollow('wider-flow', setter, `'${nameOf(setter)}' is a setter.`);
  lift.follow.local(parameter, path);
}

function liftProperty(
  lift: Lift,
  property: ts.PropertySignature | ts.PropertyDeclaration,
  path: AccessPath,
): void {
  retype(lift, property.type ?? ts.getJSDocType(property), path);
  const { initializer } = property as ts.PropertyDeclaration;
  const isEmpty =
    initializer !== undefined &&
    path.length === 0 &&
    familyOf(lift.project, [property]).size === 1 &&
    beginsEmpty(lift, property as ts.PropertyDeclaration, initializer);
  if (initializer && !isEmpty) lift.follow.expression(initializer, path);
  if (ts.isTypeLiteralNode(property.parent))
    liftNamelessType(lift, property.parent, [member(nameOf(property)), ...path]);
}

/** A member of an object literal. */
function liftEntry(
  lift: Lift,
  entry: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  path: AccessPath,
): void {
  lift.follow.expression(ts.isPropertyAssignment(entry) ? entry.initializer : entry.name, path);
  // The literal decides the type of what it becomes, unless its place expects a type.
  if (expected(lift.project, entry.parent, nameOf(entry)).length === 0) {
    lift.follow.out(entry.parent, [member(nameOf(entry)), ...path]);
  }
}
