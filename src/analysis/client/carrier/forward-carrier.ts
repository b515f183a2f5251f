import { ts } from '../../../compiler.cjs';
import {
  type AccessPath,
  after,
  argument,
  awaited,
  called,
  element,
  place,
  sameStep,
} from '../../program/access-path.ts';
import { enclosingFunction, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isWritten } from '../../program/written-names.ts';
import { isDependencies } from '../query/reading-calls.ts';
import { spreadPath } from './argument-lists.ts';
import { assignedApart, isAssignmentPattern } from './assignment-patterns.ts';
import { liftCallee, liftGenericPassage } from './call-results.ts';
import { isExport, liftExport } from './commonjs-exports.ts';
import { isConsole, shownIn } from './console-call.ts';
import { detailTo } from './dom-events.ts';
import { isMember } from './families.ts';
import { accessTo, calleeTo } from './forward-access.ts';
import { calledIndirectly, passedIndirectly } from './indirect-calls.ts';
import { attributeTo, componentTo, keptCallback } from './jsx.ts';
import { followedValue, refuseOnlyIfThere } from './kept-if-there.ts';
import type { Lift } from './lift.ts';
import { liftSink } from './lift-sink.ts';
import { isOnlyTested, isUnused } from './only-tested.ts';
import { listTo } from './promise-lists.ts';
import { combinatorOf, givesOneOf, isChained } from './promises.ts';
import { retypeCast } from './retype.ts';
import { shortText } from './short-text.ts';
import { indexOf } from './tuples.ts';
import { delegated, returned } from './yielded.ts';

/** Forwards from a carrier: what takes its value leads to the code, too. */
export function carrierTo(lift: Lift, expression: ts.Expression, path: AccessPath): void {
  retypeCasts(lift, expression, path);
  const value = wrapped(expression);
  const { parent } = value;
  if (!ts.isAwaitExpression(parent) && isOnlyTested(value)) return;
  const handler = isMember(parent) ? toMember : handlers[parent.kind];
  if (!handler?.(lift, { parent: parent as never, value, path })) {
    throw new CannotFollow('wider-flow', value, `The code is also used in ${shortText(parent)}.`);
  }
}

/** A carrier and its place. */
interface Use<P extends ts.Node> {
  readonly parent: P;
  readonly value: ts.Expression;
  readonly path: AccessPath;
}

/** Follows a use; false when it is of another kind than the path allows. */
type UseHandler<P extends ts.Node> = (lift: Lift, use: Use<P>) => boolean;

const handlers: Partial<Record<ts.SyntaxKind, UseHandler<never>>> = {
  [ts.SyntaxKind.AwaitExpression]: toAwait,
  [ts.SyntaxKind.PropertyAccessExpression]: toAccess,
  [ts.SyntaxKind.ElementAccessExpression]: toElement,
  [ts.SyntaxKind.CallExpression]: toCall,
  [ts.SyntaxKind.NewExpression]: toCall,
  [ts.SyntaxKind.VariableDeclaration]: toVariable,
  [ts.SyntaxKind.BinaryExpression]: toOperator,
  [ts.SyntaxKind.ConditionalExpression]: toConditional,
  [ts.SyntaxKind.ArrayLiteralExpression]: toList,
  [ts.SyntaxKind.ReturnStatement]: toReturn,
  [ts.SyntaxKind.ArrowFunction]: toReturn,
  [ts.SyntaxKind.ForOfStatement]: toLoop,
  [ts.SyntaxKind.YieldExpression]: toYield,
  [ts.SyntaxKind.SpreadAssignment]: toSpread,
  [ts.SyntaxKind.SpreadElement]: toSpreadList,
  [ts.SyntaxKind.JsxExpression]: toAttribute,
  [ts.SyntaxKind.JsxSelfClosingElement]: toComponent,
  [ts.SyntaxKind.JsxOpeningElement]: toComponent,
  [ts.SyntaxKind.JsxClosingElement]: () => true,
  [ts.SyntaxKind.ExportAssignment]: () => true,
};

/** Casts name the type of the carrier, which changes. */
function retypeCasts(lift: Lift, expression: ts.Expression, path: AccessPath): void {
  for (let node: ts.Node = expression; node !== wrapped(expression); ) {
    node = node.parent;
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSatisfiesExpression(node)) {
      retypeCast(lift, node, path);
    }
  }
}

function toAwait(lift: Lift, { parent, path }: Use<ts.AwaitExpression>): boolean {
  lift.follow.out(parent, path[0]?.kind === 'await' ? path.slice(1) : path);
  return true;
}

function toAccess(lift: Lift, { parent, value, path }: Use<ts.PropertyAccessExpression>): boolean {
  if (parent.expression !== value) return false;
  accessTo(lift, parent, path);
  return true;
}

function toElement(lift: Lift, { parent, value, path }: Use<ts.ElementAccessExpression>): boolean {
  const [step, ...rest] = path;
  if (parent.expression !== value) return false;
  if (step?.kind === 'member') return toComputed(lift, parent, path);
  if (step?.kind !== 'type' && step?.kind !== 'place') return false;
  if (step.kind === 'place') {
    const index = indexOf(parent);
    if (index === undefined) return false;
    if (index !== step.index) return true;
  }
  const written = followedValue(lift, parent, rest);
  if (!written) lift.follow.out(parent, rest);
  else {
    lift.uses.wantWhole(parent);
    lift.follow.expression(written, rest);
  }
  return true;
}

/** `handlers[kind]` may be each member. A walk that only asks needs no name for it. */
function toComputed(lift: Lift, access: ts.ElementAccessExpression, [step, ...rest]: AccessPath): boolean {
  if (!lift.asks || step?.kind !== 'member' || isWritten(access)) return false;
  const key = unwrap(access.argumentExpression);
  if (!ts.isStringLiteralLike(key) || key.text === step.name) lift.follow.out(access, rest);
  return true;
}

function toVariable(lift: Lift, { parent, path }: Use<ts.VariableDeclaration>): boolean {
  lift.follow.local(parent, path);
  return true;
}

function toConditional(lift: Lift, { parent, value, path }: Use<ts.ConditionalExpression>): boolean {
  if (parent.condition !== value) lift.follow.out(parent, path);
  return true;
}

function toMember(lift: Lift, { parent, path }: Use<ts.Declaration>): boolean {
  if (detailTo(lift, parent, path)) return true;
  lift.follow.field([parent], path);
  return true;
}

function toList(lift: Lift, { parent, value, path }: Use<ts.ArrayLiteralExpression>): boolean {
  if (!isDependencies(lift.project, parent)) listTo(lift, parent, value, path);
  return true;
}

function toLoop(lift: Lift, { parent, path }: Use<ts.ForOfStatement>): boolean {
  const [step, ...rest] = path;
  if (step?.kind !== 'type' || !ts.isVariableDeclarationList(parent.initializer)) return false;
  for (const each of parent.initializer.declarations) lift.follow.local(each, rest);
  return true;
}

function toSpread(lift: Lift, { parent, path }: Use<ts.SpreadAssignment>): boolean {
  if (path[0]?.kind !== 'member') return false;
  lift.follow.out(parent.parent, path);
  return true;
}

function toSpreadList(lift: Lift, { parent, path }: Use<ts.SpreadElement>): boolean {
  const around = parent.parent;
  const [step, ...rest] = path;
  if (step?.kind !== 'place' && !sameStep(step, element)) return false;
  const sink = sameStep(step, place(0)) && rest.length === 0 ? lift.sinks.at(parent) : undefined;
  if (sink) {
    liftSink(lift, sink);
    return true;
  }
  if (!ts.isArrayLiteralExpression(around)) {
    toArguments(lift, around, undefined, spreadPath(parent, around.arguments ?? [], path));
    return true;
  }
  const [start, ...inner] = spreadPath(parent, around.elements, path);
  lift.follow.out(around, start?.kind === 'argument' ? [place(start.index), ...inner] : [element, ...rest]);
  return true;
}

function toAttribute(lift: Lift, { parent, path }: Use<ts.JsxExpression>): boolean {
  return ts.isJsxAttribute(parent.parent) && attributeTo(lift, parent.parent, path);
}

function toComponent(
  lift: Lift,
  { parent, path }: Use<ts.JsxSelfClosingElement | ts.JsxOpeningElement>,
): boolean {
  return componentTo(lift, parent, path);
}

function toReturn(lift: Lift, { value, path }: Use<ts.Node>): boolean {
  const fn = enclosingFunction(value);
  if (!fn) return true;
  if (fn.asteriskToken) {
    lift.follow.function(fn, [called, returned, ...path]);
    return true;
  }
  const isAsync = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;
  const promised = isAsync && path[0]?.kind !== 'await';
  lift.follow.function(fn, promised ? [called, awaited, ...path] : [called, ...path]);
  return true;
}

/** What a generator yields is an element of what it returns; `yield*` yields the elements of another one. */
function toYield(lift: Lift, { parent, value, path }: Use<ts.YieldExpression>): boolean {
  const fn = enclosingFunction(value);
  if (!fn) return false;
  const inner = delegated(lift.project, parent);
  const given = inner && after(path, inner);
  if (given) lift.follow.out(parent, given);
  else if (parent.asteriskToken) lift.follow.function(fn, [called, ...path]);
  else {
    const isAsync = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;
    const given = isAsync && path[0]?.kind === 'await' ? path.slice(1) : path;
    lift.follow.function(fn, [called, element, ...given]);
  }
  return true;
}

/** The carrier is called, or passed: the parameter of that function holds it from now on, or passes it through. */
function toCall(lift: Lift, { parent, value, path }: Use<ts.CallExpression | ts.NewExpression>): boolean {
  if (parent.expression === value) calleeTo(lift, parent, path);
  else toArguments(lift, parent, value, [argument(parent.arguments?.indexOf(value) ?? -1), ...path]);
  return true;
}

/** @param given - from the arguments of the call to the code */
function toArguments(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Expression | undefined,
  given: AccessPath,
): void {
  const [step, ...path] = given;
  if (ts.isNewExpression(call) && combinatorOf(lift.project, call) === 'Promise') return;
  if (value && keptWhole(lift, call, value, path)) return;
  if (step?.kind === 'argument' && liftGenericPassage(lift, call, step.index, path)) return;
  if (ts.isCallExpression(call) && isConsole(lift.project, call)) {
    // A promise and a function look the same as before.
    const isShown = !value || ['type', 'place', 'member'].includes(path[0]?.kind ?? '');
    if (isShown) lift.evidence.assume(shownIn(call));
    return;
  }
  if (value && ts.isCallExpression(call) && calledIndirectly(lift, call, value, path)) return;
  if (!passedIndirectly(lift, call, given)) liftCallee(lift, call, given);
}

/** A call that gives back what it is given: `promise.then(resolve)`, `Promise.race(list)`, `useCallback(finish)`. */
function keptWhole(
  lift: Lift,
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Expression,
  path: AccessPath,
): boolean {
  if (!ts.isCallExpression(call)) return false;
  const [step, ...rest] = path;
  const isThen = step?.kind === 'call' && isChained(lift.project, call);
  if (isThen) lift.follow.out(call, rest[0]?.kind === 'await' ? rest : [awaited, ...rest]);
  else if (step?.kind === 'type' && givesOneOf(lift.project, call)) lift.follow.out(call, rest);
  else if (combinatorOf(lift.project, call) === 'resolve')
    lift.follow.out(call, step?.kind === 'await' ? path : [awaited, ...path]);
  else if (keptCallback(lift.project, call) === value) lift.follow.out(call, path);
  else return false;
  return true;
}

function toOperator(lift: Lift, { parent, value, path }: Use<ts.BinaryExpression>): boolean {
  switch (parent.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      toAssignment(lift, parent, value, path);
      return true;
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.CommaToken:
      lift.follow.out(parent, path);
      return true;
    case ts.SyntaxKind.AmpersandAmpersandToken:
      if (parent.right === value) lift.follow.out(parent, path);
      return true;
    default:
      throw new CannotFollow('wider-flow', parent, `The code is also used in ${shortText(parent)}.`);
  }
}

function toAssignment(lift: Lift, node: ts.BinaryExpression, value: ts.Expression, path: AccessPath): void {
  if (node.left === value) return lift.follow.expression(node.right, path);
  if (path.length === 0) refuseOnlyIfThere(lift, node);
  const pattern = unwrap(node.left);
  if (isAssignmentPattern(pattern)) return assignedApart(lift, pattern, path);
  // The members of an exported record are found by their names.
  if (isExport(node.left)) return path[0]?.kind === 'member' ? undefined : liftExport(lift, node, path);
  lift.follow.expression(node.left, path);
  if (!isUnused(node)) lift.follow.out(node, path);
}
