import { ts } from '../../../../compiler.cjs';
import { codeText, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt, memberKey } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';

const maxDepth = 5;

/**
 * Does an object whose members become the parameters of a URL have `iss`, wherever it is made?
 * Asked about what a loop over parameters is given: by a spread, an argument, a default.
 * Follows constants and functions of the project that return it; every branch must have it.
 */
export function givesIss(project: Project, source: ts.Expression, depth = 0): boolean {
  if (depth > maxDepth) return false;
  const on = (next: ts.Expression): boolean => givesIss(project, next, depth + 1);
  const plain = unwrap(source);
  if (ts.isObjectLiteralExpression(plain))
    return plain.properties.some((member) =>
      ts.isSpreadAssignment(member) ? on(member.expression) : memberKey(member.name) === 'iss',
    );
  if (ts.isAwaitExpression(plain)) return on(plain.expression);
  if (ts.isConditionalExpression(plain)) return on(plain.whenTrue) && on(plain.whenFalse);
  if (ts.isNewExpression(plain)) return (plain.arguments ?? []).slice(0, 1).some(on);
  if (ts.isCallExpression(plain)) {
    const targets = functionsAt(project, plain.expression);
    if (targets.length === 0)
      return /^Object\.(assign|freeze)$/.test(codeText(plain.expression)) && plain.arguments.some(on);
    return targets.every((target) => {
      const returns = bindingsOf(project).returns.get(target) ?? [];
      return returns.length > 0 && returns.every(on);
    });
  }
  if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return false;
  const declaration = declarationAt(project, plain);
  const isValue =
    declaration &&
    (ts.isVariableDeclaration(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration));
  return isValue && declaration.initializer ? on(declaration.initializer) : false;
}
