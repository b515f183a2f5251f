import { ts } from '../../../compiler.cjs';
import { type AccessPath, argument } from '../../program/access-path.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { readEmitterFiles } from './emitter-files.ts';
import {
  classOf,
  emitterCalls,
  forgetting,
  isAnotherEmitter,
  listening,
  literalName,
  lookingUp,
  waitingCalls,
} from './emitters.ts';
import type { Lift } from './lift.ts';
import { isUnused } from './only-tested.ts';
import { guardPublic } from './public-guard.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';

/**
 * A listener or a value that is passed to an EventEmitter (node:events) under a literal name: every `emit` of that name
 * passes the query, every listener receives it.
 * @param index - which argument of the call leads to the code by `path`
 */
export function liftEvent(
  lift: Lift,
  call: ts.CallExpression,
  declared: Declared,
  index: number,
  path: AccessPath,
): boolean {
  if (declared.area !== 'platform/node' || declared.name !== 'EventEmitter') return false;
  const member = declared.member ?? '';
  if (forgetting.includes(member)) return true;
  const [name] = call.arguments;
  const event = name && literalName(lift, name);
  if (event === undefined) {
    throw new CannotFollow(
      'wider-flow',
      call,
      `The event of ${shortText(call.expression)}() has no literal name.`,
    );
  }
  if (listening.includes(member)) {
    const [step, ...rest] = path;
    if (step?.kind === 'argument') return liftEnds(lift, event, call, step.index, rest);
  }
  return member === 'emit' && index > 0 && liftEnds(lift, event, call, index - 1, path);
}

/** `const [code] = await once(emitter, 'code')`. */
export function liftEventPromise(
  lift: Lift,
  call: ts.CallExpression,
  index: number,
  path: AccessPath,
): boolean {
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(lift.project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  const name = call.arguments[1];
  if (declared?.area !== 'platform/node' || (declared.member ?? declared.name) !== 'once') return false;
  const event = name && literalName(lift, name);
  return event !== undefined && liftEnds(lift, event, call, index, path);
}

/** Both ends of one event of the project, and one of its arguments. */
function liftEnds(lift: Lift, name: string, at: ts.Node, place: number, path: AccessPath): boolean {
  if (!lift.visited.enterEvent(name, place)) return true;
  const ends = emitterCalls(lift);
  const named = ends.filter(({ call }) => call.arguments[0] && literalName(lift, call.arguments[0]) === name);
  const emitter = named.find(({ member }) => member === 'emit')?.emitter ?? named[0]?.emitter;
  if (!lift.project.ask(name))
    throw new CannotFollow('flow-too-wide', at, `'${name}' is written in too many files.`);
  const mayBeSame = (other: ts.Symbol | undefined) =>
    emitter === undefined || other === undefined || emitter === other;
  readEmitterFiles(lift, { names: named.map(({ callee }) => callee.expression), kind: emitter });
  for (const { call, callee, member, emitter: other } of ends) {
    if (!mayBeSame(other)) continue;
    const event = call.arguments[0] && literalName(lift, call.arguments[0]);
    if (event === undefined && !isAnotherEmitter(lift.project, callee.expression, baseName(at)))
      throw new CannotFollow('wider-flow', call, `The event of ${shortText(callee)}() has no literal name.`);
    if (event !== name) continue;
    // What `listeners('code')` gives may be called by anybody.
    if (lookingUp.includes(member))
      throw new CannotFollow('wider-flow', call, `${shortText(call)} gives the listeners themselves.`);
    retypeEvents(lift, unwrap(callee.expression), name, place, path);
    if (member === 'emit') liftEmit(lift, call, name, place, path);
    const listener = call.arguments[1];
    if (listening.includes(member) && listener) lift.follow.expression(listener, [argument(place), ...path]);
  }
  for (const call of waitingCalls(lift, name)) {
    const [source] = call.arguments;
    if (source && mayBeSame(classOf(lift.project, source))) liftWaiting(lift, call, place, path);
  }
  return true;
}

/** `const [code] = await once(emitter, 'code')` listens, too. So does `on(emitter, 'code')`, which is not followed further. */
function liftWaiting(lift: Lift, call: ts.CallExpression, place: number, path: AccessPath): void {
  const waited = call.parent;
  const declaration = ts.isAwaitExpression(waited) ? wrapped(waited).parent : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && ts.isArrayBindingPattern(declaration.name)) {
    const found = declaration.name.elements[place];
    if (!found || ts.isOmittedExpression(found)) return;
    return lift.follow.local(found, path);
  }
  if (ts.isAwaitExpression(waited) && isUnused(waited)) return;
  throw new CannotFollow('wider-flow', call, `${shortText(call)} listens to the event, too.`);
}

function liftEmit(lift: Lift, call: ts.CallExpression, name: string, place: number, path: AccessPath): void {
  const given = call.arguments[place + 1];
  if (call.arguments.some(ts.isSpreadElement)) {
    throw new CannotFollow('wider-flow', call, `${shortText(call)} spreads its arguments.`);
  }
  if (!given) return;
  lift.trace.step(call, `the event '${name}' is emitted with the code`);
  lift.follow.expression(given, path);
}

/** The name of the emitter that a call uses. */
function baseName(node: ts.Node): ts.Node {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  const emitter =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  return ts.isPropertyAccessExpression(emitter) ? emitter.name : emitter;
}

/** `new EventEmitter<{ authorized: [code: string] }>()`, `class X extends EventEmitter<Events>`: the type of the event's argument. */
function retypeEvents(
  lift: Lift,
  emitter: ts.Expression,
  name: string,
  place: number,
  path: AccessPath,
): void {
  const declaration = symbolOf(
    lift.project,
    ts.isPropertyAccessExpression(emitter) ? emitter.name : emitter,
  )?.valueDeclaration;
  const written = declaration as ts.VariableDeclaration | undefined;
  const made = written?.initializer && unwrap(written.initializer);
  const own = made && ts.isNewExpression(made) ? made.typeArguments?.[0] : undefined;
  const declared =
    written?.type && ts.isTypeReferenceNode(written.type) ? written.type.typeArguments?.[0] : undefined;
  const type = lift.project.checker.getTypeAtLocation(emitter);
  for (const each of [declaration, ...(type.symbol?.declarations ?? [])])
    if (each) guardPublic(lift, each, path);
  const heritage = (type.symbol?.declarations ?? [])
    .filter(ts.isClassLike)
    .flatMap((each) => [...(each.heritageClauses ?? [])]);
  const inherited = heritage.flatMap(({ types }) => types.map((each) => each.typeArguments?.[0]));
  for (const each of [own, declared, ...inherited]) if (each) retypeEvent(lift, each, name, place, path);
}

function retypeEvent(lift: Lift, events: ts.TypeNode, name: string, place: number, path: AccessPath): void {
  const type = lift.project.checker.getTypeFromTypeNode(events);
  const declaration = lift.project.checker.getPropertyOfType(type, name)?.declarations?.[0];
  const list = declaration && ts.isPropertySignature(declaration) ? declaration.type : undefined;
  const element = list && ts.isTupleTypeNode(list) ? list.elements[place] : undefined;
  if (!element) return;
  if (!ts.isNamedTupleMember(element)) return retype(lift, element, path);
  retype(lift, element.type, path);
  if (path.length === 0) lift.edits.replace(element.name, 'callbackParams');
}
