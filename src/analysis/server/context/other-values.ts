import { ts } from '../../../compiler.cjs';
import { type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { type FunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { contextFlowOf, type Entry } from './context-flow.ts';
import { handlersBehind } from './handler-functions.ts';
import { isServer } from './registrations.ts';

/**
 * Is every value that reaches a parameter a context of v2?
 * Asked of the function around each read.
 * Proved where all calls that the program shows pass one, up to the handlers, and no function on the way is used as a value
 * in a way that it does not show.
 */
export function onlyContexts(project: Project, entry: Entry, seen = new Set<Entry>()): Proof {
  if (seen.has(entry)) return proved;
  seen.add(entry);
  const fn = entry.parameter.parent as FunctionLike;
  const { passed } = contextFlowOf(project);
  const other = argumentsOf(project, fn, fn.parameters.indexOf(entry.parameter)).find(
    ({ node, at }) => !passed.get(wrapped(node))?.has(entry.from) && !isTestFile(at.getSourceFile()),
  );
  if (other) return refuted('context-mixed', `Another value is passed ${placeOf(other.at)}.`);
  const unknown = unknownUse(project, fn);
  if (unknown) return refuted('context-mixed', `What calls it is not known ${placeOf(unknown)}.`);
  return worst([...entry.before].map((each) => onlyContexts(project, each, seen)));
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

function nameOf(fn: FunctionLike): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name;
  const { parent } = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) ? wrapped(fn) : fn;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
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

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return `on line ${line} of ${file.fileName.split('/').at(-1)}`;
}
