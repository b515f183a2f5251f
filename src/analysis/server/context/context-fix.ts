import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { authInfoMember, httpMember } from '../../../sdk/context-roles.ts';
import { enclosingFunction, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import type { Project } from '../../program/project.ts';
import { isPublic } from '../../program/published.ts';
import { lineOf } from '../../program/short-path.ts';
import { contextFlowOf } from './context-flow.ts';
import type { ContextObligation } from './context-obligations.ts';
import { type ContextRead, type ContextTest, isTestNode, type ReadNode } from './context-reads.ts';
import { editsOfRest, patternOf, takesRest } from './context-rest.ts';
import { declaredMember, typeEdit } from './context-types.ts';
import { onlyContexts, unasked } from './other-values.ts';
import { isUnguarded } from './unguarded-reads.ts';

/**
 * How does a read find `authInfo` in a context of v2?
 * Asked of each finding of context-auth-info.
 * Reads through one declared type change together with it, or not at all.
 */
export function fixRead(project: Project, read: ContextRead | ContextTest): Fix {
  if (isTest(read)) return { level: 'none', refusal: 'context-asked' };
  const together = sharing(project, read);
  const types = typesOf(project, together);
  const shared = together.filter((each) => each !== read).map((each) => sharedProof(project, each));
  const changed = together.map(({ node }) => readEdit(project, node));
  if (changed.some((each) => each === undefined)) return { level: 'none', refusal: 'context-rest' };
  const edits = [...changed.flatMap((each) => each ?? []), ...types.edits];
  return decide<ContextObligation>(edits, {
    'contexts-only': changeable(project, read),
    'type-owned': worst([...shared, types.proof]),
  });
}

const isTest = (read: ContextRead | ContextTest): read is ContextTest => isTestNode(read.node);

/** May the read become one of `http`? Only contexts get there, and nothing asks them for the member. */
const changeable = (project: Project, read: ContextRead): Proof =>
  worst([onlyContexts(project, read), unasked(project, read)]);

/** The reads of one parameter that change for sure, or all that one declared member of a type serves. */
function sharing(project: Project, read: ContextRead): readonly ContextRead[] {
  const member = declaredMember(project, read.node);
  return contextFlowOf(project).reads.filter(
    (each) =>
      each === read ||
      (member
        ? declaredMember(project, each.node) === member
        : each.entry.place === read.entry.place && changeable(project, each).state === 'proved'),
  );
}

/** What else a declared type is read of: the member moves for all of them. */
function sharedProof(project: Project, read: ContextRead): Proof {
  const proof = changeable(project, read);
  return proof.state === 'refuted'
    ? refuted('context-type-shared', `It is read ${lineOf(read.node)}.`)
    : proof;
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
  if (isFunctionLike(place)) return mayBePublic(project, place);
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

/**
 * `x.authInfo` → `x.http?.authInfo`, `{ authInfo }` → `{ http: { authInfo } = {} }`. Never `!`: on stdio there is none. Where the
 * code threw without `authInfo`, it does so still: `(x.http?.authInfo).scopes`.
 */
function readEdit(project: Project, node: ReadNode): readonly Edit[] | undefined {
  const file = node.getSourceFile().fileName;
  const edit = (start: number, end: number, text: string): Edit => ({ file, start, end, text });
  if (ts.isBindingElement(node) && takesRest(node)) return editsOfRest(node);
  if (!ts.isExpression(node)) {
    const isRest = !ts.isBindingElement(node) && node.parent.properties.some(ts.isSpreadAssignment);
    return isRest ? undefined : [edit(node.getStart(), node.end, patternOf(node))];
  }
  const isTaken = isUnguarded(node);
  const before = isTaken ? [edit(node.getStart(), node.getStart(), openingAt(node))] : [];
  // A declared type follows, and its member may be absent then.
  const isAsserted = ts.isNonNullExpression(node.parent) || !declaredMember(project, node);
  const after = isTaken ? (isAsserted ? ')' : ')!') : '';
  if (ts.isPropertyAccessExpression(node)) {
    const at = node.name.getStart();
    return [...before, edit(at, node.end, `${httpMember}?.${authInfoMember}${after}`)];
  }
  const dot = node.questionDotToken ? '?.' : '.';
  return [...before, edit(node.expression.end, node.end, `${dot}${httpMember}?.${authInfoMember}${after}`)];
}

/** A parenthesis; where it begins a line after one without a semicolon, it would call what stands there. */
function openingAt(node: ts.Node): string {
  let statement = node;
  while (!ts.isStatement(statement) && statement.parent) statement = statement.parent;
  if (statement.getStart() !== node.getStart() || !ts.isBlock(statement.parent)) return '(';
  const { statements } = statement.parent;
  const before = statements[statements.indexOf(statement as ts.Statement) - 1];
  return before && !before.getText().endsWith(';') ? ';(' : '(';
}
