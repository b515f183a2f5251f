import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { stepsBack } from './step-back.ts';

/** Everything that the query at an origin comes from: the URL, the request, the parameters and helpers that pass them on. */
export function upstreamOf(project: Project, origin: ts.Node): ReadonlySet<ts.Node> {
  const seen = new Set<ts.Node>();
  const queue = [origin];
  const push = (node: ts.Node): void => {
    if (!seen.has(node) && seen.size < maxUpstream) queue.push(node);
  };
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (seen.has(node)) continue;
    seen.add(node);
    stepsBack(project, node, [], push);
    for (const inner of madeFrom(node)) push(inner);
  }
  return seen;
}

const maxUpstream = 400;

/** The expressions that the value of an expression was taken out of or made from. */
function madeFrom(node: ts.Node): readonly ts.Node[] {
  if (ts.isBindingElement(node)) return [node.parent.parent];
  if (!ts.isExpression(node)) return [];
  const value = unwrap(node);
  if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value)) return [value.expression];
  if (ts.isNewExpression(value)) return value.arguments?.slice(0, 1) ?? [];
  if (ts.isCallExpression(value)) {
    const callee = unwrap(value.expression);
    const object = ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
    return [...object, ...value.arguments.slice(0, 1)];
  }
  if (ts.isTemplateExpression(value)) return value.templateSpans.map(({ expression }) => expression);
  return [];
}
