import { ts } from '../../../compiler.cjs';
import { type AccessPath, member } from '../../program/access-path.ts';
import { type FunctionLike, isJavaScript, memberName, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isSeeking } from '../../program/conversions.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import type { Lift } from './lift.ts';

/*
 * A record without a type in JavaScript is what its makers give: `function finish(login) { redeem(login.code); }`. No declaration of
 * the member is known, so it is followed with the record, as a step of the access path.
 */

/** The member that is read of a record without a type; undefined for any other access. */
export function untypedMember(
  { checker }: Project,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): string | undefined {
  if (!isJavaScript(access)) return undefined;
  const type = checker.getTypeAtLocation(access.expression);
  return type.flags & ts.TypeFlags.Any || isOpenLiteral(type) ? memberName(access) : undefined;
}

/** `const login = {};`: JavaScript adds the members later. */
const isOpenLiteral = (type: ts.Type): boolean =>
  ((type as ts.ObjectType).objectFlags & jsLiteral) !== 0 && type.getProperties().length === 0;

/** `ObjectFlags.JSLiteral` of the compiler, which its declarations leave out. */
const jsLiteral = 4096;

/** Backwards from a name of `({ code, state }) => …` without a type, to the record that is taken apart. */
export function liftUntypedElement(
  lift: Lift,
  element: ts.BindingElement,
  property: ts.Symbol | undefined,
  path: AccessPath,
): boolean {
  const key = element.propertyName ?? element.name;
  const source = element.parent.parent;
  const isKnown = property?.declarations?.some((each) => !ts.isBindingElement(each)) ?? false;
  if (isKnown || !isJavaScript(element) || !ts.isIdentifier(key)) return false;
  const given = [member(key.text), ...path];
  if (path.length === 0) lift.fields.addName(key);
  if (ts.isParameter(source) || ts.isBindingElement(source)) {
    lift.flow.join(source);
    if (!lift.visited.isEntered(source, given[0])) lift.follow.local(source, given);
  } else if (source.initializer) lift.follow.expression(source.initializer, given);
  return true;
}

/** `deps.complete(login)` of a record without a type: the function that its makers put there. False where one is not found. */
export function liftUntypedCallee(lift: Lift, callee: ts.Expression, path: AccessPath): boolean {
  const isAccess = ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee);
  if (!isAccess || untypedMember(lift.project, callee) === undefined) return false;
  try {
    lift.follow.expression(callee, path);
    return true;
  } catch (error) {
    if (error instanceof CannotFollow) return false;
    throw error;
  }
}

/** @throws {CannotFollow} for a record without a type that nothing in the project passes: it may be anything */
export function refuseUnfilled(
  { project }: Lift,
  parameter: ts.ParameterDeclaration,
  owner: FunctionLike,
  [step]: AccessPath,
): void {
  if (step?.kind !== 'member' || parameter.type || !isJavaScript(parameter) || isSeeking(project)) return;
  // What a function is passed to was followed to it.
  const outer =
    ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) ? wrapped(owner).parent : undefined;
  if (outer && (ts.isCallExpression(outer) || ts.isNewExpression(outer))) return;
  if (argumentsOf(project, owner, owner.parameters.indexOf(parameter)).length > 0) return;
  throw new CannotFollow(
    'crosses-boundary',
    parameter,
    `Nothing in the project passes '${parameter.name.getText()}'.`,
  );
}

type Call = ts.CallExpression | ts.NewExpression;

/** A parameter of the project without a type, which a record is passed to: it is followed with the record. */
export function takesUntyped(project: Project, call: Call, value: ts.Expression): boolean {
  const callee = unwrap(call.expression);
  const isAccess = ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee);
  if (isAccess && untypedMember(project, callee) !== undefined) return true;
  const parameter = parameterFor(project, call, value);
  return parameter !== undefined && !parameter.type && isJavaScript(parameter);
}

/** True when such a parameter was followed. */
export function isFollowed({ project, visited }: Lift, call: Call, value: ts.Expression): boolean {
  const parameter = parameterFor(project, call, value);
  return parameter !== undefined && visited.has(parameter);
}

function parameterFor(
  { checker }: Project,
  call: Call,
  value: ts.Expression,
): ts.ParameterDeclaration | undefined {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return undefined;
  const index = (call.arguments ?? []).findIndex((each) => unwrap(each) === unwrap(value));
  return declaration.parameters[index];
}
