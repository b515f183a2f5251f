import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import type { Project } from './project.ts';
import { syntaxOf } from './syntax-index.ts';

/**
 * Whether an expression may be written a second time: a name, or a path of members none of which a getter of the project
 * answers. Whatever else is computed may have an effect, or give another value.
 */
export function mayReadAgain(project: Project, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (!ts.isPropertyAccessExpression(node)) return false;
  const named = syntaxOf(project).members.get(node.name.text) ?? [];
  return !named.some(ts.isGetAccessor) && mayReadAgain(project, node.expression);
}
