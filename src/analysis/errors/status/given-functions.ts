import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { type Call, calleesOf, functionsIn } from '../branch/attempts.ts';

/*
 * `retry(() => drive.get(id))`: what `retry` calls is the function of this call, not that of its other callers. Functions that are
 * written in the arguments are part of the code that is looked through, so their calls are seen there.
 */

/** Parameters of entered functions that hold what a call on the way gives them. */
export type Given = ReadonlySet<ts.Node>;

/** The functions that a call runs: its own, and those that are passed to it by name. What `given` holds was seen before. */
export function functionsRun(project: Project, call: Call, given: Given): readonly FunctionLike[] {
  if (isGiven(project, call.expression, given)) return [];
  const passed = (call.arguments ?? [])
    .filter((each) => isNamed(each) && !isGiven(project, each, given))
    .flatMap((each) => functionsNamed(project, each));
  return [...callees(project, call), ...passed];
}

// The same calls are looked through again for every error that is followed.
const callees = oncePerNode(calleesOf);
const functionsNamed = oncePerNode((project, node: ts.Expression) => functionsIn(project, node));

/** What is given to a function by a call that enters it. */
export function givenTo(project: Project, target: FunctionLike, call: Call, given: Given): Given {
  const list = call.arguments ?? [];
  const spread = list.findIndex(ts.isSpreadElement);
  const seen = spread < 0 ? list : list.slice(0, spread);
  const taken = target.parameters.filter((parameter, index) => {
    const argument = seen[index];
    if (!argument || parameter.dotDotDotToken || !ts.isIdentifier(parameter.name)) return false;
    const value = unwrap(argument);
    return (
      isFunctionLike(value) ||
      isGiven(project, value, given) ||
      (isNamed(value) && functionsNamed(project, value).length > 0)
    );
  });
  return new Set([...given, ...taken]);
}

const isNamed = (node: ts.Expression): boolean =>
  ts.isIdentifier(unwrap(node)) || ts.isPropertyAccessExpression(unwrap(node));

function isGiven(project: Project, expression: ts.Expression, given: Given): boolean {
  const value = unwrap(expression);
  const declaration = given.size > 0 && ts.isIdentifier(value) ? declarationAt(project, value) : undefined;
  return declaration !== undefined && given.has(declaration);
}
