import { ts } from '../../../compiler.cjs';
import { argument, place } from '../../program/access-path.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isStringCall } from '../query/string-call.ts';
import { callThroughReflect } from './borrowed-call.ts';
import type { Lift } from './lift.ts';
import type { Sink } from './sink.ts';

/** The sink that an expression is the code of, also through what keeps its value. */
export function sinkAround(lift: Lift, value: ts.Expression): Sink | undefined {
  const outer = wrapped(value);
  const found = lift.sinks.at(unwrap(outer));
  if (found) return found;
  const { parent } = outer;
  if (ts.isBinaryExpression(parent) && parent.left === outer && isFallback(parent))
    return sinkAround(lift, parent);
  if (ts.isConditionalExpression(parent) && parent.condition !== outer) return sinkAround(lift, parent);
  if (ts.isCallExpression(parent) && parent.arguments[0] === outer && isStringCall(lift.project, parent)) {
    return sinkAround(lift, parent);
  }
  return undefined;
}

function isFallback({ operatorToken }: ts.BinaryExpression): boolean {
  const { kind } = operatorToken;
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** A call that redeems the code receives the query from now on, and everything before it follows. */
export function liftSink(lift: Lift, sink: Sink): void {
  const { call, code, issuer } = sink;
  if (lift.flow.current) lift.flow.link(lift.flow.current, call);
  if (!lift.sinks.add(sink)) return;
  const what = sink.takes === 'query' ? 'finishAuth receives' : 'the options hold';
  lift.trace.step(call, `${what} the code, not the query of the callback`);
  callThroughReflect(lift, sink);
  lift.flow.within({ node: call, path: [], direction: 'back' }, () => {
    if (ts.isSpreadElement(code)) lift.follow.expression(code.expression, [place(0)]);
    else lift.follow.expression(code, []);
  });
  if (sink.declaration) lift.follow.field([sink.declaration], [argument(0)]);
  if (!issuer) return;
  bypassIssuer(lift, issuer);
  lift.edits.replaceRange(call.getSourceFile(), code.getEnd(), issuer.getEnd(), '');
}

/** The argument after the code goes, and with it a constant that only held `iss`. */
function bypassIssuer(lift: Lift, issuer: ts.Expression): void {
  for (const name of namesOf(unwrap(issuer))) {
    const symbol = symbolOf(lift.project, name);
    const declaration = symbol?.valueDeclaration;
    const local = declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration));
    if (symbol && local) lift.bypassed.add(symbol, name);
  }
}

/** `iss`, `iss ?? undefined`, `iss!`. */
function namesOf(expression: ts.Expression): ts.Identifier[] {
  if (ts.isIdentifier(expression)) return [expression];
  if (ts.isBinaryExpression(expression)) {
    return [...namesOf(unwrap(expression.left)), ...namesOf(unwrap(expression.right))];
  }
  return [];
}
