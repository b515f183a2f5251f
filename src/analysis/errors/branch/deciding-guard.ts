import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
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
