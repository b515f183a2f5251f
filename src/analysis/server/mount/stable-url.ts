import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isAssignment, unwrap } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';

/**
 * Whether an issuer can be written a second time and has the same value there. A URL object can be changed between the two
 * places, and a call may give another value each time.
 */
export function isStable(project: Project, value: ts.Expression): boolean {
  const node = unwrap(value);
  return [node, ...descendants(node)].every((each) => {
    if (ts.isCallExpression(each)) {
      const target = functionAt(project, each.expression);
      return !target || isPure(target);
    }
    return !ts.isIdentifier(each) || !isChanged(project, each);
  });
}

/** A function that only reads: no call, no assignment, so it gives the same value again. */
function isPure({ body }: FunctionLike): boolean {
  return (
    body !== undefined &&
    [...descendants(body)].every(
      (node) =>
        !ts.isCallExpression(node) &&
        !ts.isNewExpression(node) &&
        !ts.isAwaitExpression(node) &&
        !ts.isPostfixUnaryExpression(node) &&
        !(ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken) &&
        !(ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)),
    )
  );
}

function isChanged(project: Project, name: ts.Identifier): boolean {
  const declaration = declarationAt(project, name);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return project.userFiles.some((file) => changesIn(project, file, name.text, declaration));
}

function changesIn(project: Project, file: ts.SourceFile, name: string, declaration: ts.Node): boolean {
  return mentionsIn(file, name).some(
    (use) => ts.isIdentifier(use) && mayChange(project, use) && declarationAt(project, use) === declaration,
  );
}

/** `url.pathname = …`, `url.searchParams.set(…)`, `scrub(url)` with a function of the project. */
function mayChange(project: Project, use: ts.Identifier): boolean {
  let outer: ts.Expression = use;
  while (ts.isPropertyAccessExpression(outer.parent) && outer.parent.expression === outer)
    outer = outer.parent;
  const { parent } = outer;
  if (ts.isBinaryExpression(parent) && parent.left === outer && outer !== use)
    return isAssignment(parent.operatorToken.kind);
  if (!ts.isCallExpression(parent)) return false;
  if (parent.expression === outer) return /\.searchParams\.(?:set|append|delete|sort)$/.test(outer.getText());
  return outer === use && functionAt(project, parent.expression) !== undefined;
}
