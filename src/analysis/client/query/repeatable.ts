import { ts } from '../../../compiler.cjs';
import { descendants, references, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';

/** True when the text of `root` can be written at `place`, too, and means the same query there. */
export function reaches(project: Project, root: ts.Expression, place: ts.Node): boolean {
  if (!isRepeatable(root)) return false;
  const inScope = project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value);
  return namesIn(root).every((name) => {
    const symbol = project.checker.getSymbolAtLocation(name);
    if (!symbol) return false;
    return (
      inScope.find((candidate) => candidate.name === name.text) === symbol && isWrittenOnce(project, symbol)
    );
  });
}

/** True for an expression without effects, which can be evaluated again. */
export function isRepeatable(root: ts.Expression): boolean {
  const node = unwrap(root);
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword || ts.isStringLiteralLike(node))
    return true;
  if (ts.isPropertyAccessExpression(node)) return isRepeatable(node.expression);
  if (ts.isBinaryExpression(node)) return isRepeatable(node.left) && isRepeatable(node.right);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isRepeatable(span.expression));
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && (node.arguments ?? []).every(isRepeatable);
  return false;
}

function namesIn(root: ts.Node): ts.Identifier[] {
  return [...descendants(root)].filter(
    (node): node is ts.Identifier =>
      ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node),
  );
}

const writtenOnce = new WeakMap<ts.Symbol, boolean>();

/** True for a variable that never changes: its value at the read is its value wherever its name is visible. */
function isWrittenOnce(project: Project, symbol: ts.Symbol): boolean {
  const known = writtenOnce.get(symbol) ?? countsOneWrite(project, symbol);
  writtenOnce.set(symbol, known);
  return known;
}

function countsOneWrite(project: Project, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return true;
  const written = !ts.isVariableDeclaration(declaration) || declaration.initializer ? 1 : 0;
  const uses = references(project.checker, symbol, declaration.getSourceFile());
  const own = new Set<ts.Node>(uses);
  const assigned = uses.filter(
    ({ parent }) =>
      ts.isBinaryExpression(parent) &&
      own.has(parent.left) &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken,
  );
  return written + assigned.length <= 1;
}
