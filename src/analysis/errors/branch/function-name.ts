import { ts } from '../../../compiler.cjs';
import { isFunctionLike, wrapped } from '../../program/ast.ts';

/** The name of a function, or of the variable or member that it is assigned to. */
export function nameOf(owner: ts.Node | undefined): string | undefined {
  if (!owner) return undefined;
  const { name } = owner as ts.NamedDeclaration;
  if (name) return name.getText();
  if (!isFunctionLike(owner)) return undefined;
  const carrier = wrapped(owner as ts.Expression).parent;
  const isCarrier =
    ts.isVariableDeclaration(carrier) ||
    ts.isPropertyAssignment(carrier) ||
    ts.isPropertyDeclaration(carrier);
  return isCarrier ? carrier.name.getText() : undefined;
}
