import { ts } from '../../../compiler.cjs';
import { descendants, unwrap } from '../../program/ast.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import type { Divergence } from '../guards/divergence.ts';
import { conditionOf } from '../guards/divergence.ts';
import { variableAt } from '../guards/subject.ts';
/** The test with different results for the two errors. The finding is placed there. */
export function decidingGuard({ site, before, now }: Divergence): ts.Node {
  const root = conditionOf(site);
  const seen = new Set<ts.Node>();
  const search = (node: ts.Node): ts.Node | undefined => {
    for (const current of descendants(node)) {
      if (seen.has(current)) continue;
      seen.add(current);
      if (isTest(current) && ts.isExpression(current) && before.truth(current) !== now.truth(current))
        return current;
      if (!ts.isIdentifier(current) || before.isSubject(current)) continue;
      const declaration = variableAt(before.project, current)?.valueDeclaration;
      if (
        declaration &&
        ts.isVariableDeclaration(declaration) &&
        declaration.initializer &&
        before.known.has(variableAt(before.project, current)!)
      ) {
        const found = search(declaration.initializer);
        if (found) return found;
      }
    }
    return undefined;
  };
  return search(root) ?? root;
}

/** A test by class: `instanceof`, `isInstance`, or a call of a function of the project. */
function isTest(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return ts.isCallExpression(node);
}

/** `if (error.code)`, `'code' in error`: any error with a code passes, of whatever library. Alone it is no test for a 403, either. */
export function asksForAnyCode({ site, before }: Divergence): boolean {
  const { project } = before;
  const condition = unwrap(conditionOf(site) as ts.Expression);
  const isNot =
    ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken;
  const owner = codeOwner(isNot ? unwrap(condition.operand) : condition);
  if (!owner || !before.isSubject(unwrap(owner))) return false;
  return sdkTypes(project, project.checker.getTypeAtLocation(owner)).length === 0;
}

function codeOwner(node: ts.Expression): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'code' ? node.expression : undefined;
  const isIn = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return isIn && ts.isStringLiteralLike(node.left) && node.left.text === 'code' ? node.right : undefined;
}
