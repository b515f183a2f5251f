import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike } from '../../program/ast.ts';
import { isLocal, mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { callsTo } from '../guards/function-calls.ts';
import { handlerAt } from '../guards/handlers.ts';
import { isSameForBoth } from '../guards/index.ts';
import { callsOfInspector } from '../guards/inspectors.ts';
import { isPublished } from '../guards/predicate-uses.ts';
import { valuesOf } from './function-flow.ts';

/**
 * `statusOf(error) === 404`: a function answers differently for the two errors, and everybody who asks it does the same for
 * both answers. Then nothing was lost. Only where every use is a call that was seen.
 */
export function isSameForCallers(project: Project, owner: ts.Node): boolean {
  if (!isFunctionLike(owner) || isPublished(project, owner)) return false;
  const calls = callsTo(project, owner);
  if (calls.length === 0) return isUnused(owner);
  if (isUsedAsValue(project, owner)) return false;
  const asked = callsOfInspector(project, owner);
  return calls.every((call) => {
    const guard = asked.find(({ node }) => node === call);
    const handler = guard && handlerAt(project, guard);
    return handler !== undefined && isSameForBoth(project, handler, call);
  });
}

/** A function that only its own file can name, and does not. */
function isUnused({ name }: FunctionLike): boolean {
  if (!name || !ts.isIdentifier(name) || !isLocal(name)) return false;
  return mentionsIn(name.getSourceFile(), name.text).every((each) => each === name);
}

/** Passed, stored or exported under another name: then who calls it is not known. */
function isUsedAsValue(project: Project, owner: FunctionLike): boolean {
  return valuesOf(project, owner).some((value) => {
    const { parent } = value;
    const declares = ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent);
    return !(declares && parent.initializer === value);
  });
}
