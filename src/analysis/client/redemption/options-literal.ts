import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { codeOption, issuerOption } from '../../../sdk/roles.ts';
import { isJavaScript } from '../../program/ast.ts';
import { signatureAfter } from '../../program/insert-member.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
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
  if (own || expected === undefined || hasIssuer(project, literal, expected)) return true;
  return codeOfOwnType(project, expected) !== undefined;
}

/**
 * The code's member of a type of this file that knows no `iss`, and that stands in one place: `{ serverUrl: string;
 * authorizationCode: string }`. One more optional member harms nobody.
 */
export function codeOfOwnType(project: Project, type: ts.Type): ts.PropertySignature | undefined {
  if (type.isUnion() || project.checker.getPropertyOfType(type, issuerOption)) return undefined;
  const [member, ...more] = project.checker.getPropertyOfType(type, codeOption)?.declarations ?? [];
  if (!member || more.length > 0 || !ts.isPropertySignature(member) || declaredAs(type.symbol))
    return undefined;
  const named = ts.isInterfaceDeclaration(member.parent) ? member.parent : member.parent.parent;
  if (!ts.isInterfaceDeclaration(named) && !ts.isTypeAliasDeclaration(named))
    return ts.isVariableDeclaration(named) ? member : undefined;
  // Where others use it, too, its `iss` would say of their options that they have one.
  const file = named.getSourceFile();
  const isShared =
    named.modifiers !== undefined ||
    !ts.isExternalModule(file) ||
    mentionsIn(file, named.name.text).length > 2;
  return isShared ? undefined : member;
}

/** Adds `iss` to the type that the options have, where it knows none. */
export function issuerInOwnType(project: Project, options: ts.Expression): Edit[] {
  const expected = project.checker.getContextualType(options) ?? project.checker.getTypeAtLocation(options);
  const member = isJavaScript(options) ? undefined : codeOfOwnType(project, expected);
  return member ? [signatureAfter(member, issuerOption)] : [];
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
