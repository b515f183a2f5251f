import { ts } from '../../../../compiler.cjs';
import { references } from '../../../program/ast.ts';
import type { Project } from '../../../program/project.ts';

/** The uses of a variable or parameter in its file, as expressions; not its declaration, nor where it is assigned. */
export function usesOfLocal(project: Project, name: ts.Identifier): readonly ts.Identifier[] {
  const symbol = project.checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration as ts.NamedDeclaration | undefined;
  if (!symbol || !declaration) return [];
  return references(project.checker, symbol, declaration.getSourceFile()).filter(
    (use) => use !== declaration.name && use !== name && !isAssigned(use),
  );
}

function isAssigned(use: ts.Identifier): boolean {
  const { parent } = use;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === use &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}
