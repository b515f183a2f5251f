import { ts } from '../../compiler.cjs';
import { isPrivate, unwrap } from './ast.ts';
import { memberKey } from './declaration-at.ts';
import type { Project } from './project.ts';
import { isBundledDeclaration } from './sdk-root.ts';
import { resolveAlias } from './sdk-symbols.ts';

/**
 * Which members may an object have that is asked by a computed name: `tools[name]`, where `tools` is an instance or a module?
 * Asked of each lookup whose object is not written out as a literal.
 * Gives the methods, the values of fields and what a module exports, also those that a class inherits.
 *
 * @param keys the names that the lookup may ask for; undefined for any
 */
export function instanceMembers(
  project: Project,
  value: ts.Expression,
  keys: ReadonlySet<string> | undefined,
): readonly ts.Node[] {
  const { checker } = project;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(value));
  const isInside = unwrap(value).kind === ts.SyntaxKind.ThisKeyword;
  return (type.isUnion() ? type.types : [type]).filter(isOfProject).flatMap((part) =>
    checker
      .getPropertiesOfType(checker.getApparentType(part))
      .filter((member) => !keys || keys.has(member.name))
      .flatMap((member) => resolveAlias(project, member).declarations ?? [])
      .filter((member) => !isBundledDeclaration(member) && (isInside || !isPrivate(member)))
      .flatMap((member) => functionalValue(member) ?? []),
  );
}

/** A class, an interface, a literal or a module that is written in the project. */
function isOfProject({ symbol }: ts.Type): boolean {
  const owner = symbol?.declarations?.[0];
  return (
    owner !== undefined &&
    !isBundledDeclaration(owner) &&
    (ts.isClassLike(owner) ||
      ts.isInterfaceDeclaration(owner) ||
      ts.isObjectLiteralExpression(owner) ||
      ts.isSourceFile(owner))
  );
}

/** What the member is, where it may be a function; undefined for accessors. */
function functionalValue(member: ts.Declaration): ts.Node | undefined {
  if (ts.isPropertyDeclaration(member) || ts.isVariableDeclaration(member) || ts.isPropertyAssignment(member))
    return member.initializer;
  if (ts.isShorthandPropertyAssignment(member)) return member.name;
  return ts.isMethodDeclaration(member) || ts.isFunctionDeclaration(member) || ts.isTypeElement(member)
    ? member
    : undefined;
}

/** The method that a loop over an instance runs: `*[Symbol.iterator]() { … }`. */
export function iteratorOf({ checker }: Project, value: ts.Expression): ts.MethodDeclaration | undefined {
  const owner = checker.getTypeAtLocation(value).symbol?.valueDeclaration;
  const members = owner && ts.isClassLike(owner) ? owner.members.filter(ts.isMethodDeclaration) : [];
  return members.find(
    ({ name }) => memberKey(name) === undefined && /^\[Symbol\.(?:async)?[iI]terator\]$/.test(name.getText()),
  );
}
