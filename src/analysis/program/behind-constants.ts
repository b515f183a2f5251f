import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import { isConst, throughConstants } from './constants.ts';
import type { Project } from './project.ts';
import { valueDeclaration } from './values-behind.ts';

/** The expression a constant stands for, as far as constants lead; `{ name }` stands for the constant `name`. */
export function behindConstants(project: Project, expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node) || !ts.isShorthandPropertyAssignment(node.parent))
    return throughConstants(project, node);
  const declaration = valueDeclaration(project, node);
  const isPlain =
    declaration &&
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    isConst(declaration);
  return isPlain && declaration.initializer ? throughConstants(project, declaration.initializer) : node;
}
