import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { type FunctionLike, isAbsent, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import { type Argument, argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { lineOf } from '../../program/short-path.ts';
import { isTestFile } from '../../program/test-files.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import { isClosed, nameOf } from './closed-functions.ts';
import { contextFlowOf } from './context-flow.ts';
import type { Entry } from './context-reads.ts';
import { isStorage, writesTo } from './kept-contexts.ts';
import { makersOf } from './other-makers.ts';
import { foreignHandlers, isServer } from './registrations.ts';
import { lastKey } from './rest-parameters.ts';
import { passedThroughTable } from './table-calls.ts';

/**
 * Is every value that reaches a parameter, a field or a storage a context of v2?
 * Asked of the function around each read.
 * Proved where all calls that the program shows pass one, up to the handlers, and no function on the way is used as a value
 * in a way that it does not show.
 */
export function onlyContexts(project: Project, entry: Entry, seen = new Set<Entry>()): Proof {
  if (seen.has(entry)) return proved;
  seen.add(entry);
  const { place } = entry;
  const slot = slotOf(entry);
  const from = slot?.from ?? entry.from;
  const { passed } = contextFlowOf(project);
  const isContext = (node: ts.Expression): boolean => passed.get(wrapped(node))?.has(from) === true;
  const other = valuesAt(project, place, slot).find(
    ({ node, at }) => !isContext(node) && !isAbsent(unwrap(node)) && !isTestFile(at.getSourceFile()),
  );
  if (other) return refuted('context-mixed', `Another value is passed ${lineOf(other.at)}.`);
  if (slot && foreignHandlers(project).has(slot.fn))
    return refuted('context-mixed', 'Something else than a server of SDK v2 gets the handler, too.');
  const unknown = slot ? unknownUse(project, slot.fn) : undefined;
  if (unknown) return refuted('context-mixed', `What calls it is not known ${lineOf(unknown)}.`);
  const made = from === '' ? madeFor(project, place) : proved;
  if (made.state !== 'proved') return made;
  return worst([...entry.before].map((each) => onlyContexts(project, each, seen)));
}

/** An object of the project with `authInfo` that gets to the place, or may get there. */
function madeFor(project: Project, place: ts.Declaration): Proof {
  const makers = makersOf(project);
  const known = makers.find(({ parameters }) => parameters?.includes(place as ts.ParameterDeclaration));
  if (known) return refuted('context-mixed', `Another value is passed ${lineOf(known.node)}.`);
  if (isFunctionLike(place.parent) && isClosed(project, place.parent)) return proved;
  const home = project.packageDir(place.getSourceFile().fileName);
  const unknown = makers.find(
    ({ node, parameters }) =>
      parameters === undefined && project.packageDir(node.getSourceFile().fileName) === home,
  );
  return unknown
    ? open('context-may-mix', `An object with authInfo is made ${lineOf(unknown.node)}.`)
    : proved;
}

/** The position of an entry among the arguments of its function, and the members that lead from there to the context. */
function slotOf({ place, from }: Entry): Slot | undefined {
  const isOwn = isFunctionLike(place);
  const fn = isOwn ? place : place.parent;
  if (!isFunctionLike(fn)) return undefined;
  const index = isOwn ? 0 : fn.parameters.indexOf(place as ts.ParameterDeclaration);
  const isList = isOwn || (ts.isParameter(place) && place.dotDotDotToken !== undefined);
  if (!isList || index < 0) return index < 0 ? undefined : { fn, index, from };
  const [key, ...rest] = from.split('.');
  return { fn, index: key === lastKey ? lastIndex : index + Number(key), from: rest.join('.') };
}

function passedTo(project: Project, { fn, index }: Slot): readonly Argument[] {
  if (index !== lastIndex)
    return [...argumentsOf(project, fn, index), ...passedThroughTable(project, fn, index)];
  const last = new Map<ts.Node, Argument>();
  for (let at = 0; at < maxArguments; at++)
    for (const each of passedTo(project, { fn, index: at, from: '' })) last.set(each.at, each);
  return [...last.values()];
}

const lastIndex = Number(lastKey);
const maxArguments = 6;

interface Slot {
  readonly fn: FunctionLike;
  readonly index: number;
  readonly from: string;
}

/** What is passed to a parameter, assigned to it, to a field or a variable, or put into a storage. */
function valuesAt(project: Project, place: ts.Declaration, slot: Slot | undefined): readonly Argument[] {
  const passed = slot ? passedTo(project, slot) : [];
  const initial =
    (ts.isVariableDeclaration(place) || ts.isPropertyDeclaration(place) || ts.isParameter(place)) &&
    !isStorage(project, place)
      ? place.initializer
      : undefined;
  const set = [
    ...(initial ? [initial] : []),
    ...bindingsOf(project).assigned.get(place),
    ...writesTo(project, place),
  ];
  return [...passed, ...set.map((node) => ({ node, at: node }))];
}

/** A use of a named function as a value that leads to no call which is seen: an argument of a package. */
function unknownUse(project: Project, fn: FunctionLike): ts.Node | undefined {
  const declaration = nameOf(fn);
  if (!declaration) return undefined;
  try {
    return usesOf({ project }, [declaration.parent], declaration).find(
      (use) => !isTestFile(use.getSourceFile()) && !isKnown(project, use),
    );
  } catch (error) {
    if (error instanceof CannotFollow) return error.node;
    throw error;
  }
}

function isKnown(project: Project, use: ts.Node): boolean {
  const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
  const node = ts.isExpression(access) ? wrapped(access) : access;
  const { parent } = node;
  // A type, a call, a member of a table: calls of those are seen as calls.
  if (!ts.isExpression(node) || ts.isTypeQueryNode(parent)) return true;
  if (!ts.isCallExpression(parent)) return true;
  if (parent.expression === node) return true;
  const callee = unwrap(parent.expression);
  if (ts.isPropertyAccessExpression(callee) && isServer(project, callee.expression)) return true;
  return handlersBehind(project, callee).length > 0;
}
