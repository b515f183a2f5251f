import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved, worst } from '../../../model/proof.ts';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import { enclosingFunction, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import type { Project } from '../../program/project.ts';
import { isPublic } from '../../program/published.ts';
import { contextFlowOf } from './context-flow.ts';
import type { ContextObligation } from './context-obligations.ts';
import { editsOfRest, patternOf, takesRest } from './context-rest.ts';
import { declaredMember, typeEdit } from './context-types.ts';
import type { ContextRead } from './context-walk.ts';
import { onlyContexts } from './other-values.ts';

/**
 * How does a read find `authInfo` in a context of v2?
 * Asked of each finding of context-auth-info.
 * Reads through one declared type change together with it, or not at all.
 */
export function fixRead(project: Project, read: ContextRead): Fix {
  const together = sharing(project, read);
  const proofs = together.map(({ entry }) => onlyContexts(project, entry));
  const types = typesOf(project, together);
  const changed = together.map(({ node }) => readEdit(node));
  if (changed.some((each) => each === undefined)) return { level: 'none', refusal: 'context-rest' };
  const edits = [...changed.flatMap((each) => each ?? []), ...types.edits];
  return decide<ContextObligation>(edits, { 'contexts-only': worst(proofs), 'type-owned': types.proof });
}

/** The reads of one parameter, and those that one declared member of a type serves. */
function sharing(project: Project, read: ContextRead): readonly ContextRead[] {
  const member = declaredMember(project, read.node);
  return contextFlowOf(project).reads.filter(
    (each) =>
      each === read ||
      (member ? declaredMember(project, each.node) === member : each.entry.place === read.entry.place),
  );
}

function typesOf(
  project: Project,
  reads: readonly ContextRead[],
): { readonly edits: readonly Edit[]; readonly proof: Proof } {
  const [first] = reads as [ContextRead];
  const member = declaredMember(project, first.node);
  const published =
    reads.some(({ entry: { place } }) => placeIsPublic(project, place)) ||
    (member !== undefined && isPublic(project, member));
  if (!member) return { edits: [], proof: published ? open('context-public') : proved };
  const edit = typeEdit(project, member, reads);
  if ('state' in edit) return { edits: [], proof: edit };
  return { edits: [edit], proof: published ? open('context-public') : proved };
}

/** A field or a storage that a published package exports is filled by code that nobody sees. */
function placeIsPublic(project: Project, place: ts.Declaration): boolean {
  return isFunctionLike(place.parent) ? mayBePublic(project, place.parent) : isPublic(project, place);
}

/** True for what a published package exports, and for a function that such a function returns. */
function mayBePublic(project: Project, fn: FunctionLike): boolean {
  if (isPublic(project, fn)) return true;
  const maker = enclosingFunction(fn);
  const isReturned =
    maker &&
    bindingsOf(project)
      .returns.get(maker)
      ?.some((value) => unwrap(value) === fn);
  return isReturned === true && mayBePublic(project, maker as FunctionLike);
}

/** `x.authInfo` → `x.http?.authInfo`, `{ authInfo }` → `{ http: { authInfo } = {} }`. Never `!`: on stdio there is none. */
function readEdit(node: ContextRead['node']): readonly Edit[] | undefined {
  const file = node.getSourceFile().fileName;
  const edit = (start: number, end: number, text: string): readonly Edit[] => [{ file, start, end, text }];
  if (ts.isPropertyAccessExpression(node))
    return edit(node.name.getStart(), node.name.getStart(), `${httpMember}?.`);
  if (ts.isBindingElement(node))
    return takesRest(node) ? editsOfRest(node) : edit(node.getStart(), node.end, patternOf(node));
  const from = node.expression.end;
  return edit(from, node.end, `${node.questionDotToken ? '?.' : '.'}${httpMember}?.${authInfoMember}`);
}
