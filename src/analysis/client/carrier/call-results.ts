import { ts } from '../../../compiler.cjs';
import { isFunctionLike, memberName, unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { after, called, type Way } from './access-path.ts';
import { liftEvent } from './events.ts';
import { liftExpression } from './expressions.ts';
import { liftFunction } from './functions.ts';
import { memberWays, type Passage, passagesOf } from './generics.ts';
import { askAround, type Lift, shortText, step } from './lift.ts';
import { flowOut } from './outflow.ts';
import { liftCombined } from './promises.ts';
import { refusalFor } from './refusal.ts';
import { retype } from './retype.ts';
import { liftLocal, liftSymbol } from './slots.ts';

/** What a call gives leads to the code: so does the function that is called, or what it hands through. */
export function liftCallResult(lift: Lift, call: ts.CallExpression, way: Way): void {
  const callee = unwrap(call.expression);
  if (memberName(callee) === 'bind' && call.arguments.length === 1) {
    return liftExpression(lift, (callee as ts.PropertyAccessExpression).expression, way);
  }
  if (liftCombined(lift, call, way)) return;
  if (liftThroughGeneric(lift, call, way)) return;
  if (way.every(({ kind }) => kind === 'await')) step(lift, call, `${shortText(call)} gives the code`);
  liftCallee(lift, call, [called, ...way]);
}

/** The function that a call calls. */
export function liftCallee(lift: Lift, call: ts.CallExpression | ts.NewExpression, way: Way): void {
  const callee = unwrap(call.expression);
  if (isFunctionLike(callee)) return liftFunction(lift, callee, way);
  const nameNode = calleeName(callee);
  const symbol = symbolOf(lift.project, nameNode);
  const declared = declaredAs(symbol);
  if (declared && liftPlatformCall(lift, call, declared, way)) return;
  for (const [hop, ways] of symbol ? memberWays(lift.project, symbol) : []) {
    const rest = ways.map((each) => after(way, each)).find((each) => each !== undefined);
    if (rest && ts.isPropertyAccessExpression(callee)) {
      return liftExpression(lift, callee.expression, [hop, ...rest]);
    }
  }
  const made = ts.isNewExpression(call) ? constructorOf(lift.project, call) : undefined;
  if (made) return liftConstructorArgument(lift, made, way);
  if (declared || ts.isNewExpression(call)) throw handedAway(lift, call, way);
  if (!symbol && memberName(callee) === undefined && !ts.isIdentifier(callee)) {
    return liftExpression(lift, callee, way);
  }
  if (!symbol?.declarations?.length) throw handedAway(lift, call, way);
  liftSymbol(lift, symbol, way, nameNode);
}

function calleeName(callee: ts.Expression): ts.Node {
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  return ts.isElementAccessExpression(callee) ? callee.argumentExpression : callee;
}

function handedAway(lift: Lift, call: ts.CallExpression | ts.NewExpression, way: Way): CannotFollow {
  if (way[0]?.kind === 'call' && ts.isCallExpression(call)) return refusalFor(lift, call);
  const [, second] = way;
  if (way[0]?.kind === 'argument' && second?.kind === 'argument') {
    const from = `It arrives in the callback that is given to ${shortText(call.expression)}().`;
    const known = declaredAs(symbolOf(lift.project, calleeName(unwrap(call.expression))));
    if (!known) askAround(lift, call);
    return new CannotFollow(known ? 'crosses-boundary' : 'unresolved-step', call, from);
  }
  const record = way.some(({ kind }) => kind === 'member');
  return new CannotFollow(
    record ? 'serialised-record' : 'wider-flow',
    call,
    `It is handed to ${shortText(call.expression)}(), which is not the project's own.`,
  );
}

/** Functions of the platform that keep or call what they get without looking at it. */
const harmless = new Set([
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
  way: Way,
): boolean {
  const [hop, ...rest] = way;
  if (!declared.member && harmless.has(declared.name)) {
    const [inner, ...further] = rest;
    // `setTimeout(resolve, ms, value)` hands the rest of its arguments on.
    const handed = inner?.kind === 'argument' ? call.arguments?.[2 + inner.index] : undefined;
    if (handed) liftExpression(lift, handed, further);
    return true;
  }
  if (hop?.kind === 'argument' && ts.isCallExpression(call) && declared.member) {
    return liftEvent(lift, call, declared, hop.index, rest);
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

function liftConstructorArgument(lift: Lift, made: ts.ConstructorDeclaration, way: Way): void {
  const [hop, ...rest] = way;
  const parameter = hop?.kind === 'argument' ? made.parameters[hop.index] : undefined;
  if (!parameter) throw new CannotFollow('wider-flow', made, 'The constructor is used in another way.');
  liftLocal(lift, parameter, rest);
}

/** `withTimeout(wait(), 1000)`: what the generic function gives is what it was given. */
function liftThroughGeneric(lift: Lift, call: ts.CallExpression, way: Way): boolean {
  return passagesThrough(lift, call).some((passage) => {
    const [hop, ...inner] = way;
    // What it makes has no name but its own: `defer<string>()`.
    if (passage.result.length === 0 && hop?.kind === 'type' && hop.index === passage.typeParameter) {
      retype(lift, call.typeArguments?.[hop.index], inner);
      return true;
    }
    const rest = passage.result.map((each) => after(way, each)).find((each) => each !== undefined);
    return rest !== undefined && passThrough(lift, call, passage, rest);
  });
}

/** The same forwards: an argument of a generic function comes out of it. False when the function is not generic there. */
export function liftGenericPassage(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  way: Way,
): boolean {
  return passagesThrough(lift, call).some((passage) => {
    const ways = passage.parameters[index] ?? [];
    const rest = ways.map((each) => after(way, each)).find((each) => each !== undefined);
    if (rest === undefined) return false;
    passThrough(lift, call, passage, rest);
    if (ts.isCallExpression(call)) for (const each of passage.result) flowOut(lift, call, [...each, ...rest]);
    return true;
  });
}

function passagesThrough(lift: Lift, call: ts.CallExpression | ts.NewExpression): Passage[] {
  const declaration = lift.project.checker.getResolvedSignature(call)?.declaration;
  if (
    !declaration ||
    ts.isJSDocSignature(declaration) ||
    declaredAs((declaration as ts.Declaration & { symbol?: ts.Symbol }).symbol)
  )
    return [];
  return passagesOf(lift.project, declaration);
}

function passThrough(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  passage: Passage,
  rest: Way,
): boolean {
  retype(lift, call.typeArguments?.[passage.typeParameter], rest);
  for (const [index, ways] of passage.parameters.entries()) {
    const given = call.arguments?.[index];
    // `required(value)` may look at the value itself; who takes a promise of it only hands it on.
    if (given && rest.length === 0 && ways.some((each) => each.length === 0)) {
      throw new CannotFollow('wider-flow', call, `The code passes through ${shortText(call.expression)}().`);
    }
    for (const each of given ? ways : []) if (given) liftExpression(lift, given, [...each, ...rest]);
  }
  return true;
}
