import { ts } from '../../../compiler.cjs';
import { type AccessPath, argument, element, member, sameStep } from '../../program/access-path.ts';
import { unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { literalName } from './emitters.ts';
import type { Lift } from './lift.ts';
import { eventClass, isCustomEvent } from './page-events.ts';
import { retype } from './retype.ts';
import { shortText } from './short-text.ts';

const listens = 'addEventListener';
/** The step to what an event without a type holds. */
const detailOfAny = member('detail');
const forgets = 'removeEventListener';

/**
 * A listener of an event of the page: `window.addEventListener('authorized', listener)`. What is made as `new CustomEvent` under
 * that name passes the query in its `detail`, and every listener of the name receives it.
 * @param path - from the arguments of the call to the code
 */
export function liftDomListener(
  lift: Lift,
  call: ts.CallExpression,
  declared: Declared,
  [position, event, detail, ...path]: AccessPath,
): boolean {
  const method = declared.member ?? declared.name;
  if (declared.area !== 'platform/web' || (method !== listens && method !== forgets)) return false;
  const isEventDetail = sameStep(detail, element) || sameStep(detail, detailOfAny);
  const isDetail = sameStep(position, argument(1)) && sameStep(event, argument(0)) && isEventDetail;
  const [name] = call.arguments;
  if (!isDetail || !name) return false;
  if (method === forgets) return true;
  const text = literalName(lift, name);
  if (text === undefined) throw nameless(call);
  lift.project.ask(text);
  lift.project.ask(eventClass);
  // What nothing here makes comes from the platform: `message`, `storage`.
  if (!madeEvents(lift.project).some((made) => nameOf(lift, made) === text)) return false;
  liftDomEvent(lift, text, call, path);
  return true;
}

/** The same from the `detail` that an event is made with. False for a member of anything else. */
export function detailTo(lift: Lift, property: ts.Node, path: AccessPath): boolean {
  const made = property.parent.parent;
  if (!ts.isNewExpression(made) || made.arguments?.[1] !== property.parent || !isEvent(lift.project, made))
    return false;
  if ((property as ts.PropertyAssignment).name.getText() !== 'detail') return false;
  liftDomEvent(lift, nameOf(lift, made), made, path);
  return true;
}

/** Everything that makes the event or listens to it. */
function liftDomEvent(lift: Lift, name: string, at: ts.Node, path: AccessPath): void {
  if (!lift.visited.enterEvent(`${eventClass} ${name}`, 0)) return;
  if (!lift.project.ask(name) || !lift.project.ask(eventClass))
    throw new CannotFollow('flow-too-wide', at, `'${name}' is written in too many files.`);
  lift.evidence.assume({ obligation: 'known-listeners', code: 'page-event', detail: `It is '${name}'.` });
  for (const made of madeEvents(lift.project)) if (nameOf(lift, made) === name) fromMade(lift, made, path);
  for (const call of listenerCalls(lift.project)) {
    const [event, listener] = call.arguments;
    if (!event || !listener || literalName(lift, event) !== name) continue;
    // `as EventListener` says nothing of the event.
    const value = unwrap(listener);
    const step = takesAny(lift.project, value) ? detailOfAny : element;
    lift.follow.expression(value, [argument(0), step, ...path]);
  }
}

/** `(event) => …`: what the event holds is told by a cast, or in JavaScript not at all. */
function takesAny({ checker }: Project, listener: ts.Expression): boolean {
  const [event] = checker.getTypeAtLocation(listener).getCallSignatures()[0]?.parameters ?? [];
  return (
    event !== undefined && (checker.getTypeOfSymbolAtLocation(event, listener).flags & ts.TypeFlags.Any) !== 0
  );
}

/**
 * Backwards from a member of what an event holds: `event.detail.code`. No type links the record with that which the event is
 * made with.
 */
export function memberOfDetail(lift: Lift, record: ts.Expression, name: string, path: AccessPath): void {
  const access = unwrap(record);
  if (!ts.isPropertyAccessExpression(access)) return;
  if (!isCustomEvent(symbolOf(lift.project, access.name), 'detail')) return;
  // Who fills it comes before its type.
  lift.follow.expression(unwrap(access.expression), [element, member(name), ...path]);
  lift.follow.expression(access, [member(name), ...path]);
}

function fromMade(lift: Lift, made: ts.NewExpression, path: AccessPath): void {
  const init = made.arguments?.[1] && unwrap(made.arguments[1]);
  if (!init) return;
  if (!ts.isObjectLiteralExpression(init) || init.properties.some(ts.isSpreadAssignment))
    throw new CannotFollow('wider-flow', made, `What ${shortText(made)} holds is made elsewhere.`);
  retype(lift, made.typeArguments?.[0], path);
  const detail = init.properties.find((each) => each.name?.getText() === 'detail');
  if (!detail) return;
  lift.trace.step(made, 'the event is made with the code');
  const value = ts.isPropertyAssignment(detail) ? detail.initializer : detail.name;
  lift.follow.expression(value as ts.Expression, path);
}

function madeEvents(project: Project): readonly ts.NewExpression[] {
  return mentionsOf(project, eventClass).flatMap(({ parent }) =>
    ts.isNewExpression(parent) && isEvent(project, parent) ? [parent] : [],
  );
}

/** True for a call that only takes an event to its listeners, or makes one. */
export function isEventCall(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  if (ts.isNewExpression(call)) return isEvent(project, call);
  const callee = unwrap(call.expression);
  const declared = declaredAs(
    symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  return declared?.area === 'platform/web' && (declared.member ?? declared.name) === 'dispatchEvent';
}

const isEvent = (project: Project, { expression }: ts.NewExpression): boolean =>
  isCustomEvent(symbolOf(project, expression));

function listenerCalls(project: Project): readonly ts.CallExpression[] {
  return mentionsOf(project, listens).flatMap((mention) => {
    const callee = ts.isPropertyAccessExpression(mention.parent) ? mention.parent : mention;
    const declared = declaredAs(symbolOf(project, mention));
    const call = callee.parent;
    const isCall = ts.isCallExpression(call) && call.expression === callee;
    return isCall && declared?.area === 'platform/web' ? [call] : [];
  });
}

function mentionsOf(project: Project, name: string): readonly ts.Node[] {
  return project.userFiles.filter((file) => !isTestFile(file)).flatMap((file) => mentionsIn(file, name));
}

function nameOf(lift: Lift, made: ts.NewExpression): string {
  const name = made.arguments?.[0];
  const text = name && literalName(lift, name);
  if (text === undefined) throw nameless(made);
  return text;
}

const nameless = (node: ts.Node): CannotFollow =>
  new CannotFollow('wider-flow', node, `The event of ${shortText(node)} has no literal name.`);
