import { ts } from '../../../compiler.cjs';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import type { Generation } from '../../../sdk/modules.ts';
import { isAssignedTo, isPlainAssignment } from '../../program/assigned-targets.ts';
import type { FunctionLike } from '../../program/ast.ts';
import { memberTaken } from '../../program/declaration-at.ts';
import { oncePerProject } from '../../program/memo.ts';
import { mentionsOfNames } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt } from '../../program/sdk-symbols.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';
import { readsBoth } from './both-generations.ts';
import type { ContextFlow, ContextRead, ContextTest, Entry } from './context-reads.ts';
import { Walk } from './context-walk.ts';
import { isRewritten } from './official-rewrites.ts';
import { contextIn, registrationsOf } from './registrations.ts';

/**
 * Where does code read `authInfo` of a context of SDK v2?
 * Asked by the rule context-auth-info.
 * Gives the reads that are reached from a registration: through calls, wrappers, tables, spreads, members of objects and files.
 */
export const contextFlowOf = oncePerProject((project: Project): ContextFlow => flowFrom(project, 2));

const laterFlowOf = oncePerProject((project: Project): ContextFlow => flowFrom(project, 1));

/** The flow that a read was found in. */
export function flowOf(project: Project, { node }: Pick<ContextRead, 'node'>): ContextFlow {
  const today = contextFlowOf(project);
  return today.reads.some((each) => each.node === node) ? today : laterFlowOf(project);
}

/**
 * Which reads of `authInfo` off a context of SDK v1 are lost with the upgrade?
 * Asked by the rule context-auth-info.
 * Gives those that the official codemod leaves as they are.
 */
export const readsLostLater = oncePerProject((project: Project): LostReads => {
  const now = contextFlowOf(project);
  const today = new Set<ts.Node>([...now.reads, ...now.tests].map(({ node }) => node));
  const { reads, tests } = laterFlowOf(project);
  return {
    reads: reads.filter(({ node }) => !today.has(node) && !isRewritten(node)),
    tests: tests.filter(({ node }) => !today.has(node)),
  };
});

export type LostReads = Pick<ContextFlow, 'reads' | 'tests'>;

function flowFrom(project: Project, generation: Generation): ContextFlow {
  const walk = new Walk(project);
  // Who registers what takes long to find out, and is of use only where somebody reads the member.
  for (const registration of isRead(project) ? registrationsOf(project) : [])
    if (registration.generations.has(generation))
      for (const fn of functionsOf(project, registration.handler)) {
        const index = contextIn(registration, fn);
        if (index !== undefined) walk.start(fn, index, registration);
      }
  // Code that sets the member itself finds it there.
  const written = new Set([...walk.written].flatMap((entry) => [...withThoseBefore(entry)]));
  const isLost = ({ node, entry }: ContextRead | ContextTest): boolean =>
    !readsBoth(project, node) && ![...withThoseBefore(entry)].some((each) => written.has(each));
  const { carried, entries, changed } = walk;
  const reads = [...walk.reads.values()].filter(isLost);
  return { reads, tests: [...walk.tests.values()].filter(isLost), carried, entries, changed };
}

/** What makes the handler may stand in a file that names neither the SDK nor the member. */
function functionsOf(project: Project, handler: ts.Expression): readonly FunctionLike[] {
  const functions = handlersBehind(project, handler);
  if (functions.length === 0) project.askImports(handler);
  return functions;
}

/**
 * Every file that names the member is in the program, wherever its contexts come from. What SDK v2 declares, such as
 * `ctx.http.authInfo`, is no read of a context.
 */
const isRead = (project: Project): boolean =>
  mentionsOfNames(project, [authInfoMember]).some(({ parent }) => {
    if (ts.isElementAccessExpression(parent) || ts.isBinaryExpression(parent)) return true;
    if (ts.isPropertyAccessExpression(parent))
      return !isWritten(parent) && sdkEntityAt(project, parent.name)?.generation !== 2;
    if (ts.isComputedPropertyName(parent) || ts.isCallExpression(parent)) return true;
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      return isAssignedTo(parent.parent);
    if (!ts.isBindingElement(parent)) return false;
    const name = ts.getNameOfDeclaration(memberTaken(project, parent));
    return (name && sdkEntityAt(project, name))?.generation !== 2;
  });

const isWritten = (access: ts.Expression): boolean =>
  isPlainAssignment(access.parent) && access.parent.left === access;

/** A parameter, and those that its context came through. */
export function withThoseBefore(entry: Entry): ReadonlySet<Entry> {
  const found = new Set([entry]);
  for (const each of found) for (const before of each.before) found.add(before);
  return found;
}
