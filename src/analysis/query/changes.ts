import { ts } from '../../compiler.cjs';
import { descendants, enclosingFunction, enclosingStatement } from '../ast.ts';
import type { Project } from '../project.ts';
import type { QueryRead } from '../query-sources.ts';
import { declaredAs, symbolOf } from '../sdk-symbols.ts';

/**
 * Something that may make the query another one between the read of the code and its use: a call or an assignment that
 * changes the params or their URL, or, where the address bar itself is read, anything at all.
 */
export function changeOfQuery(project: Project, read: QueryRead, place: ts.Node): ts.Node | undefined {
  const scope = enclosingFunction(read.node) ?? read.node.getSourceFile();
  const changed = [...descendants(scope)].find((node) => changes(node, read));
  if (changed) return changed;
  const lives =
    isAddressBar(project, read.root) && enclosingStatement(read.node) !== enclosingStatement(place);
  return lives ? read.root : undefined;
}

/** `params.delete('iss')`, `url.search = ''`. */
function changes(node: ts.Node, { params, root }: QueryRead): boolean {
  if (ts.isCallExpression(node)) {
    const { expression: callee } = node;
    if (!ts.isPropertyAccessExpression(callee) || callee.expression.getText() !== params) return false;
    return ['set', 'append', 'delete'].includes(callee.name.text);
  }
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const url = ts.isPropertyAccessExpression(root) ? root.expression.getText() : undefined;
  return ['search', 'href'].includes(node.left.name.text) && node.left.expression.getText() === url;
}

/** `location.search` and the like: pages take the code out of the address bar as soon as they have it. */
function isAddressBar(project: Project, root: ts.Expression): boolean {
  return [...descendants(root)].some((node) => {
    if (!ts.isIdentifier(node) || ts.isPropertyAccessExpression(node.parent) === false) return false;
    const declared = declaredAs(symbolOf(project, node));
    return (
      declared?.area === 'platform/web' && (declared.name === 'Location' || declared.member === 'location')
    );
  });
}
