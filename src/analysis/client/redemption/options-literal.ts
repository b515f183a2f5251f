import { ts } from '../../../compiler.cjs';
import { issuerOption } from '../../../sdk/roles.ts';
import { isJavaScript } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { OptionsRedemption } from './redeemers.ts';
/** True where the code is a member of a literal that takes `iss`, too, and has none. */
export function isOpenLiteral(project: Project, { entry, issuers }: OptionsRedemption): boolean {
  const { node, literal } = entry;
  return literal !== undefined && isProperty(node) && issuers.length === 0 && takesIssuer(project, literal);
}

export function isProperty(node: ts.Node): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
}

/** False where the literal has to fit a type that knows no `iss`. */
export function takesIssuer(project: Project, literal: ts.ObjectLiteralExpression): boolean {
  const expected = project.checker.getContextualType(literal);
  // A type that is inferred from the literal itself grows with it.
  const own = expected?.symbol?.valueDeclaration === literal;
  return own || expected === undefined || hasIssuer(project, literal, expected);
}

export function hasIssuer(project: Project, node: ts.Node, type: ts.Type): boolean {
  if (isJavaScript(node) || type.flags & ts.TypeFlags.Any) return true;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) =>
      project.checker.getPropertyOfType(part, issuerOption) !== undefined ||
      project.checker.getIndexInfosOfType(part).length > 0 ||
      isGeneric(part),
  );
}

function isGeneric(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.Unknown)) !== 0;
}
