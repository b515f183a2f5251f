import { ts } from '../../../compiler.cjs';
import { finishAuthMethod } from '../../../sdk/roles.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { conversions } from '../../program/conversions.ts';
import { filesAround } from '../../program/files-around.ts';
import { oncePerNode } from '../../program/memo.ts';
import { type Mention, mentionsIn, mentionsOfMember } from '../../program/mentions.ts';
import { declaredAs, sdkEntityOf } from '../../program/sdk-symbols.ts';
import type { Lift } from './lift.ts';

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
 * All declarations of what is one member at run time: of the class and its bases, of the interfaces and who implements
 * them, of the object literals that stand for them, by declaration (`implements`) or by shape.
 * @throws {CannotFollow} when one of them is not the project's own.
 */
export function familyOf(lift: Lift, declarations: readonly ts.Declaration[]): Set<Member> {
  const family = new Set<Member>();
  const add = (found: readonly ts.Declaration[] | undefined): boolean => {
    const news = (found ?? []).filter((each) => !family.has(each as Member));
    for (const each of news) family.add(own(each));
    return news.length > 0;
  };
  add(declarations);
  const [first] = family;
  if (!first) throw new Error('a member without a declaration');
  const name = nameOf(first);
  const near = isPrivate(first)
    ? mentionsIn(first.getSourceFile(), name)
    : mentionsOfMember(lift, first, name);
  for (let grown = true; grown; ) {
    grown = false;
    for (const each of [...family]) grown = add(related(lift, each, name)) || grown;
    for (const mention of near) {
      const member = mention.parent;
      if (!isMember(member) || member.name !== mention || family.has(member)) continue;
      const linked = related(lift, member, name).some((each) => family.has(each as Member));
      if (linked) grown = add([member]) || grown;
    }
    const links = isPrivate(first)
      ? []
      : conversions(lift.project, name, filesAround(lift.project, family, name));
    for (const { from, to } of links) {
      const linked = [...from, ...to].some((each) => family.has(each as Member));
      if (linked) grown = add([...from, ...to].filter((each) => !isOfTransport(each, name))) || grown;
    }
  }
  return family;
}

/** The SDK's own `finishAuth` takes the query already. */
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
    `'${(declaration as ts.NamedDeclaration).name?.getText() ?? ''}' is declared in a way that is not followed.`,
  );
}

function symbolFor(declaration: ts.Declaration): ts.Symbol | undefined {
  return (declaration as ts.Declaration & { symbol?: ts.Symbol }).symbol;
}

export function isPrivate(member: Member): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  return ts.isPrivateIdentifier(member.name) || (flags & ts.ModifierFlags.Private) !== 0;
}

/** What a member stands for: the one that its class or interface takes over, or that its object literal has to supply. */
function related(lift: Lift, member: Member, name: string): readonly ts.Declaration[] {
  return ts.isObjectLiteralExpression(member.parent)
    ? expected(lift, member.parent, name)
    : inherited(lift, member, name);
}

/** The same member of the types that the owner extends or implements. */
function inherited(lift: Lift, member: Member, name: string): readonly ts.Declaration[] {
  const owner = ts.isParameter(member) ? member.parent.parent : member.parent;
  if (!ts.isClassLike(owner) && !ts.isInterfaceDeclaration(owner)) return [];
  return (owner.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap((type) => {
      const property = lift.project.checker.getPropertyOfType(
        lift.project.checker.getTypeAtLocation(type),
        name,
      );
      return property?.declarations ?? [];
    });
}

const expectedParts = oncePerNode(({ checker }, literal: ts.ObjectLiteralExpression): readonly ts.Type[] => {
  const type = checker.getContextualType(literal);
  if (!type) return [];
  return type.isUnion() ? type.types : [type];
});

/** The member that an object literal has to supply. */
export function expected(
  lift: Lift,
  literal: ts.ObjectLiteralExpression,
  name: string,
): readonly ts.Declaration[] {
  const parts = expectedParts(lift.project, literal);
  return parts.flatMap((part) => lift.project.checker.getPropertyOfType(part, name)?.declarations ?? []);
}
