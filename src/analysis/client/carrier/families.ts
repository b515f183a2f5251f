import { ts } from '../../../compiler.cjs';
import { finishAuthMethod } from '../../../sdk/roles.ts';
import { isAssignedTo } from '../../program/assigned-targets.ts';
import { isAssignment, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { conversions } from '../../program/conversions.ts';
import { filesAround } from '../../program/files-around.ts';
import { oncePerNode } from '../../program/memo.ts';
import { type Mention, mentionsIn, mentionsOfMember } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityOf } from '../../program/sdk-symbols.ts';

/** A declaration of a member: of a class, an interface, a type literal or an object literal. */
export type Member =
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.PropertyAssignment
  | ts.ShorthandPropertyAssignment
  | ts.MethodSignature
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration
  | ts.ParameterDeclaration;

export function isMember(node: ts.Node): node is Member {
  return (
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessor(node) ||
    ts.isSetAccessor(node) ||
    (ts.isParameter(node) && ts.isConstructorDeclaration(node.parent))
  );
}

/**
 * All declarations of what is one member at run time: in the class and its bases, in the interfaces and their implementers,
 * and in the object literals that fit them, by declaration (`implements`) or by shape.
 * @throws {CannotFollow} when this project does not declare one of them
 */
export function familyOf(project: Project, declarations: readonly ts.Declaration[]): Set<Member> {
  const family = new Set<Member>();
  const add = (found: readonly ts.Declaration[] | undefined): boolean => {
    const news = (found ?? []).filter((each) => !family.has(each as Member) && !isOnlyNamed(each));
    for (const each of news) for (const overload of overloadsOf(each)) family.add(own(overload));
    return news.length > 0;
  };
  add(declarations);
  const [first] = family;
  if (!first) throw new Error('a member without a declaration');
  const name = nameOf(first);
  const near = isPrivate(first)
    ? mentionsIn(first.getSourceFile(), name)
    : mentionsOfMember({ project }, first, name);
  for (let grown = true; grown; ) {
    grown = false;
    for (const each of [...family]) grown = add(related(project, each, name)) || grown;
    for (const mention of near) {
      const member = mention.parent;
      if (!isMember(member) || member.name !== mention || family.has(member)) continue;
      const linked = related(project, member, name).some((each) => family.has(each as Member));
      if (linked) grown = add([member]) || grown;
    }
    const links = isPrivate(first) ? [] : conversions(project, name, filesAround(project, family, name));
    for (const { from, to } of links) {
      const linked = [...from, ...to].some((each) => family.has(each as Member));
      if (linked) grown = add([...from, ...to].filter((each) => !isOfTransport(each, name))) || grown;
    }
  }
  return family;
}

/** All declarations of a method that has several: `finish(code: string): void; finish(code: string, log: boolean): void;`. */
function overloadsOf(declaration: ts.Declaration): readonly ts.Declaration[] {
  const isMethod = ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration);
  return (isMethod && symbolFor(declaration)?.declarations) || [declaration];
}

/** `({ code: authCode } = record)` names the member, and declares none. */
function isOnlyNamed({ parent }: ts.Declaration): boolean {
  return ts.isObjectLiteralExpression(parent) && isAssignedTo(parent);
}

/** The SDK's own `finishAuth` accepts the query already. */
function isOfTransport(declaration: ts.Declaration, name: string): boolean {
  return name === finishAuthMethod && sdkEntityOf(symbolFor(declaration)) !== undefined;
}

export function nameOf(member: Member): string {
  return (member.name as Mention).text;
}

function own(declaration: ts.Declaration): Member {
  if (isMember(declaration) && !declaredAs(symbolFor(declaration))) return declaration;
  throw new CannotFollow(
    'wider-flow',
    declaration,
    `'${(declaration as ts.NamedDeclaration).name?.getText() ?? ''}' is declared in a path that is not followed.`,
  );
}

function symbolFor(declaration: ts.Declaration): ts.Symbol | undefined {
  return (declaration as ts.Declaration & { symbol?: ts.Symbol }).symbol;
}

export function isPrivate(member: Member): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  return ts.isPrivateIdentifier(member.name) || (flags & ts.ModifierFlags.Private) !== 0;
}

/** The member that this one implements: of a base type, or of the type that its object literal has to fit. */
function related(project: Project, member: Member, name: string): readonly ts.Declaration[] {
  return ts.isObjectLiteralExpression(member.parent)
    ? expected(project, member.parent, name)
    : inherited(project, member, name);
}

/** The same member of the types that the owner extends or implements. */
function inherited(project: Project, member: Member, name: string): readonly ts.Declaration[] {
  const owner = ts.isParameter(member) ? member.parent.parent : member.parent;
  if (!ts.isClassLike(owner) && !ts.isInterfaceDeclaration(owner)) return [];
  return (owner.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap((type) => {
      const property = project.checker.getPropertyOfType(project.checker.getTypeAtLocation(type), name);
      return property?.declarations ?? [];
    });
}

const expectedParts = oncePerNode(({ checker }, literal: ts.ObjectLiteralExpression): readonly ts.Type[] => {
  const type = checker.getContextualType(literal);
  if (!type) return [];
  return type.isUnion() ? type.types : [type];
});

/** The declarations of a member in the type that an object literal has to fit. */
export function expected(
  project: Project,
  literal: ts.ObjectLiteralExpression,
  name: string,
): readonly ts.Declaration[] {
  const parts = expectedParts(project, literal);
  return parts.flatMap((part) => project.checker.getPropertyOfType(part, name)?.declarations ?? []);
}

/** `record.code = …` and `<Finish code={…} />`. */
export function isWritten(use: Mention): boolean {
  if (ts.isJsxAttribute(use.parent)) return true;
  const target = wrapped(use.parent as ts.Expression);
  return (
    ts.isBinaryExpression(target.parent) &&
    target.parent.left === target &&
    isAssignment(target.parent.operatorToken.kind)
  );
}
