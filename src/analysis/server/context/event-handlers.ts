import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../program/ast.ts';
import { mayBeOneEmitter, subscriptions } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { handlersBehind } from './handler-functions.ts';

/**
 * Which functions of the project get what a call emits: `bus.on('call', handler)` for `bus.emit('call', ctx)`?
 * Asked of each call that passes a context.
 * Gives those that are subscribed to the event by its name as a text.
 */
export function subscribersOf(
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
