import { ts } from '../../../../compiler.cjs';
import { descendants, isFunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { namesOfParameters } from './iss-mention.ts';

/**
 * Which code writes the parameters that a text gets by a variable: `base + '?' + query`, `${base}?${pairs.join('&')}`?
 * Asked where a URL is a text, and its query is joined from parts before.
 * Gives the values of these variables, and what is pushed or appended to them.
 */
export function joinedParts(project: Project, roots: readonly ts.Node[]): readonly ts.Node[] {
  const { appended, stored } = bindingsOf(project);
  const parts = new Set<ts.Node>();
  const declarations = new Set<ts.Declaration>();
  const visit = (root: ts.Node): void => {
    for (const node of namesOfParameters(root)) {
      const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
      if (!declaration || !ts.isVariableDeclaration(declaration) || declarations.has(declaration)) continue;
      declarations.add(declaration);
      const { initializer } = declaration;
      if (!initializer || !isText(initializer)) continue;
      const more = [
        initializer,
        ...stored.get(declaration),
        ...appended.get(declaration).map(({ right }) => right),
      ];
      for (const part of more) parts.add(part);
      for (const part of more) visit(part);
    }
  };
  for (const root of roots) visit(root);
  return [...parts];
}

/** A text or a list of texts; what a function or a construction makes has its own questions. */
function isText(value: ts.Expression): boolean {
  const plain = unwrap(value);
  if (isFunctionLike(plain) || ts.isNewExpression(plain)) return false;
  if (ts.isStringLiteralLike(plain) || ts.isArrayLiteralExpression(plain)) return true;
  return [...descendants(plain)].some(
    (node) =>
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      /^(join|entries|keys)$/.test(node.expression.name.text),
  );
}
