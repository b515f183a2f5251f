import { ts } from '../../../compiler.cjs';
import { isJavaScript, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import type { Lift } from './lift.ts';
import type { Sink } from './sink.ts';

/**
 * `finish.call(transport, code)`, `finish.apply(transport, [code])`: in TypeScript the types of both know only the overload of
 * `finishAuth` that takes strings. `Reflect.apply(finish, transport, [query])` makes the same call, and takes any list.
 *
 * @throws {CannotFollow} where the result has a use, for `Reflect.apply` gives it no type
 */
export function callThroughReflect(lift: Lift, { call, code, issuer, borrowed }: Sink): void {
  if (borrowed === undefined || borrowed === 'bind' || isJavaScript(call)) return;
  if (!isOnlyAwaited(call) || !isGlobalReflect(lift, call))
    throw new CannotFollow('borrowed-method', call, '');
  if (borrowed === 'Reflect.apply') return;
  const callee = unwrap(call.expression);
  const [transport, list] = call.arguments;
  const isPlain = ts.isPropertyAccessExpression(callee) && !callee.questionDotToken && !call.questionDotToken;
  if (!isPlain || !transport || !list) throw new CannotFollow('borrowed-method', call, '');
  const file = call.getSourceFile();
  lift.edits.insert(file, call.getStart(), 'Reflect.apply(');
  lift.edits.replaceRange(file, callee.expression.getEnd(), transport.getStart(), ', ');
  if (borrowed === 'apply') return;
  lift.edits.insert(file, list.getStart(), '[');
  lift.edits.insert(file, (issuer ?? wrapped(code)).getEnd(), ']');
}

function isOnlyAwaited(call: ts.CallExpression): boolean {
  const { parent } = wrapped(call);
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
  return ts.isAwaitExpression(parent) && ts.isExpressionStatement(wrapped(parent).parent);
}

/** No variable of the project has the name. */
function isGlobalReflect({ project }: Lift, at: ts.Node): boolean {
  const symbol = project.checker.resolveName('Reflect', at, ts.SymbolFlags.Value, false);
  return declaredAs(symbol) !== undefined;
}
