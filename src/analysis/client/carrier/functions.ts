import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, ownDescendants, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { mentionsIn, usesOf, valuesOf } from '../../program/mentions.ts';
import { isTestFile } from '../../program/test-files.ts';
import { comesFromElsewhere } from '../redemption/receivers.ts';
import type { Way } from './access-path.ts';
import { liftExpression } from './expressions.ts';
import { isMember, isPrivate, type Member } from './families.ts';
import { liftField } from './fields.ts';
import { type Lift, shortText } from './lift.ts';
import { flowOut } from './outflow.ts';
import { guardPublic } from './public-guard.ts';
import { retype } from './retype.ts';
import { isServerFunction } from './server-components.ts';
import { liftLocal } from './slots.ts';

/** A function that gave or took the code gives or takes the query from now on: inside, and for all who have it. */
export function liftFunction(lift: Lift, fn: ts.FunctionLikeDeclaration, way: Way): void {
  const [hop, ...rest] = way;
  const key = JSON.stringify(hop);
  const entered = lift.functions.get(fn) ?? new Set();
  if (!hop || entered.has(key)) return;
  lift.functions.set(fn, entered.add(key));
  if (isServerFunction(lift.project, fn)) {
    throw new CannotFollow(
      'crosses-boundary',
      fn,
      `The browser calls ${shortText(fn.name ?? fn)} ('use server'), and no URLSearchParams comes through there.`,
    );
  }
  lift.project.askFile(fn.getSourceFile().fileName);
  if (hop.kind === 'call') liftExits(lift, fn, rest);
  else if (hop.kind === 'argument') liftTaken(lift, fn, hop.index, rest);
  else throw new CannotFollow('wider-flow', fn, `${shortText(fn)} is used as a record.`);
  liftHolders(lift, fn as FunctionLike, way);
}

function liftTaken(lift: Lift, fn: ts.FunctionLikeDeclaration, index: number, rest: Way): void {
  const parameters = fn.parameters.filter((each) => each.name.getText() !== 'this');
  const parameter = parameters[index];
  const sideways =
    fn.body &&
    [...ownDescendants(fn.body)].find((node) => ts.isIdentifier(node) && node.text === 'arguments');
  if (sideways)
    throw new CannotFollow('wider-flow', sideways, `${shortText(fn)} reads its arguments as a list.`);
  if (parameter) return liftLocal(lift, parameter, rest);
  if (parameters.at(-1)?.dotDotDotToken) {
    throw new CannotFollow('wider-flow', fn, `${shortText(fn)} takes its arguments as a list.`);
  }
}

/** The return type and every `return`. */
function liftExits(lift: Lift, fn: ts.FunctionLikeDeclaration, rest: Way): void {
  if (fn.asteriskToken) throw new CannotFollow('wider-flow', fn, `${shortText(fn)} is a generator.`);
  retype(lift, fn.type ?? ts.getJSDocReturnType(fn), rest);
  if (!fn.body) return;
  const isAsync = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;
  const [first, ...inner] = rest;
  const given = isAsync && first?.kind === 'await' ? inner : rest;
  for (const exit of exitsOf(fn.body)) liftExpression(lift, exit, given);
}

function exitsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  return [...ownDescendants(body)].flatMap((node) =>
    ts.isReturnStatement(node) && node.expression ? [node.expression] : [],
  );
}

/** Everyone who has the function: by its name, by the variable or member that holds it, or where it is handed to. */
function liftHolders(lift: Lift, fn: FunctionLike, way: Way): void {
  if (ts.isConstructorDeclaration(fn)) return liftConstructions(lift, fn, way);
  if (ts.isFunctionDeclaration(fn)) {
    guardPublic(lift, fn, way);
    const symbol = fn.name && lift.project.checker.getSymbolAtLocation(fn.name);
    if ((symbol?.declarations?.length ?? 0) > 1) {
      throw new CannotFollow('wider-flow', fn, `'${fn.name?.text}' has overloads.`);
    }
    for (const use of valuesOf(lift, [fn], fn.name ?? fn)) flowOut(lift, use, way);
    return;
  }
  if (isMember(fn)) {
    refuseUntypedCallers(lift, fn, way);
    return liftField(lift, [fn], way);
  }
  const value = wrapped(fn as ts.Expression);
  const holder = value.parent;
  if (ts.isVariableDeclaration(holder)) return liftLocal(lift, holder, way);
  if (isMember(holder)) return liftField(lift, [holder], way);
  flowOut(lift, fn as ts.Expression, way);
}

/** A call of that name on something without a type may be one of this method: what it hands over cannot be seen. */
function refuseUntypedCallers(lift: Lift, fn: ts.FunctionLikeDeclaration, way: Way): void {
  const name = fn.name;
  if (!name || !ts.isIdentifier(name) || isPrivate(fn as Member)) return;
  for (const { parent } of lift.project.userFiles.flatMap((file) => mentionsIn(file, name.text))) {
    if (!ts.isPropertyAccessExpression(parent) || isTestFile(parent.getSourceFile())) continue;
    const call = ts.isCallExpression(parent.parent) ? parent.parent : undefined;
    if (call?.expression !== parent || !mayHandOver(lift, call, way)) continue;
    const type = lift.project.checker.getTypeAtLocation(parent.expression);
    if (!(type.flags & ts.TypeFlags.Any) || comesFromElsewhere(lift.project, parent.expression)) continue;
    throw new CannotFollow(
      'unresolved-step',
      parent,
      `${shortText(parent)} may be this method, and has no type.`,
    );
  }
}

/** The arguments fit: a code, or something that is not seen through, stands where the method takes its code. */
function mayHandOver(lift: Lift, call: ts.CallExpression, [hop, ...rest]: Way): boolean {
  if (call.arguments.length === 0) return false;
  if (hop?.kind !== 'argument' || rest.length > 0) return true;
  const given = call.arguments[hop.index];
  if (!given) return call.arguments.some(ts.isSpreadElement);
  const { checker } = lift.project;
  return checker.isTypeAssignableTo(
    checker.getNonNullableType(checker.getTypeAtLocation(given)),
    checker.getStringType(),
  );
}

/** `new Flow(code)`: every construction of the class and of those that inherit its constructor. */
function liftConstructions(lift: Lift, fn: ts.ConstructorDeclaration, way: Way): void {
  const owner = fn.parent;
  if (!owner.name) throw new CannotFollow('wider-flow', fn, 'Its class has no name.');
  guardPublic(lift, owner, way);
  for (const use of usesOf(lift, [owner], owner.name)) {
    const construction = use.parent;
    if (ts.isNewExpression(construction) && construction.expression === use)
      flowOut(lift, use as ts.Identifier, way);
    else if (ts.isExpressionWithTypeArguments(construction)) liftSuper(lift, construction, way);
  }
}

/** `super(code)` in a subclass; one without a constructor of its own hands everything through. */
function liftSuper(lift: Lift, heritage: ts.ExpressionWithTypeArguments, way: Way): void {
  const subclass = heritage.parent.parent;
  if (!ts.isClassLike(subclass)) return;
  const own = subclass.members.find(ts.isConstructorDeclaration);
  const calls = own?.body ? [...ownDescendants(own.body)] : [];
  for (const call of calls) {
    const isSuper = ts.isCallExpression(call) && call.expression.kind === ts.SyntaxKind.SuperKeyword;
    if (isSuper) flowOut(lift, call.expression, way);
  }
  if (!own && subclass.name) {
    for (const use of usesOf(lift, [subclass], subclass.name)) {
      if (ts.isNewExpression(use.parent)) flowOut(lift, use as ts.Identifier, way);
    }
  }
}

/** The function whose body runs a `return` or is the expression. */
export function functionOf(node: ts.Node): FunctionLike | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (isFunctionLike(current)) return current;
  }
  return undefined;
}
