import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, memberName, unwrap } from '../../program/ast.ts';
import { constructorAt } from '../../program/callees.ts';
import { listMethods } from '../../program/list-methods.ts';
import { mayBeOneEmitter, subscriptions } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { ownerOf } from '../../program/rest-parameters.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';

/** A function, and the position at which it gets an argument. */
interface Taker {
  readonly fn: FunctionLike;
  readonly index: number;
}

/**
 * Which functions of the project get an argument of a call?
 * Asked of each call that passes a context.
 * Gives what is called, also by `run.call(tool, ctx)`, and what is subscribed to the event that is emitted.
 */
export function takersOf(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  at: number,
): readonly Taker[] {
  const functions = ts.isNewExpression(call)
    ? constructorAt(project, call.expression)
    : handlersBehind(project, call.expression);
  const method = functions.length === 0 && at > 0 ? calledBy(call) : undefined;
  const later = [...(method ? handlersBehind(project, method) : []), ...subscribersOf(project, call)];
  return [
    ...functions.map((fn) => ({ fn, index: at })),
    ...later.map((fn) => ({ fn, index: at - 1 })).filter(({ index }) => index >= 0),
  ];
}

/** What a method of a list gives its entries to: `[ctx].map(({ authInfo }) => …)`. */
export function walkersOf(
  project: Project,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  key: string,
): readonly Taker[] {
  const { parent } = access;
  const index = /^\d+$/.test(key) ? listMethods.get(memberName(access) ?? '')?.takes : undefined;
  const callback =
    ts.isCallExpression(parent) && parent.expression === access ? parent.arguments[0] : undefined;
  if (index === undefined || !callback) return [];
  return handlersBehind(project, callback).map((fn) => ({ fn, index }));
}

/** Where functions use the first argument of `run.call(ctx, …)`: as `this`. */
export function thisIn(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): readonly ts.Expression[] {
  const method = calledBy(call);
  return (method ? handlersBehind(project, method) : []).flatMap((fn) =>
    [...descendants(fn)].filter(
      (node): node is ts.ThisExpression => node.kind === ts.SyntaxKind.ThisKeyword && ownerOf(node) === fn,
    ),
  );
}

/** `run` of `run.call(tool, args, ctx)`. */
function calledBy({ expression }: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'call' ? callee.expression : undefined;
}

/** What is subscribed to the event of `bus.emit('call', ctx)`, by its name as a text: `bus.on('call', handler)`. */
function subscribersOf(
  project: Project,
  emit: ts.CallExpression | ts.NewExpression,
): readonly FunctionLike[] {
  const event = eventOf(emit);
  if (event === undefined || methodOf(emit) !== 'emit') return [];
  return subscriptions.flatMap((name) =>
    (syntaxOf(project).memberCalls.get(name) ?? [])
      .filter(
        (call) =>
          eventOf(call) === event && mayBeOneEmitter(project, emit as ts.CallExpression, objectOf(call)),
      )
      .flatMap((call) => (call.arguments[1] ? handlersBehind(project, call.arguments[1]) : [])),
  );
}

const methodOf = (call: ts.CallExpression | ts.NewExpression): string | undefined =>
  ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)
    ? call.expression.name.text
    : undefined;

const objectOf = (call: ts.CallExpression): ts.Expression =>
  (unwrap(call.expression) as ts.PropertyAccessExpression).expression;

function eventOf(call: ts.CallExpression | ts.NewExpression): string | undefined {
  const event = call.arguments?.[0];
  return event && ts.isStringLiteralLike(event) ? event.text : undefined;
}
