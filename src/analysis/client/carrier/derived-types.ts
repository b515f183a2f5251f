import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

/** Types of the language that give a part of the type they are made over. */
const partsOf: readonly string[] = ['Awaited', 'ReturnType', 'Parameters', 'NonNullable'];

/** True for `Awaited<ReturnType<typeof wait>>`, `Session['wait']`, `typeof x`: they change with what they name. */
export function isDerived(project: Project, type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isDerived(project, type.type);
  if (ts.isTypeQueryNode(type) || ts.isIndexedAccessTypeNode(type)) return true;
  const [given] = ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  if (!given || !ts.isTypeReferenceNode(type) || !partsOf.includes(type.typeName.getText())) return false;
  const declared = declaredAs(symbolOf(project, type.typeName));
  return declared?.area === 'platform/es' && isDerived(project, given);
}
