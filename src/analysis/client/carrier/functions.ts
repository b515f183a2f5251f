import { ts } from '../../../compiler.cjs';
import { type AccessPath, element, sameStep } from '../../program/access-path.ts';
import { type FunctionLike, ownDescendants, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { valuesOf } from '../../program/mentions.ts';
import { intoParameters } from './argument-lists.ts';
import { liftConstructions } from './constructions.ts';
import { isMember } from './families.ts';
import type { Lift } from './lift.ts';
import { guardPublic } from './public-guard.ts';
import { exitsOf } from './returned-values.ts';
import { retype, retypeSignature } from './retype.ts';
import { isServerFunction } from './server-components.ts';
import { shortText } from './short-text.ts';
import { liftUntypedCallers } from './untyped-callers.ts';
import { returned } from './yielded.ts';

/** A function that gave or took the code gives or takes the query from now on: inside, and for everyone who has it. */
export function liftFunction(lift: Lift, fn: ts.FunctionLikeDeclaration, path: AccessPath): void {
  const [step, ...rest] = path;
  if (!step || !lift.visited.enterFunction(fn, step)) return;
  if (isServerFunction(lift.project, fn)) guardServerFunction(lift, fn);
  lift.project.askFile(fn.getSourceFile().fileName);
  if (step.kind === 'call') liftExits(lift, fn, rest);
  else if (step.kind === 'argument' || step.kind === 'arguments') intoParameters(lift, fn, path);
  else throw new CannotFollow('wider-flow', fn, `${shortText(fn)} is used as a record.`);
  liftOwners(lift, fn as FunctionLike, path);
}

/** The browser may call it, too: with a record, but not with a URLSearchParams. */
function guardServerFunction(lift: Lift, fn: ts.FunctionLikeDeclaration): void {
  const name = shortText(fn.name ?? fn);
  if (!lift.asks) {
    const detail = `The browser calls ${name} ('use server') and cannot pass it a URLSearchParams.`;
    throw new CannotFollow('crosses-boundary', fn, detail);
  }
  const detail = `The browser can call ${name} ('use server').`;
  lift.evidence.assume({ obligation: 'no-outside-callers', code: 'record-from-outside', detail });
}

/** The return type and every `return`. */
function liftExits(lift: Lift, fn: ts.FunctionLikeDeclaration, rest: AccessPath): void {
  retype(lift, fn.type ?? ts.getJSDocReturnType(fn), rest);
  if (!fn.body) return;
  if (fn.asteriskToken) return liftYields(lift, fn, fn.body, rest);
  const isAsync = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;
  const [first, ...inner] = rest;
  const given = isAsync && first?.kind === 'await' ? inner : rest;
  for (const exit of exitsOf(fn.body)) lift.follow.expression(exit, given);
}

/** What a generator yields is an element of what it returns. */
function liftYields(lift: Lift, fn: ts.Node, body: ts.ConciseBody, path: AccessPath): void {
  const [step, ...rest] = path;
  if (sameStep(step, returned)) {
    for (const exit of exitsOf(body)) lift.follow.expression(exit, rest);
    return;
  }
  if (!sameStep(step, element)) throw new CannotFollow('wider-flow', fn, `${shortText(fn)} is a generator.`);
  for (const node of ownDescendants(body)) {
    if (!ts.isYieldExpression(node) || !node.expression) continue;
    lift.follow.expression(node.expression, node.asteriskToken ? path : rest);
  }
}

/** What callers see of a function with a body elsewhere. */
function liftOverload(lift: Lift, overload: FunctionLike, [step, ...rest]: AccessPath): void {
  if (step) retypeSignature(lift, overload as ts.FunctionDeclaration, step, rest);
}

/** Everyone who has the function: by its name, by the variable or member that holds it, or because it is passed to them. */
function liftOwners(lift: Lift, fn: FunctionLike, path: AccessPath): void {
  if (ts.isConstructorDeclaration(fn)) return liftConstructions(lift, fn, path);
  if (ts.isFunctionDeclaration(fn)) {
    guardPublic(lift, fn, path);
    const symbol = fn.name && lift.project.checker.getSymbolAtLocation(fn.name);
    const overloads = (symbol?.declarations ?? []).filter(ts.isFunctionDeclaration);
    if (overloads.length < (symbol?.declarations?.length ?? 0))
      throw new CannotFollow('wider-flow', fn, `'${fn.name?.text}' is declared in other ways, too.`);
    for (const each of overloads) if (each !== fn) liftOverload(lift, each, path);
    for (const use of valuesOf(lift, [fn, ...overloads], fn.name ?? fn)) lift.follow.out(use, path);
    return;
  }
  // What is written to the member, or read from it, is what an accessor takes or gives.
  if (ts.isAccessor(fn)) return lift.follow.field([fn], path.slice(1));
  if (isMember(fn)) {
    liftUntypedCallers(lift, fn, path);
    return lift.follow.field([fn], path);
  }
  const value = wrapped(fn as ts.Expression);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) return lift.follow.local(parent, path);
  if (isMember(parent)) return lift.follow.field([parent], path);
  lift.follow.out(fn as ts.Expression, path);
}
