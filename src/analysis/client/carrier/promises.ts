import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { argument, awaited, called, type Way } from './access-path.ts';
import { liftEventPromise } from './events.ts';
import { liftExpression } from './expressions.ts';
import { liftFunction } from './functions.ts';
import { type Lift, shortText } from './lift.ts';
import { flowOut } from './outflow.ts';
import { retype } from './retype.ts';
import { liftLocal } from './slots.ts';

/** True when the expression is a promise, not yet what it gives. */
export function isPromise(project: Project, expression: ts.Node): boolean {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(expression));
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) =>
    declaredTypes(project, part).some(
      ({ area, name }) => area === 'platform/es' && /^Promise(Like)?$/.test(name),
    ),
  );
}

/** `new Promise<string>(resolve => …)`, `new Map<string, string>()`, `new Deferred<string>()`. */
export function liftNew(lift: Lift, node: ts.NewExpression, way: Way): void {
  const [hop, ...rest] = way;
  const declared = declaredAs(symbolOf(lift.project, node.expression));
  const isPromiseClass = declared?.area === 'platform/es' && declared.name === 'Promise';
  if (isPromiseClass && hop?.kind === 'await') {
    retype(lift, node.typeArguments?.[0], rest);
    const executor = node.arguments?.[0];
    const fn = executor && unwrap(executor);
    if (fn && isFunctionLike(fn)) return liftFunction(lift, fn, [argument(0), argument(0), ...rest]);
    if (fn) return liftExpression(lift, fn, [argument(0), argument(0), ...rest]);
  }
  if (hop?.kind === 'type') {
    retype(lift, node.typeArguments?.[hop.index], rest);
    // `new Map([[state, deferred]])`: what it begins with is written as lists, and those are not followed.
    if (node.arguments?.length && declared) {
      throw new CannotFollow(
        'wider-flow',
        node,
        `The code is kept in ${shortText(node)} from the beginning.`,
      );
    }
    return;
  }
  if (hop?.kind === 'member' || hop?.kind === 'await') {
    const type = lift.project.checker.getTypeAtLocation(node);
    const property =
      hop.kind === 'member' ? lift.project.checker.getPropertyOfType(type, hop.name) : undefined;
    if (property) return;
  }
  throw new CannotFollow('wider-flow', node, `The code comes from ${shortText(node)}.`);
}

type Combinator = 'all' | 'any' | 'race' | 'resolve' | 'reject' | 'withResolvers' | 'Promise';

/** The function of Promise that is called. */
export function combinatorOf(lift: Lift, call: ts.CallExpression | ts.NewExpression): Combinator | undefined {
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(lift.project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (declared?.area !== 'platform/es') return undefined;
  if (ts.isNewExpression(call)) return declared.name === 'Promise' ? 'Promise' : undefined;
  return declared.name === 'PromiseConstructor' ? (declared.member as Combinator) : undefined;
}

/** What a call of the promise library gives: true when it is one. */
export function liftCombined(lift: Lift, call: ts.CallExpression, way: Way): boolean {
  const [hop, ...rest] = way;
  const [first, second] = call.arguments;
  const combinator = combinatorOf(lift, call);
  if (combinator === 'withResolvers' && hop?.kind === 'type') {
    retype(lift, call.typeArguments?.[0], rest);
    return true;
  }
  if (hop?.kind !== 'await') return false;
  if (combinator === 'resolve' && first) {
    liftExpression(lift, first, isPromise(lift.project, first) ? way : rest);
    return true;
  }
  if (combinator === 'reject') return true;
  if ((combinator === 'race' || combinator === 'any') && first) {
    const list = unwrap(first);
    if (!ts.isArrayLiteralExpression(list)) return false;
    for (const each of list.elements.filter((element) => !neverGives(lift, element)))
      liftExpression(lift, each, isPromise(lift.project, each) ? way : rest);
    return true;
  }
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const declared = declaredAs(symbolOf(lift.project, callee.name));
  if (declared?.area !== 'platform/es' || !/^Promise(Like)?$/.test(declared.name)) return false;
  const { member } = declared;
  if (member === 'catch' || member === 'finally') {
    liftExpression(lift, callee.expression, way);
    if (member === 'catch' && first) liftCallback(lift, first, rest);
    return true;
  }
  if (member !== 'then' || !first) return false;
  liftCallback(lift, first, rest);
  if (second) liftCallback(lift, second, rest);
  return true;
}

/** `Promise<never>`: a timeout that only rejects. */
function neverGives(lift: Lift, element: ts.Expression): boolean {
  const { checker } = lift.project;
  const type = checker.getTypeAtLocation(element);
  const [given] =
    isPromise(lift.project, element) && (type as ts.TypeReference).target
      ? checker.getTypeArguments(type as ts.TypeReference)
      : [];
  return given !== undefined && (given.flags & ts.TypeFlags.Never) !== 0;
}

/** What a callback of `then` returns is the value, or a promise of it. */
function liftCallback(lift: Lift, callback: ts.Expression, rest: Way): void {
  const signature = lift.project.checker.getTypeAtLocation(callback).getCallSignatures()[0];
  const result = signature && lift.project.checker.getReturnTypeOfSignature(signature);
  if (result && result.flags & (ts.TypeFlags.Never | ts.TypeFlags.Void)) return;
  const promised =
    result && declaredTypes(lift.project, result).some(({ name }) => /^Promise(Like)?$/.test(name));
  liftExpression(lift, callback, promised ? [called, awaited, ...rest] : [called, ...rest]);
}

/** A promise in a list: `Promise.race` and `any` give what it gives, `Promise.all` gives it at its place. */
export function handOver(lift: Lift, list: ts.ArrayLiteralExpression, value: ts.Expression, way: Way): void {
  const call = wrapped(list).parent;
  const combinator = ts.isCallExpression(call) ? combinatorOf(lift, call) : undefined;
  if (combinator === 'race' || combinator === 'any') return flowOut(lift, call as ts.CallExpression, way);
  if (combinator === 'all') {
    const element = placeOf(call as ts.CallExpression, list.elements.indexOf(value));
    if (element) return liftLocal(lift, element, way[0]?.kind === 'await' ? way.slice(1) : way);
    throw new CannotFollow('wider-flow', call, `The code is also used in ${shortText(call)}.`);
  }
  flowOut(lift, list, [{ kind: 'type', index: 0 }, ...way]);
}

/** `const [code] = await Promise.all([…])`. */
function placeOf(call: ts.CallExpression, index: number): ts.BindingElement | undefined {
  const waited = wrapped(call).parent;
  const declaration = ts.isAwaitExpression(waited) ? wrapped(waited).parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isArrayBindingPattern(declaration.name)) {
    return undefined;
  }
  const element = declaration.name.elements[index];
  return element && ts.isBindingElement(element) ? element : undefined;
}

/** The element of a list that is taken apart: of `Promise.all`, of an event. */
export function liftArrayElement(
  lift: Lift,
  element: ts.BindingElement,
  pattern: ts.ArrayBindingPattern,
  way: Way,
): void {
  const declaration = pattern.parent;
  const index = pattern.elements.indexOf(element);
  const given =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  const call = given && ts.isAwaitExpression(given) ? unwrap(given.expression) : undefined;
  if (call && ts.isCallExpression(call)) {
    const list = call.arguments[0] && unwrap(call.arguments[0]);
    if (combinatorOf(lift, call) === 'all' && list && ts.isArrayLiteralExpression(list)) {
      const source = list.elements[index];
      if (source)
        return liftExpression(lift, source, isPromise(lift.project, source) ? [awaited, ...way] : way);
    }
    if (liftEventPromise(lift, call, index, way)) {
      return retypeList(lift, (declaration as ts.VariableDeclaration).initializer, index, way);
    }
  }
  throw new CannotFollow('wider-flow', element, `${shortText(element)} is taken out of a list.`);
}

/** `as [string]`: the cast of a list says what each of its elements is. */
function retypeList(lift: Lift, initializer: ts.Expression | undefined, index: number, way: Way): void {
  for (let node = initializer; node && node !== unwrap(node); ) {
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
      const { type } = node;
      const element = ts.isTupleTypeNode(type) ? type.elements[index] : undefined;
      const one = ts.isArrayTypeNode(type) && index === 0 ? type.elementType : element;
      if (!one) throw new CannotFollow('wider-flow', type, `It is taken for ${shortText(type)}.`);
      retype(lift, ts.isNamedTupleMember(one) ? one.type : one, way);
    }
    node = (node as ts.AsExpression).expression;
  }
}
