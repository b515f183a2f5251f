import { ts } from '../../compiler.cjs';
import type { FunctionLike } from './ast.ts';
import { bindingsOf, bodyOf } from './bindings.ts';
import type { Project } from './project.ts';
import { sdkRoot } from './sdk-symbols.ts';

type Member = ts.ClassElement | ts.ObjectLiteralElementLike;

/** The members of all classes and objects of the program that could be functions. */
export class NamedMembers {
  private readonly byName = new Map<string, Member[]>();

  visit(node: ts.Node): void {
    if (!isMember(node) || !node.name || ts.isComputedPropertyName(node.name)) return;
    const name = node.name.text;
    const list = this.byName.get(name);
    if (list) list.push(node);
    else this.byName.set(name, [node]);
  }

  named(name: string): readonly Member[] {
    return this.byName.get(name) ?? [];
  }
}

function isMember(node: ts.Node): node is Member {
  return (
    ts.isMethodDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node)
  );
}

const known = new WeakMap<Project, Map<ts.Node, readonly FunctionLike[]>>();

/**
 * The functions that may run where a member of the project's own is called: its body, those of the subclasses that override
 * it, those of the classes and objects that implement its interface.
 */
export function implementationsOf(project: Project, declaration: ts.Declaration): readonly FunctionLike[] {
  const ofProject = known.get(project) ?? new Map<ts.Node, readonly FunctionLike[]>();
  known.set(project, ofProject);
  const before = ofProject.get(declaration);
  if (before) return before;
  // A member may be declared by its own value: `{ state: entry.state }`.
  ofProject.set(declaration, []);
  const found = isOverridable(declaration) ? family(project, declaration) : [];
  ofProject.set(declaration, found);
  return found;
}

function isOverridable(declaration: ts.Declaration): boolean {
  const { name } = declaration as ts.NamedDeclaration;
  if (!name || !ts.isIdentifier(name) || declaration.getSourceFile().fileName.startsWith(sdkRoot))
    return false;
  return ts.isTypeElement(declaration) || (ts.isClassElement(declaration) && !isPrivate(declaration));
}

function isPrivate(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
}

function family(project: Project, declaration: ts.Declaration): FunctionLike[] {
  const name = ((declaration as ts.NamedDeclaration).name as ts.Identifier).text;
  const candidates = bindingsOf(project)
    .members.named(name)
    .map((member) => ({ member, stands: standsFor(project, member, name) }));
  const members = new Set<ts.Node>([declaration]);
  const found = new Set<FunctionLike>();
  for (const member of members) {
    const body = bodyOf(project, member);
    if (body) found.add(body);
    for (const candidate of candidates)
      if (candidate.stands.some((one) => one === member)) members.add(candidate.member);
  }
  return [...found];
}

/** The members that the supertypes of its class, or the type that its object is given, declare under its name. */
export function standsFor(project: Project, member: Member, name: string): readonly ts.Declaration[] {
  const { checker } = project;
  const owner = member.parent;
  const types: ts.Type[] = [];
  if (ts.isClassLike(owner)) {
    for (const { types: named } of owner.heritageClauses ?? [])
      types.push(...named.map((type) => checker.getTypeAtLocation(type)));
  } else if (ts.isObjectLiteralExpression(owner)) {
    const type = checker.getContextualType(owner);
    if (type) types.push(...(type.isUnion() ? type.types : [type]));
  }
  return types.flatMap((type) => checker.getPropertyOfType(type, name)?.declarations ?? []);
}
