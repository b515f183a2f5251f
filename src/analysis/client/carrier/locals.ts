import { ts } from '../../../compiler.cjs';
import { type AccessPath, element } from '../../program/access-path.ts';
import { isFunctionLike } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isLocal, valuesOf } from '../../program/mentions.ts';
import { fromParameter } from './argument-lists.ts';
import { liftTarget } from './assignment-patterns.ts';
import { beginsEmpty, isEmptyText } from './empty-yet.ts';
import { followedValue } from './kept-if-there.ts';
import type { Lift, Local } from './lift.ts';
import { liftElement, liftPattern } from './patterns.ts';
import { guardPublic } from './public-guard.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';
import { liftArrayPattern } from './tuples.ts';
import { refuseUnfilled } from './untyped-records.ts';

/** A variable, a parameter or a destructured name becomes a carrier, with its type, its writers and its other uses. */
export function liftLocal(lift: Lift, declaration: Local, path: AccessPath): void {
  const isProperty = isParameterProperty(declaration);
  if (isProperty && !lift.visited.has(declaration)) return lift.follow.field([declaration], path);
  if (!isProperty && (lift.carriers.has(declaration) || !lift.visited.enter(declaration, path[0]))) return;
  const { name } = declaration;
  if (ts.isObjectBindingPattern(name)) {
    liftPattern(lift, declaration, name, path);
    return liftSource(lift, declaration, path);
  }
  if (ts.isArrayBindingPattern(name)) {
    liftArrayPattern(lift, declaration, name, path);
    return liftSource(lift, declaration, path);
  }
  if (path.length === 0) carryQuery(lift, declaration, name);
  if (ts.isBindingElement(declaration)) liftElement(lift, declaration, path);
  else {
    retype(lift, declaration.type ?? ts.getJSDocType(declaration), path);
    liftSource(lift, declaration, path);
  }
  const uses = valuesOf(lift, [declaration], name);
  const own = isProperty ? uses.filter(ts.isIdentifier) : uses;
  for (const use of own) liftUse(lift, declaration, use, path);
}

/** `constructor(private readonly onCode: …)` is a member, too. */
export function isParameterProperty(node: ts.Node): node is ts.ParameterDeclaration {
  return ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent);
}

/** The variable holds the code itself: it gets the query, and a name that says so. */
function carryQuery(lift: Lift, declaration: Local, { text }: ts.Identifier): void {
  if (isExported(declaration)) {
    if (declaration.initializer) lift.follow.expression(declaration.initializer, []);
    throw new CannotFollow('wider-flow', declaration, `The variable '${text}' is exported.`);
  }
  lift.carriers.add(declaration);
  const what = ts.isParameter(declaration) ? `parameter '${text}' receives` : `'${text}' holds`;
  lift.trace.step(declaration, `${what} the code alone`);
}

/** Other modules, and code outside the project, may read it by its name. */
function isExported(declaration: Local): boolean {
  return ts.isVariableDeclaration(declaration) && !isLocal(declaration.name);
}

/** Where the value of a declaration comes from; a destructured name has its pattern instead. */
function liftSource(lift: Lift, declaration: Local, path: AccessPath): void {
  if (ts.isParameter(declaration)) liftParameter(lift, declaration, path);
  else if (ts.isVariableDeclaration(declaration)) liftVariable(lift, declaration, path);
}

function liftVariable(lift: Lift, declaration: ts.VariableDeclaration, path: AccessPath): void {
  guardPublic(lift, declaration, path);
  const { initializer } = declaration;
  if (initializer && path.length === 0 && beginsEmpty(lift, declaration, initializer)) return;
  if (initializer) return lift.follow.expression(initializer, path);
  lift.absence.noteUntyped(declaration);
  const loop = declaration.parent.parent;
  if (ts.isForOfStatement(loop)) lift.follow.expression(loop.expression, [element, ...path]);
}

function liftParameter(lift: Lift, parameter: ts.ParameterDeclaration, path: AccessPath): void {
  const owner = parameter.parent;
  if (ts.canHaveDecorators(parameter) && ts.getDecorators(parameter)?.length) {
    throw new CannotFollow('crosses-boundary', parameter, `A framework passes ${shortText(parameter)}.`);
  }
  if (parameter.initializer) lift.follow.expression(parameter.initializer, path);
  if (!isFunctionLike(owner)) return;
  const known = lift.callers.size;
  lift.follow.function(owner, fromParameter(parameter, owner, path));
  if (lift.callers.size === known) refuseUnfilled(lift, parameter, owner, path);
}

function liftUse(lift: Lift, declaration: Local, use: ts.Expression, path: AccessPath): void {
  const value = followedValue(lift, use, path);
  if (value && lift.emptyYet.has(declaration) && isEmptyText(value))
    return lift.emptyYet.empty(lift, declaration, value, use);
  if (!value) return liftTarget(lift, use, path) ? undefined : lift.follow.out(use, path);
  lift.uses.wantWhole(use);
  lift.follow.expression(value, path);
}
