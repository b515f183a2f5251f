import { ts } from '../../compiler.cjs';
import { unwrap } from '../ast.ts';
import { symbolOf } from '../sdk-symbols.ts';
import type { Lift } from './context.ts';

/** The argument after the code falls away; a constant that only held `iss` falls with it. */
export function dropIssuer(lift: Lift, issuer: ts.Expression): void {
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
