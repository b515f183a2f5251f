import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

const declaredBy = (project: Project, call: ts.CallExpression | ts.NewExpression): string => {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return `${declared?.name}.${declared?.member}`;
};

/** `Object.assign({}, ctx)` */
export const isCopy = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  declaredBy(project, call) === 'ObjectConstructor.assign';

/** Calls whose result is their first argument, or a promise of it. */
export const isPassedThrough = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  ['PromiseConstructor.resolve', 'ObjectConstructor.freeze'].includes(declaredBy(project, call));

/** `run` of `run.call(tool, args, ctx)`. */
export function calledBy({ expression }: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'call' ? callee.expression : undefined;
}
