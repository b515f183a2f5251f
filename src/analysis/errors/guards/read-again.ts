import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isPure } from './purity.ts';

/**
 * Whether an expression may be written a second time: a name, or a path of members. A getter of the project with that name must
 * be without effects. Whatever else is computed may have some, or give another value.
 */
export function mayReadAgain(project: Project, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return (
    ts.isPropertyAccessExpression(node) &&
    isPlain(project, node.name.text) &&
    mayReadAgain(project, node.expression)
  );
}

/** The same for a path as a text: `result.error`. */
export const mayReadPath = (project: Project, path: string): boolean =>
  path.split('.').every((name) => isPlain(project, name));

function isPlain(project: Project, member: string): boolean {
  const getters = (syntaxOf(project).members.get(member) ?? []).filter(ts.isGetAccessor);
  return getters.every(({ body }) => body !== undefined && isPure(body, { project }));
}
