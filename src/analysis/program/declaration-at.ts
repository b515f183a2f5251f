import { ts } from '../../compiler.cjs';
import { unwrap } from './ast.ts';
import { oncePerNode } from './memo.ts';
import type { Project } from './project.ts';
import { resolveAlias, symbolOf, valueSymbol } from './sdk-symbols.ts';

/** Identifies a variable, field, collection or function: by its declaration, or by a text where `this` has no type. */
export type Key = ts.Node | string;

/** The key of a name or a property; a text for `this.x` in an object literal, where `this` has no type. */
export function keyOf(project: Project, node: ts.Expression): Key | undefined {
  const target = unwrap(node);
  if (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target)) return undefined;
  const declaration = declarationAt(project, target);
  if (declaration) return declaration;
  if (!ts.isPropertyAccessExpression(target) || unwrap(target.expression).kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  const owner = thisContainer(target);
  return owner && `${owner.getSourceFile().fileName}:${owner.pos}:${target.name.text}`;
}

export function keysOf(project: Project, node: ts.Expression): readonly Key[] {
  const key = keyOf(project, node);
  return key === undefined ? [] : [key];
}

/**
 * Which declaration does a name, property or shorthand member stand for?
 * Asked by everything that follows a value.
 * Gives the declaration of the value, through imports and aliases.
 */
export const declarationAt = oncePerNode(
  (project: Project, node: ts.Expression): ts.Declaration | undefined => {
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const symbol = ts.isIdentifier(name) ? valueSymbol(project, name) : symbolOf(project, name);
    return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  },
);

/** The class or object whose methods see this `this`. */
export function thisContainer(
  node: ts.Node,
): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined {
  for (let current: ts.Node | undefined = node.parent; current; current = current.parent) {
    if (ts.isClassLike(current)) return current;
    if (ts.isObjectLiteralExpression(current) && isMethodOwner(node, current)) return current;
  }
  return undefined;
}

function isMethodOwner(node: ts.Node, object: ts.ObjectLiteralExpression): boolean {
  for (let current = node.parent; current !== object; current = current.parent) {
    if (ts.isMethodDeclaration(current) || ts.isAccessor(current)) return current.parent === object;
    if (ts.isFunctionExpression(current))
      return ts.isPropertyAssignment(current.parent) && current.parent.parent === object;
  }
  return false;
}

export function memberNamed(
  owner: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined,
  name: string,
): ts.Declaration | undefined {
  const members: readonly (ts.ClassElement | ts.ObjectLiteralElementLike)[] =
    owner === undefined ? [] : ts.isClassLike(owner) ? owner.members : owner.properties;
  return members.find(
    (member) =>
      member.name !== undefined && !ts.isComputedPropertyName(member.name) && member.name.text === name,
  );
}

/** The member that `const { member } = …` takes out. */
export function memberTaken(project: Project, element: ts.BindingElement): ts.Declaration | undefined {
  const name = element.propertyName ?? element.name;
  if (!ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken) return undefined;
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return undefined;
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(element.parent));
  const member = type.getProperty(name.text);
  // What a module exports may be an alias.
  const symbol = member && resolveAlias(project, member);
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

/** A member of a class or of an object literal. */
export type Member = ts.ClassElement | ts.ObjectLiteralElementLike;

/** The name that a member is looked up by; undefined for a computed one. */
export function memberKey(name: ts.PropertyName | undefined): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isPrivateIdentifier(name))
    ? name.text
    : undefined;
}

/** The declarations through which a member is reached: its own, and those that it {@link standsFor stands for}. */
export function answersTo(project: Project, member: ts.Declaration): readonly ts.Declaration[] {
  return [member, ...standsFor(project, member)];
}

/** The members that the supertypes of its class, or the type that its object is given, declare under its name. */
export const standsFor = oncePerNode(membersOfSupertypes);

/**
 * The contextual type of an object literal. The compiler resolves the whole call for an argument, which is most of what a search
 * costs; what a callee without a type or with one plain signature wants is known without that.
 */
function typeWanted(checker: ts.TypeChecker, literal: ts.ObjectLiteralExpression): ts.Type | undefined {
  const call = literal.parent;
  if (!ts.isCallExpression(call) || call.expression.kind === ts.SyntaxKind.SuperKeyword)
    return checker.getContextualType(literal);
  const callee = checker.getTypeAtLocation(call.expression);
  if (callee.flags & ts.TypeFlags.Any) return undefined;
  const [signature, ...others] = callee.getCallSignatures();
  if (!signature || others.length > 0 || signature.typeParameters || callee.isUnion())
    return checker.getContextualType(literal);
  const parameter = signature.parameters[call.arguments.indexOf(literal)];
  const declared = parameter?.valueDeclaration;
  return declared && ts.isParameter(declared) && !declared.dotDotDotToken
    ? checker.getTypeOfSymbol(parameter)
    : checker.getContextualType(literal);
}

function membersOfSupertypes({ checker }: Project, member: ts.Declaration): readonly ts.Declaration[] {
  const name = memberKey((member as ts.NamedDeclaration).name as ts.PropertyName | undefined);
  const owner = member.parent;
  if (name === undefined) return [];
  const types = ts.isClassLike(owner)
    ? (owner.heritageClauses ?? []).flatMap((clause) =>
        clause.types.map((type) => checker.getTypeAtLocation(type)),
      )
    : ts.isObjectLiteralExpression(owner)
      ? [typeWanted(checker, owner)]
      : [];
  return types
    .flatMap((type) => (type?.isUnion() ? type.types : (type ?? [])))
    .flatMap((type) => checker.getPropertyOfType(type, name)?.declarations ?? []);
}
