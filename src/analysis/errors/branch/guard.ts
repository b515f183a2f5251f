import { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import { descendants } from '../../program/ast.ts';
import type { Divergence } from '../guards/diverge.ts';
import { truth } from '../guards/evaluate.ts';
import { isSubject, variableAt } from '../guards/frame.ts';
import type { Handler } from '../guards/handlers.ts';

export interface ScopeMatch extends Match {
  readonly handler: Handler;
  /** All that is found in this handler: half a mend would hide the other half. */
  readonly siblings: readonly ScopeMatch[];
  readonly divergence: Divergence;
  /** The codes that a 403 had lead to different branches. */
  readonly ambiguous: boolean;
  /** The handler is a type predicate, which others rely on. */
  readonly promises: boolean;
  /** The handler is a transport's or client's `onerror`. */
  readonly isOnError: boolean;
}

/** The test that tells the two errors apart: where the finding sits. */
export function decidingGuard({ site, before, now }: Divergence): ts.Node {
  const root = conditionOf(site);
  const seen = new Set<ts.Node>();
  const search = (node: ts.Node): ts.Node | undefined => {
    for (const current of descendants(node)) {
      if (seen.has(current)) continue;
      seen.add(current);
      if (isTest(current) && ts.isExpression(current) && truth(current, before) !== truth(current, now))
        return current;
      if (!ts.isIdentifier(current) || isSubject(before, current)) continue;
      const declaration = variableAt(before.project, current)?.valueDeclaration;
      if (
        declaration &&
        ts.isVariableDeclaration(declaration) &&
        declaration.initializer &&
        before.env.has(variableAt(before.project, current)!)
      ) {
        const found = search(declaration.initializer);
        if (found) return found;
      }
    }
    return undefined;
  };
  return search(root) ?? root;
}

export function conditionOf(site: Divergence['site']): ts.Node {
  if (site.kind === 'if') return site.node.expression;
  if (site.kind === 'conditional') return site.node.condition;
  return site.node;
}

/** A test by class: `instanceof`, `isInstance`, or a function of the project that is handed the error. */
function isTest(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return ts.isCallExpression(node);
}
