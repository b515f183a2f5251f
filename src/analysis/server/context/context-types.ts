import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { type Proof, refuted } from '../../../model/proof.ts';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import { readsOf } from '../../program/places.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { lineOf } from '../../program/short-path.ts';
import type { ContextRead } from './context-reads.ts';

/** The member of a type of the project through which a read is typed: `authInfo?: AuthInfo` of `extra: { … }`. */
export function declaredMember(
  project: Project,
  node: ContextRead['node'],
): ts.PropertySignature | undefined {
  const owner = project.checker.getTypeAtLocation(ts.isExpression(node) ? node.expression : node.parent);
  const symbol = project.checker.getNonNullableType(owner).getProperty(authInfoMember);
  const declaration = symbol?.declarations?.[0];
  return declaration && ts.isPropertySignature(declaration) && !isBundledDeclaration(declaration)
    ? declaration
    : undefined;
}

/** `authInfo?: AuthInfo` → `http?: { authInfo?: AuthInfo }`, where every read of it is one of those that change. */
export function typeEdit(
  project: Project,
  member: ts.PropertySignature,
  reads: readonly ContextRead[],
): Edit | Proof {
  const known = new Set<ts.Node>(reads.map(({ node }) => node));
  const other = readsOf(project, authInfoMember, [member]).find((read) => !known.has(read));
  if (other) return refuted('context-type-shared', `It is read ${lineOf(other)}.`);
  const siblings = (member.parent as ts.TypeLiteralNode | ts.InterfaceDeclaration).members;
  if (siblings.some(({ name }) => name?.getText() === httpMember)) return refuted('context-type-shared');
  const type = member.type?.getText() ?? 'unknown';
  const fixed = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)
    ? 'readonly '
    : '';
  const text = `${fixed}${httpMember}?: { ${fixed}${authInfoMember}?: ${type} }`;
  return { file: member.getSourceFile().fileName, start: member.getStart(), end: endOf(member), text };
}

/** Without the separator, which belongs to the member. */
function endOf(member: ts.PropertySignature): number {
  const text = member.getText();
  return /[;,]$/.test(text) ? member.end - 1 : member.end;
}
