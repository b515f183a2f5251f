import { ts } from 'ts-morph';
import { unwrap } from '../ast.ts';
import { symbolOf } from '../sdk-symbols.ts';
import type { Lift } from './context.ts';

/** The arguments after the code fall away; a constant that only held `iss` falls with them. */
export function dropIssuer(lift: Lift, rest: readonly ts.Expression[]): void {
  for (const argument of rest) {
    for (const name of namesOf(unwrap(argument))) {
      const symbol = symbolOf(lift.project, name);
      const declaration = symbol?.valueDeclaration;
      const local = declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration));
      if (symbol && local) lift.bypassed.set(symbol, (lift.bypassed.get(symbol) ?? new Set()).add(name));
    }
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
