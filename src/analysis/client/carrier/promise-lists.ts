import { ts } from '../../../compiler.cjs';
import { type AccessPath, after, awaited, element, place } from '../../program/access-path.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { liftEventPromise } from './events.ts';
import { isDependencyList } from './jsx.ts';
import type { Lift } from './lift.ts';
import { combinatorOf, isPromise } from './promises.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';
import { liftPlace, stepInto } from './tuples.ts';

/** A promise in a list: `Promise.race` and `any` give what it gives, `Promise.all` gives it at its place. */
export function listTo(
  lift: Lift,
  list: ts.ArrayLiteralExpression,
  value: ts.Expression,
  path: AccessPath,
): void {
  if (path.length > 0 && isDependencyList(lift.project, list)) return;
  const call = wrapped(list).parent;
  const combinator = ts.isCallExpression(call) ? combinatorOf(lift.project, call) : undefined;
  if (combinator === 'race' || combinator === 'any') return lift.follow.out(call as ts.CallExpression, path);
  if (combinator === 'all' || combinator === 'allSettled') {
    const index = list.elements.indexOf(value);
    const inner = path[0]?.kind === 'await' ? path.slice(1) : path;
    const given = combinator === 'all' ? inner : [element, ...inner];
    const name = nameAt(call as ts.CallExpression, index);
    if (name) return lift.follow.local(name, given);
    return lift.follow.out(call as ts.CallExpression, [awaited, place(index), ...given]);
  }
  lift.follow.out(list, [stepInto(lift.project, list, value), ...path]);
}

/** `const [code] = await Promise.all([…])`: the name that an element of the list gets. */
function nameAt(call: ts.CallExpression, index: number): ts.BindingElement | undefined {
  const waited = wrapped(call).parent;
  const declaration = ts.isAwaitExpression(waited) ? wrapped(waited).parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isArrayBindingPattern(declaration.name)) {
    return undefined;
  }
  const found = declaration.name.elements[index];
  return found && ts.isBindingElement(found) ? found : undefined;
}

/** Backwards from an element of a destructured list: that of `Promise.all` or of an event. */
export function liftArrayElement(
  lift: Lift,
  name: ts.BindingElement,
  pattern: ts.ArrayBindingPattern,
  path: AccessPath,
): void {
  const declaration = pattern.parent;
  const index = pattern.elements.indexOf(name);
  const given = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (given && liftAwaitedPlace(lift, given, index, path)) return;
  liftPlace(lift, name, pattern, path);
}

/** One place of `await Promise.all([…])` or of `await once(emitter, 'code')`; false for any other list. */
export function liftAwaitedPlace(lift: Lift, list: ts.Expression, index: number, path: AccessPath): boolean {
  const given = unwrap(list);
  const call = ts.isAwaitExpression(given) ? unwrap(given.expression) : undefined;
  if (!call || !ts.isCallExpression(call)) return false;
  const promises = call.arguments[0] && unwrap(call.arguments[0]);
  const combinator = combinatorOf(lift.project, call);
  const isList = promises && ts.isArrayLiteralExpression(promises);
  if (isList && (combinator === 'all' || combinator === 'allSettled')) {
    const source = promises.elements[index];
    const inner = combinator === 'all' ? path : after(path, [element]);
    if (!source || !inner) return false;
    lift.follow.expression(source, isPromise(lift.project, source) ? [awaited, ...inner] : inner);
    return true;
  }
  if (!liftEventPromise(lift, call, index, path)) return false;
  retypeList(lift, list, index, path);
  return true;
}

/** `as [string]`: the cast of a list names the types of its elements. */
function retypeList(
  lift: Lift,
  initializer: ts.Expression | undefined,
  index: number,
  path: AccessPath,
): void {
  for (let node = initializer; node && node !== unwrap(node); ) {
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
      const { type } = node;
      const inTuple = ts.isTupleTypeNode(type) ? type.elements[index] : undefined;
      const one = ts.isArrayTypeNode(type) && index === 0 ? type.elementType : inTuple;
      if (!one) throw new CannotFollow('wider-flow', type, `It is cast to ${shortText(type)}.`);
      retype(lift, ts.isNamedTupleMember(one) ? one.type : one, path);
    }
    node = (node as ts.AsExpression).expression;
  }
}
