import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { oncePerNode } from '../../program/memo.ts';
import { type Argument, argumentsOf, askForCalls } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { valuesOf } from '../branch/function-flow.ts';
import { readersOfName } from '../guards/state-readers.ts';

/*
 * `const onError = (id: string) => (error: unknown) => …`: the inner function stands where the outer one is called, and where a
 * name has what that gave.
 */

/** Where a function stands as a value, also one that another function gives back. */
export const standsAt = oncePerNode((project: Project, owner: FunctionLike): readonly ts.Expression[] => {
  const seen = new Set<ts.Expression>(valuesOf(project, owner).map(wrapped));
  for (const value of seen) {
    if (seen.size > 200) break;
    for (const next of onwards(project, value)) seen.add(wrapped(next));
  }
  return [...seen];
});

/** The expressions that have the same function, one step on. */
function onwards(project: Project, value: ts.Expression): readonly ts.Expression[] {
  const { parent } = value;
  const outer = returnedBy(value);
  if (outer) return askForCalls(project, outer, 'ask') ? bindingsOf(project).calls.get(outer) : [];
  if (ts.isVariableDeclaration(parent) && parent.initializer === value)
    return readersOfName(project, parent.name).reads;
  if (ts.isAwaitExpression(parent)) return [parent];
  return ts.isConditionalExpression(parent) && parent.condition !== value ? [parent] : [];
}

/** What is passed to a parameter of a function, also of one that is given back: `isStatus(401)(error)`. */
export function passedTo(project: Project, owner: FunctionLike, index: number): readonly Argument[] {
  const given = standsAt(project, owner).flatMap((value): Argument[] => {
    const { parent: call } = value;
    if (!ts.isCallExpression(call) || unwrap(call.expression) !== unwrap(value)) return [];
    const node = call.arguments[index];
    const isSpread = call.arguments.slice(0, index + 1).some(ts.isSpreadElement);
    return node && !isSpread ? [{ node, at: call }] : [];
  });
  const all = [...argumentsOf(project, owner, index), ...given];
  return [...new Map(all.map((each) => [each.node, each])).values()];
}

/** The function that answers with a value. */
export function returnedBy(value: ts.Expression): FunctionLike | undefined {
  const { parent } = value;
  if (ts.isReturnStatement(parent)) return enclosingFunction(parent);
  return isFunctionLike(parent) && parent.body === value ? parent : undefined;
}
