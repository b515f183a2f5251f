import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Lift } from './lift.ts';
import type { Sink } from './sink.ts';

/**
 * `finishAuth(params)` and `finishAuth(code)` are two overloads, and neither takes the union (SDK client `streamableHttp.ts`):
 * `typeof x === 'string' ? t.finishAuth(x) : t.finishAuth(x)`.
 */
export function writeBothCalls(lift: Lift, { call, code, issuer, takes }: Sink): void {
  const value = unwrap(code);
  const declaration = ts.isIdentifier(value)
    ? lift.project.checker.getSymbolAtLocation(value)?.valueDeclaration
    : undefined;
  const isCarrier = declaration !== undefined && lift.carriers.has(declaration);
  if (!isCarrier && lift.project.checker.getTypeAtLocation(value).flags & ts.TypeFlags.Object) return;
  if (!isCarrier || issuer || takes !== 'query') {
    throw new CannotFollow('public-signature', call, 'The call cannot tell a string from the query.');
  }
  const name = lift.names.ofCarrier(declaration as ts.NamedDeclaration);
  const file = call.getSourceFile();
  const text =
    file.text.slice(call.getStart(), code.getStart()) + name + file.text.slice(code.getEnd(), call.getEnd());
  const [open, close] = standsAlone(call) ? ['', ''] : ['(', ')'];
  lift.edits.insert(file, call.getStart(), `${open}typeof ${name} === 'string' ? ${text} : `);
  if (close) lift.edits.insert(file, call.getEnd(), close);
}

function standsAlone({ parent }: ts.CallExpression): boolean {
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isExpressionStatement(parent);
}
