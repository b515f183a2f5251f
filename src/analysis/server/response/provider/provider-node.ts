import { ts } from '../../../../compiler.cjs';
import { extendedBy, isJavaScript } from '../../../program/ast.ts';
import type { Project } from '../../../program/project.ts';
import { symbolOf } from '../../../program/sdk-symbols.ts';

/** JavaScript's class before there were classes: `this.x = …` in the function, methods on its prototype. */
export type ConstructorFunction = ts.FunctionDeclaration | ts.FunctionExpression;

/** What an authorization server provider is in the code: a class, an object, or a constructor function. */
export type ProviderNode = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | ConstructorFunction;

export function isConstructorFunction(node: ts.Node): node is ConstructorFunction {
  return ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);
}

/** The member of a provider that decides whether its metadata advertise `iss` (RFC 9207). */
export const flagName = 'authorizationResponseIssParameterSupported';

/** The flag as a member of the provider. A static member belongs to the class, and says nothing of its instances. */
export function flagMember(node: ProviderNode): ts.ClassElement | ts.ObjectLiteralElementLike | undefined {
  if (isConstructorFunction(node)) return undefined;
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
      (ts.isClassLike(node) ||
        ts.isObjectLiteralExpression(node) ||
        // What `new` makes of it; the function itself can be called.
        (isConstructorFunction(node) && isJavaScript(node) && type.getCallSignatures().length === 0)) &&
      !node.getSourceFile().isDeclarationFile,
  );
}

/** `X.prototype.authorize = function (…) { … }`, or a member of the object that becomes the prototype. */
export function prototypeMember(node: ConstructorFunction, name: string): ts.Declaration | undefined {
  const { symbol } = node as ConstructorFunction & { symbol?: ts.Symbol };
  return symbol?.members?.get(ts.escapeLeadingUnderscores(name))?.valueDeclaration;
}

/** The type of what `new` makes of a class. */
export function instanceType(project: Project, node: ts.ClassLikeDeclaration): ts.Type | undefined {
  const { symbol } = node as ts.ClassLikeDeclaration & { symbol?: ts.Symbol };
  return symbol && project.checker.getDeclaredTypeOfSymbol(symbol);
}

/** A class and its base classes in the project; anything else stands alone. */
export function withBases(project: Project, node: ProviderNode): readonly ProviderNode[] {
  const found = new Set<ProviderNode>([node]);
  for (const each of found) {
    if (!ts.isClassLike(each)) continue;
    const name = extendedBy(each);
    const base = name && symbolOf(project, name)?.valueDeclaration;
    if (base && ts.isClassLike(base)) found.add(base);
  }
  return [...found];
}
