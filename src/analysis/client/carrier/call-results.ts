import { ts } from '../../../compiler.cjs';
import {
  type AccessPath,
  afterAny,
  argumentsFrom,
  called,
  joined,
  place,
} from '../../program/access-path.ts';
import { isFunctionLike, memberName, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { argumentsIn } from './argument-lists.ts';
import { askAround } from './ask-around.ts';
import { liftDomListener } from './dom-events.ts';
import { liftEvent } from './events.ts';
import { resultIndirectly } from './indirect-calls.ts';
import { keptCallback } from './jsx.ts';
import type { Lift } from './lift.ts';
import { onlyReturned } from './only-returned.ts';
import { boxOf, pathsFor } from './package-boxes.ts';
import { liftCombined } from './promises.ts';
import { refusalFor } from './refusal.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';
import { memberPaths, type Passage, passagesOf } from './type-paths.ts';
import { liftUntypedCallee } from './untyped-records.ts';

/** Backwards from a call: the function that is called leads to the code, or what it passes through. */
export function liftCallResult(lift: Lift, call: ts.CallExpression, path: AccessPath): void {
  if (isEmptyThere(lift.project, call, path) || resultIndirectly(lift, call, path)) return;
  const kept = keptCallback(lift.project, call);
  if (kept) return lift.follow.expression(kept, path);
  if (liftCombined(lift, call, path)) return;
  if (liftThroughGeneric(lift, call, path)) return;
  if (path.every(({ kind }) => kind === 'await')) lift.trace.step(call, `${shortText(call)} gives the code`);
  liftCallee(lift, call, [called, ...path]);
}

/** `err('No code')` of the type `Result<never>`: no value is there, and who else gets such a result has nothing of the code. */
function isEmptyThere({ checker }: Project, call: ts.CallExpression, [step]: AccessPath): boolean {
  if (step?.kind !== 'type') return false;
  const type = checker.getTypeAtLocation(call);
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  const all = isReference ? checker.getTypeArguments(type as ts.TypeReference) : type.aliasTypeArguments;
  const given = all?.[step.index];
  return given !== undefined && (given.flags & ts.TypeFlags.Never) !== 0;
}

/** The function that is called here, by whatever name. */
export function liftCallee(lift: Lift, call: ts.CallExpression | ts.NewExpression, path: AccessPath): void {
  const callee = unwrap(call.expression);
  if (isFunctionLike(callee)) return lift.follow.function(callee, path);
  const nameNode = calleeName(callee);
  const symbol = symbolOf(lift.project, nameNode);
  const declared = declaredAs(symbol);
  if (declared && liftPlatformCall(lift, call, declared, path)) return;
  for (const [step, paths] of symbol ? memberPaths(lift.project, symbol) : []) {
    const rest = afterAny(path, paths);
    if (rest && ts.isPropertyAccessExpression(callee)) {
      return lift.follow.expression(callee.expression, [step, ...rest]);
    }
  }
  const made = ts.isNewExpression(call) ? constructorOf(lift.project, call) : undefined;
  if (made) return liftConstructorArgument(lift, made, path);
  if (declared || ts.isNewExpression(call)) throw passedOutside(lift, call, path);
  if (!symbol && memberName(callee) === undefined && !ts.isIdentifier(callee)) {
    return lift.follow.expression(callee, path);
  }
  if (!symbol?.declarations?.length) {
    if (liftUntypedCallee(lift, callee, path)) return;
    throw passedOutside(lift, call, path);
  }
  lift.follow.symbol(symbol, path, nameNode);
}

function calleeName(callee: ts.Expression): ts.Node {
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  return ts.isElementAccessExpression(callee) ? callee.argumentExpression : callee;
}

function passedOutside(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  path: AccessPath,
): CannotFollow {
  if (path[0]?.kind === 'call' && ts.isCallExpression(call)) return refusalFor(lift, call);
  const [, second] = path;
  if (path[0]?.kind === 'argument' && second?.kind === 'argument') {
    const from = `It arrives in the callback that is passed to ${shortText(call.expression)}().`;
    const known = declaredAs(symbolOf(lift.project, calleeName(unwrap(call.expression))));
    if (!known) askAround(lift.project, call);
    return new CannotFollow(known ? 'crosses-boundary' : 'unresolved-step', call, from);
  }
  const record = path.some(({ kind }) => kind === 'member');
  return new CannotFollow(
    record ? 'serialised-record' : 'wider-flow',
    call,
    `It is passed to ${shortText(call.expression)}(), which this project does not declare.`,
  );
}

/** Functions of the platform that keep or call what they get without looking at it. */
const schedulers = new Set([
  'setTimeout',
  'clearTimeout',
  'setImmediate',
  'queueMicrotask',
  'setInterval',
  'clearInterval',
]);

/** True when the platform's function is known, and what it does has been followed. */
function liftPlatformCall(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  declared: Declared,
  path: AccessPath,
): boolean {
  const [step, ...rest] = path;
  if (!declared.member && schedulers.has(declared.name)) {
    const [inner, ...further] = rest;
    // `setTimeout(resolve, ms, value)` passes the rest of its arguments on.
    const passed = inner?.kind === 'argument' ? call.arguments?.[2 + inner.index] : undefined;
    if (passed) lift.follow.expression(passed, further);
    return true;
  }
  if (ts.isCallExpression(call) && liftDomListener(lift, call, declared, path)) return true;
  if (step?.kind === 'argument' && ts.isCallExpression(call) && declared.member) {
    return liftEvent(lift, call, declared, step.index, rest);
  }
  return false;
}

function constructorOf(project: Project, call: ts.NewExpression): ts.ConstructorDeclaration | undefined {
  const declaration = project.checker.getResolvedSignature(call)?.declaration;
  return declaration &&
    ts.isConstructorDeclaration(declaration) &&
    !declaredAs(symbolOf(project, call.expression))
    ? declaration
    : undefined;
}

function liftConstructorArgument(lift: Lift, made: ts.ConstructorDeclaration, path: AccessPath): void {
  const [step, ...rest] = path;
  const parameter = step?.kind === 'argument' ? made.parameters[step.index] : undefined;
  if (!parameter) throw new CannotFollow('wider-flow', made, 'The constructor is used as something else.');
  lift.follow.local(parameter, rest);
}

/** `withTimeout(wait(), 1000)`: the generic function returns what it was passed. */
function liftThroughGeneric(lift: Lift, call: ts.CallExpression, path: AccessPath): boolean {
  return passagesThrough(lift, call).some((passage) => {
    const [step, ...inner] = path;
    // `defer<string>()` makes something over the type argument alone.
    if (passage.result.length === 0 && step?.kind === 'type' && step.index === passage.typeParameter) {
      lift.generics.addOf(passage.declaration, step.index);
      retype(lift, call.typeArguments?.[step.index], inner);
      return true;
    }
    const rest = afterAny(path, passage.result);
    if (rest === undefined) return false;
    if (!lift.visited.enterPassage(call, passage.typeParameter, rest)) return true;
    passThrough(lift, call, passage, rest);
    // `const [code, setCode] = useState()`: what else comes out leads to the code, too.
    if (passage.result.length > 1) resultsOut(lift, call, passage, rest);
    return true;
  });
}

/** The same forwards: an argument of a generic function comes out of it. False when the function is not generic there. */
export function liftGenericPassage(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  path: AccessPath,
): boolean {
  return passagesThrough(lift, call).some((passage) => {
    const rest = intoPassage(passage, index, path);
    if (rest === undefined) return false;
    if (!lift.visited.enterPassage(call, passage.typeParameter, rest)) return true;
    passThrough(lift, call, passage, rest);
    if (ts.isCallExpression(call)) resultsOut(lift, call, passage, rest);
    return true;
  });
}

/** From an argument of a generic function to what the function is made over: a type of its own, or of its list of arguments. */
function intoPassage({ parameters, list }: Passage, index: number, path: AccessPath): AccessPath | undefined {
  if (list === undefined || index < list) return afterAny(path, parameters[index] ?? []);
  return afterAny([place(index - list), ...path], parameters[list] ?? []);
}

function resultsOut(lift: Lift, call: ts.CallExpression, { result }: Passage, rest: AccessPath): void {
  for (const each of result) {
    // A promise of a promise gives what that one gives.
    const isFlat = each.at(-1)?.kind === 'await' && rest[0]?.kind === 'await';
    lift.follow.out(call, joined(each, isFlat ? rest.slice(1) : rest));
  }
}

function passagesThrough(lift: Lift, call: ts.CallExpression | ts.NewExpression): Passage[] {
  const declaration = lift.project.checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return [];
  const isDeclared = declaredAs((declaration as ts.Declaration & { symbol?: ts.Symbol }).symbol);
  if (isDeclared && !boxOf(lift.project, call)) return [];
  return passagesOf(lift.project, declaration);
}

function passThrough(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  passage: Passage,
  rest: AccessPath,
): void {
  lift.generics.addOf(passage.declaration, passage.typeParameter);
  retype(lift, call.typeArguments?.[passage.typeParameter], rest);
  const box = boxOf(lift.project, call);
  if (box) lift.boxes.add(box, call);
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee))
    for (const each of passage.receiver) lift.follow.expression(callee.expression, joined(each, rest));
  for (const [index, paths] of passage.parameters.entries()) {
    if (index === passage.list) {
      for (const each of paths)
        argumentsIn(lift, call, call.arguments ?? [], joined([argumentsFrom(index)], joined(each, rest)));
      continue;
    }
    const given = call.arguments?.[index];
    if (!given) continue;
    if (!box && !onlyReturned(lift.project, passage.declaration.parameters[index]))
      refuseLook(call, paths, rest);
    const into = box ? pathsFor(lift.project, given, paths, rest) : paths;
    for (const each of into) lift.follow.expression(given, joined(each, rest));
  }
}

/** `required(value)` may look at the value itself. A function that takes a promise of it only passes it on. */
function refuseLook(
  call: ts.CallExpression | ts.NewExpression,
  paths: readonly AccessPath[],
  rest: AccessPath,
): void {
  if (rest.length === 0 && paths.some((each) => each.length === 0))
    throw new CannotFollow('wider-flow', call, `The code passes through ${shortText(call.expression)}().`);
}
