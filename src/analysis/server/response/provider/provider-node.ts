import { ts } from '../../../../compiler.cjs';
import type { Project } from '../../../program/project.ts';

/** What an authorization server provider is in the code: a class, or an object. */
export type ProviderNode = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression;

/** The member of a provider that decides whether its metadata advertise `iss` (RFC 9207). */
export const flagName = 'authorizationResponseIssParameterSupported';

/** The flag as a member of the provider. A static member belongs to the class, and says nothing of its instances. */
export function flagMember(node: ProviderNode): ts.ClassElement | ts.ObjectLiteralElementLike | undefined {
  const members: readonly (ts.ClassElement | ts.ObjectLiteralElementLike)[] = ts.isClassLike(node)
    ? node.members
    : node.properties;
  return members.find(
    (member) =>
      member.name !== undefined &&
      !ts.isComputedPropertyName(member.name) &&
      member.name.text === flagName &&
      !(ts.isClassElement(member) && isStatic(member)),
  );
}

function isStatic(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

/** The classes and objects of the project that declare a type; declaration files belong to packages. */
export function providerNodesOf(type: ts.Type): ProviderNode[] {
  return (type.symbol?.declarations ?? []).filter(
    (node): node is ProviderNode =>
      (ts.isClassLike(node) || ts.isObjectLiteralExpression(node)) && !node.getSourceFile().isDeclarationFile,
  );
}

/** The type of what `new` makes of a class. */
export function instanceType(project: Project, node: ts.ClassLikeDeclaration): ts.Type | undefined {
  const { symbol } = node as ts.ClassLikeDeclaration & { symbol?: ts.Symbol };
  return symbol && project.checker.getDeclaredTypeOfSymbol(symbol);
}
