import { ts } from '../../../compiler.cjs';
import { unwrap, wrapped } from '../../program/ast.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { argument } from './access-path.ts';
import { isStringCall, liftExpression } from './expressions.ts';
import { liftField } from './fields.ts';
import { type Lift, replaceRange, type Sink, step } from './lift.ts';

/** The sink that an expression is the code of, looked at through what keeps its value. */
export function sinkAround(lift: Lift, value: ts.Expression): Sink | undefined {
  const outer = wrapped(value);
  const found = lift.migrations.sinkAt(unwrap(outer));
  if (found) return found;
  const { parent } = outer;
  if (ts.isBinaryExpression(parent) && parent.left === outer && isFallback(parent))
    return sinkAround(lift, parent);
  if (ts.isConditionalExpression(parent) && parent.condition !== outer) return sinkAround(lift, parent);
  if (ts.isCallExpression(parent) && parent.arguments[0] === outer && isStringCall(lift, parent)) {
    return sinkAround(lift, parent);
  }
  return undefined;
}

function isFallback({ operatorToken }: ts.BinaryExpression): boolean {
  const { kind } = operatorToken;
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** A call that redeems the code: it is given the query, and the way there is lifted. */
export function liftSink(lift: Lift, sink: Sink): void {
  const { call, code, issuer } = sink;
  if (lift.sinks.has(call)) return;
  lift.sinks.set(call, sink);
  const what = sink.takes === 'query' ? 'finishAuth receives' : 'the options hold';
  step(lift, call, `${what} the code, not the query of the callback`);
  liftExpression(lift, code, []);
  if (sink.declaration) liftField(lift, [sink.declaration], [argument(0)]);
  if (!issuer) return;
  dropIssuer(lift, issuer);
  replaceRange(lift, call.getSourceFile(), code.getEnd(), issuer.getEnd(), '');
}

/** The argument after the code falls away; a constant that only held `iss` falls with it. */
function dropIssuer(lift: Lift, issuer: ts.Expression): void {
  for (const name of namesOf(unwrap(issuer))) {
    const symbol = symbolOf(lift.project, name);
    const declaration = symbol?.valueDeclaration;
    const local = declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration));
    if (symbol && local) lift.bypassed.set(symbol, (lift.bypassed.get(symbol) ?? new Set()).add(name));
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
