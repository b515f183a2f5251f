import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { mentionsIn } from '../../program/mentions.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { throughConstants } from '../query/query-read.ts';
import { type AccessPath, argument } from './access-path.ts';
import type { Lift } from './lift.ts';
import { guardPublic } from './public-guard.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';

const listening = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
const forgetting = ['off', 'removeListener'];

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
  for (const { call, callee, member, emitter: other } of ends) {
    if (emitter !== undefined && other !== undefined && emitter !== other) continue;
    const event = call.arguments[0] && literalName(lift, call.arguments[0]);
    const isSame =
      symbolOf(lift.project, baseName(callee.expression)) === symbolOf(lift.project, baseName(at));
    if (event === undefined && isSame) {
      throw new CannotFollow('wider-flow', call, `The event of ${shortText(callee)}() has no literal name.`);
    }
    if (event !== name) continue;
    retypeEvents(lift, unwrap(callee.expression), name, place, path);
    if (member === 'emit') liftEmit(lift, call, name, place, path);
    const listener = call.arguments[1];
    if (listening.includes(member) && listener) lift.follow.expression(listener, [argument(place), ...path]);
  }
  return true;
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

interface EmitterCall {
  readonly call: ts.CallExpression;
  readonly callee: ts.PropertyAccessExpression;
  readonly member: string;
  /** The project's own class of emitters; undefined for a plain EventEmitter, which may be any of them. */
  readonly emitter: ts.Symbol | undefined;
}

/** Every call that emits or listens on an EventEmitter. */
function emitterCalls(lift: Lift): EmitterCall[] {
  const methods = ['emit', ...listening, ...forgetting];
  const mentions = lift.project.userFiles.flatMap((file) =>
    methods.flatMap((method) => mentionsIn(file, method)),
  );
  return mentions.flatMap((mention): EmitterCall[] => {
    const callee = mention.parent;
    const call = callee.parent;
    if (!ts.isPropertyAccessExpression(callee) || !ts.isCallExpression(call) || call.expression !== callee)
      return [];
    const declared = declaredAs(symbolOf(lift.project, callee.name));
    if (declared?.area !== 'platform/node' || declared.name !== 'EventEmitter') return [];
    return [{ call, callee, member: declared.member ?? '', emitter: classOf(lift, callee.expression) }];
  });
}

/** The topmost class of the project below EventEmitter. */
function classOf(lift: Lift, emitter: ts.Expression): ts.Symbol | undefined {
  const type = lift.project.checker.getNonNullableType(lift.project.checker.getTypeAtLocation(emitter));
  let found: ts.Symbol | undefined;
  for (let each: ts.BaseType | undefined = type; each?.symbol && each.isClassOrInterface(); ) {
    if (declaredAs(each.symbol)) break;
    found = each.symbol;
    each = lift.project.checker.getBaseTypes(each)[0];
  }
  return found;
}

/** The name of the emitter that a call uses. */
function baseName(node: ts.Node): ts.Node {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  const emitter =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  return ts.isPropertyAccessExpression(emitter) ? emitter.name : emitter;
}

/** The name of an event. Other files may use it through the same constant, so that name is asked for. */
function literalName(lift: Lift, name: ts.Expression): string | undefined {
  const value = throughConstants(lift.project, name);
  if (!ts.isStringLiteralLike(value)) return undefined;
  if (ts.isIdentifier(name)) lift.project.ask(name.text);
  return value.text;
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
